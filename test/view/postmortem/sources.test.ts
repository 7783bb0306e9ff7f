import { describe, expect, it } from 'vitest';
import { actionItemTypes, withActionItem } from '../../../src/view/postmortem/action-item-form.ts';
import { hurtSpan, liveFigures } from '../../../src/view/postmortem/live-figures.ts';
import { insertAt } from '../../../src/view/postmortem/text-insert.ts';
import { cutAtMarks, syntaxMarks } from '../../../src/view/postmortem/text-marks.ts';
import { timelineEntries, timelineRow, withTimelineRow } from '../../../src/view/postmortem/timeline-entries.ts';
import { at, COMMANDS, EPOCH, FRAME, sag } from '../fixture/incident.ts';

describe('timeline from the log', () => {
  const entries = timelineEntries(FRAME, COMMANDS);

  it('holds pages, lettered changes and what people did, in order, nothing the scenario did itself', () => {
    expect(entries.map((entry) => entry.text)).toEqual([
      'recs v1.88.2, delivery',
      'playlist v2.41.0, delivery',
      'weekly-report job, scheduler',
      'Page: SLO burn 14.4×, availability, /playlists/:id, now 186×',
      'Page acknowledged',
      'Severity set to SEV-2',
      'Warning: WebApiUpstreamSlow, web-api to playlist, p95 8.2 s',
      'kubectl scale deploy/playlist --replicas=14',
      'kubectl rollout undo deploy/playlist',
      'select pg_terminate_backend(pid) … (2 times)',
      'Marked resolved',
    ]);
    expect(entries.filter((entry) => entry.letter).map((entry) => entry.letter)).toEqual(['A', 'B', 'C']);
  });

  it.each([
    ['a list', '- 13:40 first', '- 13:38 playlist v2.41.0, delivery\n- 13:40 first'],
    ['a table', '| Time | What |\n|---|---|\n| 13:30 | first |', '| Time | What |\n|---|---|\n| 13:30 | first |\n| 13:38 | playlist v2.41.0, delivery |'],
    [
      'a table of three columns',
      '| Time | What | Evidence |\n|---|---|---|\n| 13:40 | later | |',
      '| Time | What | Evidence |\n|---|---|---|\n| 13:38 | playlist v2.41.0, delivery |  |\n| 13:40 | later | |',
    ],
    ['nothing', '', '- 13:38 playlist v2.41.0, delivery'],
  ])('puts a row into %s where its time belongs', (_what, section, expected) => {
    const row = timelineRow(entries[1], EPOCH, section);
    expect(withTimelineRow(section, row)).toBe(expected);
    expect(withTimelineRow(expected, timelineRow(entries[1], EPOCH, expected))).toBe(expected);
  });
});

describe('live figures', () => {
  it('tell from when to when users were hurt and how badly', () => {
    const span = hurtSpan(sag(2.5, 30, 0.34), 0.999)!;
    expect(span.fromUs).toBeGreaterThanOrEqual(at(2.5));
    expect(span.fromUs).toBeLessThan(at(4));
    expect(span.toUs).toBe(at(30));
    expect(span.worst).toBeGreaterThan(0.64);
  });

  it('give no end while less than three quiet minutes follow', () => {
    expect(hurtSpan(sag(2.5, 44, 0.34), 0.999)!.toUs).toBeNull();
    expect(hurtSpan(sag(2.5, 30, 0), 0.999)).toBeNull();
  });

  it('read inside a sentence', () => {
    expect(liveFigures(FRAME, null, EPOCH).map((figure) => figure.text)).toContain('49,100 failed');
  });
});

describe('action items', () => {
  it('go below the last row, and get a head when there is none', () => {
    const one = withActionItem('', ['Alert on wait | pool', 'detect', 'small', 'playlist lead', '2026-12-04', 'it pages']);
    expect(one).toContain('| Alert on wait / pool | detect |');
    const two = withActionItem(`${one}\n\nAfter.`, ['Limit', 'prevent', 'small', 'dba', '', '']);
    expect(two.indexOf('Limit')).toBeLessThan(two.indexOf('After.'));
    expect([...actionItemTypes(two)]).toEqual([
      ['prevent', 1],
      ['detect', 1],
      ['mitigate', 0],
      ['process', 0],
    ]);
  });
});

describe('putting text in', () => {
  it.each([
    ['', 0, 'x', 'x'],
    ['up to of opens', 5, '34%', 'up to 34% of opens'],
    ['up to', 5, '34%', 'up to 34%'],
    ['(', 1, '34%', '(34%'],
    ['failed.', 6, '34%', 'failed 34%.'],
  ])('%j at %i takes %s', (text, place, piece, expected) => {
    expect(insertAt(text, piece, place, place).text).toBe(expected);
  });

  it('marks pieces that joined are the text', () => {
    const text = 'a `code` and [cited](pin:p1) end';
    const pieces = cutAtMarks(text, [...syntaxMarks(text), { from: 0, to: 10, kind: 'remark' }, { from: -5, to: 99, kind: 'quote' }]);
    expect(pieces.map((piece) => piece.text).join('')).toBe(text);
    expect(pieces.find((piece) => piece.text === '`code`')!.kinds).toEqual(['remark', 'quote', 'code']);
  });
});
