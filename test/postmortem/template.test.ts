import { describe, expect, it } from 'vitest';
import { parseDocument, SECTIONS, sectionText } from '../../src/postmortem/sections.ts';
import { impactFigures, template } from '../../src/postmortem/template.ts';
import { playlistHangs } from './playlist-hangs.ts';
import { FACTS } from './run-facts-fixture.ts';

describe('the prefilled document', () => {
  it('has the eleven sections in order, and the log as its timeline', () => {
    const document = parseDocument(template(FACTS));
    expect(document.title).toBe('Playlists do not load, 19 November 2026');
    expect(document.sections.map((section) => section.name)).toEqual([...SECTIONS]);
    expect(sectionText(document, 'Timeline').split('\n').slice(2)).toEqual([
      '| 14:02 | Users begin to be hurt: first bad second of an SLI |',
      '| 14:06 | Page: PlaylistOpensErrorBudgetBurn |',
      '| 14:08 | Page acknowledged |',
      '| 14:10 | Declared SEV-2 |',
      '| 14:18 | kubectl scale deploy/playlist --replicas=14 |',
      '| 14:24 | kubectl rollout undo deploy/playlist |',
      '| 14:27 | psql -c "select pg_terminate_backend(…)" |',
      '| 14:28 | Marked mitigated |',
      '| 14:30 | SLIs back within their objectives, 28 min after onset |',
      '| 14:36 | Marked resolved |',
    ]);
  });

  it('leaves the figures to the writer but has them at hand', () => {
    expect(sectionText(parseDocument(template(FACTS)), 'Impact')).toBe('');
    expect(impactFigures(FACTS).map((figure) => `${figure.label}: ${figure.text}`)).toEqual([
      'Start: 14:02 UTC',
      'End: 14:30 UTC',
      'Duration: 28 min',
      'Onset to first page: 4 min',
      'Failed user actions: 49,100',
      'Slow user actions: 3,200',
      'Bad seconds: 1,600',
      '/playlists/:id availability: 49,100 of 120,000 bad (41%), 42% of the error budget',
    ]);
  });

  it('holds no word of the truth', () => {
    const text = template(FACTS).toLowerCase();
    for (const claim of playlistHangs().truth.claims) {
      expect(text).not.toContain(claim.title.toLowerCase());
      expect(text).not.toContain(claim.condition);
    }
  });
});
