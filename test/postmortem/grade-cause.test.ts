import { describe, expect, it } from 'vitest';
import { gradeCauseText } from '../../src/postmortem/grade-cause-text.ts';
import { playlistHangs } from './playlist-hangs.ts';

const { truth } = playlistHangs();
const LISTS = 'This lists words; it does not say what did what.';
const HERRING = 'Autovacuum on playlist_tracks had no part in it.';

describe('reasons for texts that tell little', () => {
  it.each(['', '  \n', '...'])('says that nothing is written (%j)', (text) => {
    const { causePoints, reasons } = gradeCauseText(text, truth);
    expect(causePoints).toBe(0);
    expect(reasons[0]).toBe('Nothing is written about the cause.');
    expect(reasons).not.toContain(LISTS);
  });

  it.each(['Autovacuum locked playlist_tracks.', 'Autovacuum blocks playlist_tracks.'])('names the red herring a short full sentence blames: %s', (text) => {
    const { causePoints, reasons } = gradeCauseText(text, truth);
    expect(causePoints).toBe(0);
    expect(reasons).not.toContain(LISTS);
    expect(reasons.find((reason) => reason.startsWith(HERRING))).toContain(`“${text}”`);
  });

  it.each(['autovacuum lock playlist_tracks connections pool', 'Autovacuum, locks, pool, sessions, timeouts, retries.'])(
    'still calls a list a list: %s',
    (text) => {
      const { causePoints, reasons } = gradeCauseText(text, truth);
      expect(causePoints).toBe(0);
      expect(reasons[0]).toBe(LISTS);
      expect(reasons.some((reason) => reason.startsWith(HERRING))).toBe(false);
    },
  );
});
