import type { LoggedCommand, Observation } from './commands.ts';
import type { Micros } from './time.ts';

/** A session on disk: enough to recompute everything, and to notice where a recomputation differs. */
export interface Recording {
  readonly format: 'brownout-recording/1';
  readonly simVersion: string;
  readonly scenario: string;
  /** Hash of the resolved scenario model. */
  readonly scenarioHash: string;
  readonly seed: number;
  /** How far it was played. */
  readonly untilUs: Micros;
  readonly commands: readonly LoggedCommand[];
  readonly observations: readonly Observation[];
  /** One a simulated minute. */
  readonly digests: readonly { readonly atUs: Micros; readonly digest: string }[];
  /** The postmortem as last saved, Markdown; '' when none. */
  readonly postmortem: string;
}
