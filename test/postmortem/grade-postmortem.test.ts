import { describe, expect, it } from 'vitest';
import type { Claim, PostmortemDocument, PostmortemScore } from '../../src/contract/postmortem.ts';
import { gradePostmortem } from '../../src/postmortem/grade-postmortem.ts';
import { template } from '../../src/postmortem/template.ts';
import { GOOD } from './good-postmortem.ts';
import { playlistHangs } from './playlist-hangs.ts';
import { at, FACTS } from './run-facts-fixture.ts';

const { truth } = playlistHangs();
const grade = (markdown: string, claims: PostmortemDocument['claims'] = []): PostmortemScore => gradePostmortem({ markdown, claims }, truth, FACTS);
const points = (score: PostmortemScore, id: string): number => score.parts.find((part) => part.id === id)?.points ?? Number.NaN;
const claim = (fields: Partial<Claim>): Claim => ({
  id: 'c',
  role: 'mechanism',
  component: 'playlist',
  condition: 'pool-exhausted',
  leadsTo: [],
  state: 'confirmed',
  ...fields,
});

describe('grading a postmortem', () => {
  it('weighs the ten parts to a hundred', () => {
    expect(grade(GOOD).parts.map((part) => part.outOf)).toEqual([8, 12, 12, 6, 18, 6, 8, 18, 10, 2]);
  });

  it('lets a careful one out, with next to nothing lost', () => {
    const score = grade(GOOD);
    expect(score.label).toBe('publishable');
    expect(score.total).toBeGreaterThanOrEqual(93);
    expect(score.causePoints).toBeGreaterThan(0.9);
  });

  it('gives hardly anything for the empty template', () => {
    const score = grade(template(FACTS));
    expect(score.label).toBe('rework');
    expect(score.causePoints).toBe(0);
    expect(score.total).toBeLessThan(30);
    expect(points(score, 'timeline')).toBeGreaterThan(10);
  });

  it('gives nothing for nothing', () => expect(grade('').total).toBe(0));

  it('explains every point: a part that is not full names what it lost', () => {
    for (const markdown of [GOOD, template(FACTS), '', GOOD.replace('14:24', '13:11')]) {
      for (const part of grade(markdown).parts) {
        expect(part.points).toBeGreaterThanOrEqual(0);
        expect(part.points).toBeLessThanOrEqual(part.outOf);
        if (part.points < part.outOf)
          expect(
            part.reasons.some((reason) => reason.verdict === 'lost'),
            part.id,
          ).toBe(true);
        if (part.points > 0)
          expect(
            part.reasons.some((reason) => reason.verdict === 'earned'),
            part.id,
          ).toBe(true);
      }
    }
  });

  it.each([
    ['impact', '49,100 opens failed, 41% of the total', '20,000 opens failed, 5% of the total'],
    ['impact', 'from 14:02 to 14:30 UTC (28 minutes)', 'for a while'],
    ['timeline', '| 14:24 | kubectl', '| 14:13 | kubectl'],
    ['timeline', '| 14:02 | Users begin to be hurt |\n', ''],
    ['detection', '4 minutes after onset', '20 minutes after onset'],
    ['causes', 'Release v2.41.0 of `playlist` changed', 'Autovacuum changed'],
    ['causes', 'pools of all four pods were exhausted, so requests waited 30 s for a connection', 'pools of all four pods were never exhausted'],
    ['causes', 'Autovacuum on playlist_tracks was running at the time, but it was unrelated.', 'Autovacuum caused all of this.'],
    ['resolution', 'Scaling playlist to 14 replicas at 14:18 made it worse: the new pods took the last database slots. ', ''],
    ['lessons', 'Scaling at 14:18 took the connection slots that auth needs too.', 'Many things could be better next time around.'],
    ['actions', 'Page when callers wait over 1 s for a connection', 'Improve monitoring'],
    ['actions', 'playlist on-call lead', 'Dana'],
    ['actions', 'SHOW prints 1min in production', 'done'],
    ['language', 'made it worse:', 'was a stupid idea of Dana, who should have known better:'],
    ['summary', 'From 14:02 to 14:30 about', 'Once'],
  ])('takes points from %s when “%s” becomes “%s”', (id, from, to) => {
    expect(GOOD).toContain(from);
    expect(points(grade(GOOD.replaceAll(from, to)), id)).toBeLessThan(points(grade(GOOD), id));
  });

  it('gives the same for the same sections at other levels, in another order, under other names', () => {
    const [head, ...rest] = GOOD.split(/^## /m);
    const moved =
      head +
      [...rest]
        .reverse()
        .map((part) => `### ${part}`)
        .join('')
        .replace('### Root cause', '### Root causes and trigger')
        .replace('### Response', '### Resolution')
        .replace('### What went poorly', '### What went wrong');
    expect(grade(moved).total).toBe(grade(GOOD).total);
  });
});

it('asks what became of writes where a promotion lost some or two primaries took them', () => {
  const facts = { ...FACTS, outcome: { ...FACTS.outcome, writes: { lost: 40, conflicting: 3_168 } } };
  const impact = (markdown: string) => gradePostmortem({ markdown, claims: [] }, truth, facts).parts.find((part) => part.id === 'impact');
  const silent = impact(GOOD);
  const honest = impact(GOOD.replace('## Impact\n', '## Impact\nForty additions to playlists are lost, 3,168 are in conflict.\n'));
  expect(silent?.reasons.map((reason) => reason.text).join()).toContain(
    'Nothing is said of data that was lost or is in conflict (40 writes lost, 3168 in conflict).',
  );
  expect((honest?.points ?? 0) - (silent?.points ?? 0)).toBe(2);
});

it.each([
  [{ kind: 'rollout-abort', service: 'playlist' }, 'The release was aborted at 14:24, which stopped the harm; the fix follows.'],
  [{ kind: 'promote-database', database: 'playlist-db' }, 'The replica was promoted at 14:24, which stopped the harm; the fix follows.'],
  [{ kind: 'set-edge-capacity', zone: 'a', scaler: 0 }, 'Users were kept out of the zone from 14:24 on, which stopped the harm; the fix follows.'],
] as const)('knows $kind by the words people have for it', (command, told) => {
  const facts = { ...FACTS, commands: [{ seq: 0, atUs: at(22), actor: 'player', command }] };
  const resolution = (text: string) =>
    gradePostmortem({ markdown: `## Response\n\n${text}\n`, claims: [] }, truth, facts).parts.find((part) => part.id === 'resolution')?.points ?? 0;
  expect(resolution(told) - resolution('Something was changed at 14:24, which stopped the harm; the fix follows.')).toBe(2);
});

describe('the cause map', () => {
  const silent = GOOD.replace(/## Root cause[\s\S]*?(?=## Detection)/, '')
    .replace(/## Summary[\s\S]*?(?=## Impact)/, '')
    .replace(/## Response[\s\S]*?(?=## What went well)/, '');

  it('counts confirmed claims as said', () => {
    const map = truth.claims.map((entry) => claim({ id: entry.id, role: entry.role, component: entry.component, condition: entry.condition }));
    expect(grade(silent, map).causePoints).toBe(1);
    expect(
      grade(
        silent,
        map.map((entry) => ({ ...entry, state: 'proposed' as const })),
      ).causePoints,
    ).toBeLessThan(0.5);
  });

  it('takes other names that are as good', () => {
    const [one] = truth.claims.filter((entry) => (entry.accepts ?? []).length > 0);
    const other = one.accepts?.[0];
    expect(grade(silent, [claim({ ...other, role: one.role })]).causePoints).toBe(
      grade(silent, [claim({ component: one.component, condition: one.condition, role: one.role })]).causePoints,
    );
  });

  it('counts a blamed red herring, an edge drawn backwards and a true claim ruled out against it', () => {
    const good = grade(GOOD).causePoints,
      [herring] = truth.redHerrings;
    expect(grade(GOOD, [claim({ component: herring.component, condition: herring.condition, role: 'trigger' })]).causePoints).toBeLessThan(good);
    expect(grade(GOOD, [claim({ component: herring.component, condition: herring.condition, role: 'ruled-out' })]).causePoints).toBe(good);
    const [from, to] = [truth.edges[0].from, truth.edges[0].to].map((id) => truth.claims.find((entry) => entry.id === id));
    const backwards = [
      claim({ id: 'a', component: to?.component, condition: to?.condition, leadsTo: ['b'] }),
      claim({ id: 'b', component: from?.component, condition: from?.condition }),
    ];
    expect(grade(silent, backwards).causePoints).toBe(0);
    expect(grade(GOOD, [claim({ role: 'ruled-out' })]).causePoints).toBeLessThan(good);
  });

  it('does not count a reading of the prose that the writer rejected', () => {
    const blaming = GOOD.replace('Autovacuum on playlist_tracks was running at the time, but it was unrelated.', 'Autovacuum caused all of this.');
    const [herring] = truth.redHerrings;
    expect(grade(blaming, [claim({ component: herring.component, condition: herring.condition, state: 'rejected' })]).causePoints).toBeGreaterThan(
      grade(blaming).causePoints,
    );
  });
});
