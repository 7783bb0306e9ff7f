import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { ScenarioModel } from '../../scenario/model/scenario.ts';
import { createSession } from '../../session/session.ts';

export interface MemoryBench {
  readonly simulatedSeconds: number;
  /** Of the session, telemetry and all: what is left after a collection, less what there was before. */
  readonly sessionMiB: number;
  /** A copy of the engine's state alone. */
  readonly engineMiB: number;
}

const HOUR_US = 3_600_000_000;
const MIB = 1024 * 1024;

/** What an hour of a scenario takes to remember, nobody doing anything. */
export function benchMemory(scenario: ScenarioModel, seed: number): MemoryBench {
  const before = used();
  const session = createSession(scenario, seed);
  session.advance(HOUR_US);
  const sessionMiB = used() - before;
  const state = session.checkpoint().state as { world: unknown };
  const withCopy = used();
  state.world = null;
  const engineMiB = withCopy - used();
  return { simulatedSeconds: session.nowUs / 1e6, sessionMiB: Math.round(sessionMiB), engineMiB: Math.round(engineMiB) };
}

/** Objects and array buffers that are still reachable. */
function used(): number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / MIB;
}
