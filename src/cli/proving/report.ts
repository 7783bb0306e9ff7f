import { type CaseOutcome, harmOf } from './case-outcome.ts';
import { judgeCase } from './judge.ts';
import type { ProvableScenario } from './open-cases.ts';

/** What `verify --json` prints and `verify:all` commits. It holds for one simVersion, scenario hash and cases hash: other ones make it stale. */
export interface VerifyReport {
  readonly simVersion: string;
  readonly passed: boolean;
  readonly seeds: readonly number[];
  readonly scenarios: readonly ScenarioReport[];
}

interface ScenarioReport {
  readonly scenario: string;
  /** Of all that is played: the truth, which only grades, may be worded anew. */
  readonly scenarioHash: string;
  readonly casesHash: string;
  readonly passed: boolean;
  readonly cases: readonly CaseReport[];
}

interface CaseReport {
  readonly name: string;
  readonly passed: boolean;
  /** A row a seed. */
  readonly runs: readonly {
    readonly seed: number;
    readonly usersHurt: number;
    readonly failed: number;
    readonly slow: number;
    readonly badSeconds: number;
    readonly hurtSince: number | null;
    readonly recoveredAt: number | null;
    /** Where a database is replicated. */
    readonly lostWrites?: number;
    readonly lostRecords?: number;
    readonly conflictingWrites?: number;
    /** Why it did not pass; absent when it did. */
    readonly failures?: readonly string[];
  }[];
}

export function scenarioReport(provable: ProvableScenario, outcomes: readonly CaseOutcome[]): ScenarioReport {
  const cases = provable.cases.cases.map((one): CaseReport => {
    const runs = outcomes
      .filter((outcome) => outcome.name === one.name)
      .sort((a, b) => a.seed - b.seed)
      .map((outcome) => {
        const sameSeed = outcomes.filter((other) => other.seed === outcome.seed);
        const failures = judgeCase(one, outcome, sameSeed);
        return {
          seed: outcome.seed,
          usersHurt: harmOf(outcome),
          failed: outcome.failedActions,
          slow: outcome.slowActions,
          badSeconds: outcome.badSeconds,
          hurtSince: outcome.hurtSince,
          recoveredAt: outcome.recoveredAt,
          ...(outcome.writes === null ? {} : { lostWrites: outcome.writes.lost, conflictingWrites: outcome.writes.conflicting }),
          ...(outcome.lostRecords === null || outcome.lostRecords === 0 ? {} : { lostRecords: outcome.lostRecords }),
          ...(failures.length > 0 ? { failures } : {}),
        };
      });
    return { name: one.name, passed: runs.length > 0 && runs.every((run) => run.failures === undefined), runs };
  });
  const { scenario, playedHash, casesHash } = provable;
  return { scenario: scenario.id, scenarioHash: playedHash, casesHash, passed: cases.every((one) => one.passed), cases };
}

/** The report for people: a line a case, and what failed on which seed. */
export function describeReport(report: VerifyReport): string {
  const lines: string[] = [];
  for (const scenario of report.scenarios) {
    lines.push(`${scenario.scenario} (${scenario.scenarioHash}), seeds ${report.seeds.join(' ')}`);
    for (const one of scenario.cases) {
      const good = one.runs.filter((run) => run.failures === undefined).length;
      lines.push(`  ${one.passed ? '✓' : '✗'} ${one.name}: ${good} of ${one.runs.length} seeds; users hurt ${range(one.runs.map((run) => run.usersHurt))}`);
      for (const run of one.runs) for (const failure of run.failures ?? []) lines.push(`      seed ${run.seed}: ${failure}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function range(numbers: readonly number[]): string {
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  return numbers.length === 0 ? 'none' : low === high ? String(low) : `${low} to ${high}`;
}
