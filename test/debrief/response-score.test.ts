import { describe, expect, it } from 'vitest';
import type { ResponseScore } from '../../src/contract/postmortem.ts';
import { responseScore } from '../../src/debrief/response-score.ts';
import type { RunFacts } from '../../src/session/run-facts.ts';
import { at, FACTS, INCIDENT } from '../postmortem/run-facts-fixture.ts';

const run = (failed: number) => ({ harm: { failedRequests: failed, slowRequests: 0, badSeconds: 0 }, samples: [], writes: null });
const score = (facts: RunFacts): ResponseScore => responseScore(facts, run(49_100), run(222_800), run(9_100));
const points = (facts: RunFacts, id: string): number => score(facts).parts.find((part) => part.id === id)?.points ?? Number.NaN;
const incident = (fields: Partial<RunFacts['incident']>): RunFacts => ({ ...FACTS, incident: { ...INCIDENT, ...fields } });

describe('the response score', () => {
  it('weighs 40, 10, 15, 20 and 15, and its total is their sum', () => {
    const whole = score(FACTS);
    expect(whole.parts.map((part) => [part.id, part.outOf])).toEqual([
      ['harm', 40],
      ['own-harm', 10],
      ['time', 15],
      ['method', 20],
      ['communication', 15],
    ]);
    expect(whole.total).toBe(Math.round(whole.parts.reduce((sum, part) => sum + part.points, 0)));
    for (const part of whole.parts) if (part.points < part.outOf) expect(part.reasons.some((reason) => reason.verdict === 'lost')).toBe(true);
  });

  it.each<[string, string, RunFacts]>([
    ['time', 'a page acknowledged late', incident({ acknowledgedUs: at(18) })],
    ['time', 'an incident never resolved', incident({ resolvedUs: null })],
    ['time', 'users who did not recover', { ...FACTS, outcome: { ...FACTS.outcome, recoveredUs: null } }],
    ['method', 'nothing looked at before the first change', { ...FACTS, observations: FACTS.observations.filter((seen) => seen.atUs > at(20)) }],
    ['method', 'no hypothesis', incident({ hypotheses: [] })],
    ['method', 'no evidence', incident({ pins: [] })],
    ['method', 'no look afterwards', { ...FACTS, observations: FACTS.observations.filter((seen) => seen.atUs < at(20)) }],
    ['communication', 'no severity', incident({ severity: null, declaredUs: null })],
    ['communication', 'no updates', incident({ updates: [] })],
    ['communication', 'a first update after twenty minutes', incident({ updates: [{ ...INCIDENT.updates[0], atUs: at(29) }, INCIDENT.updates[1]] })],
    ['communication', 'no word that it was over', incident({ updates: [INCIDENT.updates[0]] })],
  ])('%s loses points for %s', (id, _what, facts) => expect(points(facts, id)).toBeLessThan(points(FACTS, id)));

  it('quotes the figures it judged', () => {
    const texts = score(FACTS)
      .parts.flatMap((part) => part.reasons.map((reason) => reason.text))
      .join('\n');
    for (const figure of ['49,100', '222,800', '9,100', '81%', 'Acknowledged after 2 min', 'well again after 28 min', 'SEV-2 declared 4 min'])
      expect(texts).toContain(figure);
  });

  it("counts two primaries as harm of one's own, and a promotion that loses writes as its price", () => {
    const replicated = (lost: number, conflicting: number) => ({ ...run(49_100), writes: { lost, conflicting } });
    const own = (mine: ReturnType<typeof replicated>) =>
      responseScore(FACTS, mine, replicated(0, 0), replicated(40, 0)).parts.find((part) => part.id === 'own-harm') ?? null;
    expect(own(replicated(90, 0))).toMatchObject({ points: 10, outOf: 10 });
    expect(
      own(replicated(90, 0))
        ?.reasons.map((reason) => reason.text)
        .join(),
    ).toContain('No two primaries took writes; the promotion lost 90.');
    expect(own(replicated(0, 3_168))).toMatchObject({ points: 5, outOf: 10 });
    expect(
      own(replicated(0, 3_168))
        ?.reasons.map((reason) => reason.text)
        .join(),
    ).toContain('3,168 writes were taken by a primary that another had superseded');
  });

  it('sees one typed line that ends many sessions as one action', () => {
    const text = score({ ...FACTS, commands: FACTS.commands.filter((entry) => entry.command.kind === 'terminate-backend') }).parts.find(
      (part) => part.id === 'method',
    );
    expect(text?.reasons[0].text).toContain('before the first change (“psql -c');
  });
});
