import type { LoggedCommand, Observation } from '../contract/commands.ts';
import type { Micros } from '../contract/time.ts';
import type { ScenarioModel } from '../scenario/model/scenario.ts';
import type { CounterSnapshot } from './rates.ts';
import type { SessionCheckpoint } from './session-api.ts';
import { SIM_VERSION } from './sim-version.ts';

/** How `SavedState` is laid out. Counted up when a part changes its form without changing what is simulated. */
export const STATE_LAYOUT = 6;

/** What a checkpoint holds; every part is plain data. */
export interface SavedState {
  readonly layout: number;
  readonly world: unknown;
  readonly recorder: unknown;
  readonly tsdb: unknown;
  readonly scraper: unknown;
  readonly alerting: unknown;
  readonly incident: unknown;
  readonly messages: unknown;
  readonly commands: readonly LoggedCommand[];
  readonly observations: readonly Observation[];
  readonly digests: readonly { readonly atUs: Micros; readonly digest: string }[];
  readonly healthyRatio: readonly number[];
  /** Counters of the last minutes: what the map and the error budget show begins with them. */
  readonly rates: readonly CounterSnapshot[];
  readonly postmortem: string;
  readonly tiled: boolean;
}

/** The state of a checkpoint of this scenario and seed. @throws Error when it is of another, or of another version */
export function stateOf(checkpoint: SessionCheckpoint, scenario: ScenarioModel, seed: number): SavedState {
  const state = checkpoint.state as SavedState;
  if (checkpoint.simVersion !== SIM_VERSION) throw new Error(`the checkpoint was made by simulation version ${checkpoint.simVersion}; this is ${SIM_VERSION}`);
  if (state.layout !== STATE_LAYOUT) throw new Error(`the checkpoint is laid out as version ${state.layout ?? 1}; this reads version ${STATE_LAYOUT}`);
  if (checkpoint.scenarioHash !== scenario.hash) throw new Error('the checkpoint was made from another version of the scenario');
  if (checkpoint.seed !== seed) throw new Error(`the checkpoint is of seed ${checkpoint.seed}, not ${seed}`);
  return state;
}
