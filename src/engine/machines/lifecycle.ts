import { transition } from 'xstate';
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate';
import { assert } from '../../base/assert.ts';
import { analysisMachine } from './analysis.ts';
import { backendMachine } from './backend.ts';
import { breakerMachine } from './breaker.ts';
import { canaryMachine } from './canary.ts';
import { consumerGroupMachine } from './consumer-group.ts';
import { containerMachine } from './container.ts';
import { databaseMachine } from './database.ts';
import { nodeMachine } from './node.ts';
import { podMachine } from './pod.ts';
import { rolloutMachine } from './rollout.ts';

/**
 * The only place that writes lifecycle state. A row's state is a small number in a typed array, which the request path reads; every
 * change goes through the machine's own `transition()`, which decides the next state and the actions its caller must carry out.
 */
export const MACHINES = {
  pod: podMachine,
  container: containerMachine,
  rollout: rolloutMachine,
  breaker: breakerMachine,
  backend: backendMachine,
  node: nodeMachine,
  database: databaseMachine,
  canary: canaryMachine,
  analysis: analysisMachine,
  consumerGroup: consumerGroupMachine,
} as const;
export type Lifecycle = keyof typeof MACHINES;

export const POD = { pending: 0, creating: 1, notReady: 2, ready: 3, terminating: 4, gone: 5 } as const;
export const CONTAINER = { waiting: 0, starting: 1, running: 2, stopping: 3, terminated: 4, backOff: 5 } as const;
export const ROLLOUT = { complete: 0, progressing: 1, stalled: 2, paused: 3 } as const;
export const NODE = { requested: 0, booting: 1, ready: 2, unknown: 3, gone: 4 } as const;
export const DATABASE = { starting: 0, primary: 1, standby: 2, promoting: 3, fenced: 4, down: 5 } as const;
export const BACKEND = { detached: 0, unhealthy: 1, healthy: 2 } as const;
export const CANARY = { healthy: 0, progressing: 1, paused: 2, degraded: 3 } as const;
export const ANALYSIS = { pending: 0, running: 1, successful: 2, failed: 3, error: 4 } as const;
export const CONSUMER_GROUP = { empty: 0, preparingRebalance: 1, completingRebalance: 2, stable: 3, dead: 4 } as const;
export const BREAKER = { closed: 0, open: 1, halfOpen: 2 } as const;

/** State names by number, for those who show them. */
export const STATE_NAMES: { readonly [K in Lifecycle]: readonly string[] } = {
  pod: Object.keys(POD),
  container: Object.keys(CONTAINER),
  rollout: Object.keys(ROLLOUT),
  breaker: Object.keys(BREAKER),
  backend: Object.keys(BACKEND),
  node: Object.keys(NODE),
  database: Object.keys(DATABASE),
  canary: Object.keys(CANARY),
  analysis: Object.keys(ANALYSIS),
  consumerGroup: Object.keys(CONSUMER_GROUP),
};

/** Current states a row, and which (from, to) pairs a run has seen: `seen.pod[from * 8 + to]`. */
export interface LifecycleStates {
  readonly pod: { state: Uint8Array };
  readonly container: { state: Uint8Array };
  readonly rollout: { state: Uint8Array };
  readonly breaker: { state: Uint8Array };
  readonly backend: { state: Uint8Array };
  readonly node: { state: Uint8Array };
  readonly database: { state: Uint8Array };
  readonly canary: { state: Uint8Array };
  readonly analysis: { state: Uint8Array };
  /** Absent where the fleet has no Kafka. */
  readonly consumerGroup?: { state: Uint8Array };
  readonly seen: { readonly [K in Exclude<Lifecycle, 'consumerGroup'>]: Uint32Array } & { readonly consumerGroup?: Uint32Array };
}

export function createLifecycleStates(hasGroups = false): LifecycleStates {
  const seen = {
    pod: new Uint32Array(64),
    container: new Uint32Array(64),
    rollout: new Uint32Array(64),
    breaker: new Uint32Array(64),
    backend: new Uint32Array(64),
    node: new Uint32Array(64),
    database: new Uint32Array(64),
    canary: new Uint32Array(64),
    analysis: new Uint32Array(64),
    ...(hasGroups ? { consumerGroup: new Uint32Array(64) } : {}),
  };
  return {
    pod: { state: new Uint8Array(64) },
    container: { state: new Uint8Array(64) },
    rollout: { state: new Uint8Array(32) },
    breaker: { state: new Uint8Array(64) },
    backend: { state: new Uint8Array(64) },
    node: { state: new Uint8Array(16) },
    database: { state: new Uint8Array(16) },
    canary: { state: new Uint8Array(32) },
    analysis: { state: new Uint8Array(16) },
    ...(hasGroups ? { consumerGroup: { state: new Uint8Array(16) } } : {}),
    seen,
  };
}

/** Snapshots of every state, made once: lifecycles carry no context. */
const SNAPSHOTS: { readonly [K in Lifecycle]: readonly AnyMachineSnapshot[] } = {
  pod: snapshotsOf('pod'),
  container: snapshotsOf('container'),
  rollout: snapshotsOf('rollout'),
  breaker: snapshotsOf('breaker'),
  backend: snapshotsOf('backend'),
  node: snapshotsOf('node'),
  database: snapshotsOf('database'),
  canary: snapshotsOf('canary'),
  analysis: snapshotsOf('analysis'),
  consumerGroup: snapshotsOf('consumerGroup'),
};

function snapshotsOf(lifecycle: Lifecycle): AnyMachineSnapshot[] {
  const machine: AnyStateMachine = MACHINES[lifecycle];
  return STATE_NAMES[lifecycle].map((value) => machine.resolveState({ value, context: {} } as never));
}

/** Makes sure a row exists; new rows start in the machine's initial state, which is number 0 in every table above. */
export function ensureRow(states: LifecycleStates, lifecycle: Lifecycle, row: number): void {
  const column = states[lifecycle];
  assert(column !== undefined, `no ${lifecycle} here`);
  while (row >= column.state.length) {
    const longer = new Uint8Array(column.state.length * 2);
    longer.set(column.state);
    column.state = longer;
  }
}

/**
 * Sends an event to a row's machine. Returns the names of the actions to carry out, or null when the machine does not take the event
 * in its present state (nothing changes).
 */
export function fire(states: LifecycleStates, lifecycle: Lifecycle, row: number, event: string): readonly string[] | null {
  const column = states[lifecycle]?.state;
  const seen = states.seen[lifecycle];
  assert(column !== undefined && seen !== undefined, `no ${lifecycle} here`);
  const from = column[row];
  const before = SNAPSHOTS[lifecycle][from];
  if (!before.can({ type: event })) return null;
  const [after, actions] = transition(MACHINES[lifecycle] as AnyStateMachine, before, { type: event });
  const to = STATE_NAMES[lifecycle].indexOf(after.value as string);
  assert(to >= 0, `${lifecycle} has no state ${String(after.value)}`);
  column[row] = to;
  seen[from * 8 + to]++;
  return actions.map((action) => action.type);
}
