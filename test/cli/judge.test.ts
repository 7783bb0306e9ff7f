import { describe, expect, it } from 'vitest';
import type { CaseOutcome } from '../../src/cli/proving/case-outcome.ts';
import { judgeCase } from '../../src/cli/proving/judge.ts';
import { caseFile } from '../../src/scenario/schema/case-file.ts';

const CALM: CaseOutcome = {
  name: 'it',
  seed: 1,
  failedActions: 80,
  slowActions: 20,
  badSeconds: 40,
  hurtSince: 10,
  recoveredAt: 300,
  slos: [
    { name: 'a', objective: 0.999, good: 900, total: 1000, badSeconds: 40 },
    { name: 'b', objective: 0.9, good: 950, total: 1000, badSeconds: 3 },
    { name: 'c', objective: 0.99, good: 1000, total: 1000, badSeconds: 0 },
  ],
  fired: ['Burn'],
  actions: [],
  readings: [],
  logsFound: [],
  writes: { lost: 12, conflicting: 0 },
  lostRecords: 3,
};
const OTHERS: readonly CaseOutcome[] = [CALM, { ...CALM, name: 'nothing', failedActions: 100, slowActions: 0 }];

function judged(expectation: object, outcome: Partial<CaseOutcome> = {}, actions: readonly object[] = []): string[] {
  const file = caseFile.parse({ schemaVersion: 1, cases: [{ name: 'it', do: actions, expect: expectation }] });
  return judgeCase(file.cases[0], { ...CALM, ...outcome }, OTHERS);
}

/** What is expected, what came of it, and what is said; an empty text: nothing. */
const ROWS: readonly (readonly [string, object, Partial<CaseOutcome>, string])[] = [
  ['an SLO broken', { breaksSlo: ['a'] }, {}, ''],
  ['an SLO with bad seconds but above its objective', { breaksSlo: ['b'] }, {}, 'SLO b was not broken: 3 bad seconds, 950 of 1000 good'],
  ['an SLO kept', { keepsSlo: ['c'] }, {}, ''],
  ['an SLO not kept', { keepsSlo: ['b'] }, {}, 'SLO b had 3 bad seconds; expected 0'],
  ['a recovery where none should be', { doesNotRecover: true }, {}, 'users were well again at 5m; expected no recovery'],
  ['no recovery', { doesNotRecover: true }, { recoveredAt: null }, ''],
  ['nobody hurt at all', { doesNotRecover: true }, { recoveredAt: null, hurtSince: null }, 'users were never hurt, so there was nothing to recover from'],
  ['a recovery in time', { recoversWithin: '5m' }, {}, ''],
  ['a recovery too late', { recoversWithin: '4m' }, {}, 'recovery took 5m from the first action; expected at most 4m'],
  ['a recovery that never came', { recoversWithin: '5m' }, { recoveredAt: null }, 'users were still hurt at the end'],
  ['as much harm', { harmAtLeast: { times: 1, of: 'nothing' } }, {}, ''],
  ['too little harm', { harmAtLeast: { times: 1.1, of: 'nothing' } }, {}, '100 users hurt is 1.000 times "nothing"; expected at least 1.1'],
  ['too much harm', { harmAtMost: { times: 0.5, of: 'nothing' } }, {}, '100 users hurt is 1.000 times "nothing"; expected at most 0.5'],
  ['harm close by', { harmWithin: { ratio: '2%', of: 'nothing' } }, { slowActions: 21 }, ''],
  ['harm too different', { harmWithin: { ratio: '2%', of: 'nothing' } }, { slowActions: 23 }, '103 users hurt is 1.030 times "nothing"; expected 1 ± 0.02'],
  ['an alert that fired', { fires: ['Burn'] }, {}, ''],
  ['an alert that did not', { fires: ['Slow'] }, {}, 'alert Slow did not fire; fired: Burn'],
  ['as many lost writes', { lostWrites: { atLeast: 1, atMost: 20 } }, {}, ''],
  ['too many lost writes', { lostWrites: { atMost: 10 } }, {}, '12 writes lost; expected at most 10'],
  ['too few writes in conflict', { conflictingWrites: { atLeast: 1 } }, {}, '0 writes in conflict; expected at least 1'],
  [
    'writes where nothing is replicated',
    { conflictingWrites: { atMost: 0 } },
    { writes: null },
    'writes in conflict are counted where a fleet has a replicated database; this one has none',
  ],
  ['too many lost records', { lostRecords: { atMost: 2 } }, {}, '3 records lost; expected at most 2'],
  [
    'records where there is no Kafka',
    { lostRecords: { atMost: 2 } },
    { lostRecords: null },
    'records lost are counted where a fleet has Kafka; this one has none',
  ],
  ['a reading in bounds', { shows: [{ at: '1m', expr: 'x', atLeast: 3, atMost: 5 }] }, { readings: [4] }, ''],
  ['a reading too low', { shows: [{ at: '1m', expr: 'x', atLeast: 3 }] }, { readings: [2] }, 'x at 1m is 2; expected at least 3'],
  ['a reading that is no number', { shows: [{ at: '1m', expr: 'x', atMost: 3 }] }, { readings: [Number.NaN] }, 'x at 1m is NaN; expected at most 3'],
  ['no reading', { shows: [{ at: '1m', expr: 'x', atMost: 3 }] }, { readings: [null] }, 'x at 1m did not yield one number'],
  ['a line that was logged', { logs: [{ service: 's', contains: 'x' }] }, { logsFound: [true] }, ''],
  ['a line that was not', { logs: [{ service: 's', contains: 'x' }] }, { logsFound: [false] }, 'no line of s contains "x"'],
];

describe('judging a case', () => {
  it.each(ROWS)('%s', (_, expectation, outcome, said) => expect(judged(expectation, outcome)).toEqual(said === '' ? [] : [said]));

  it('counts recovery from the first action', () => {
    const actions = [
      { at: '4m', sh: 'b' },
      { at: '3m', sh: 'a' },
    ];
    expect(judged({ recoversWithin: '2m' }, {}, actions)).toEqual([]);
    expect(judged({ recoversWithin: '119s' }, {}, actions)).toEqual(['recovery took 2m from the first action; expected at most 1m59s']);
  });

  it('fails when an action did, so that a mistyped line proves nothing', () => {
    expect(judged({}, { actions: [{ at: 60, what: 'kubectl undo', exitCode: 1, said: 'unknown command' }] })).toEqual([
      '"kubectl undo" ended with exit code 1: unknown command',
    ]);
  });
});
