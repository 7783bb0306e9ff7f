import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, transition } from 'xstate';
import { MICROS_PER_MINUTE } from '../../src/contract/time.ts';
import { type Lifecycle, type LifecycleStates, MACHINES, STATE_NAMES } from '../../src/engine/machines/lifecycle.ts';
import { incidentMachine } from '../../src/incident/incident-machine.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { createSession } from '../../src/session/session.ts';
import type { Session } from '../../src/session/session-api.ts';
import { ROOT } from '../../scripts/setup/install.mjs';

/** Invariant 4, "machines decide": every pair of states a run went through is an edge of its machine, and the states rows are in are what those edges lead to. */
/** Pairs are counted at `seen[from * 8 + to]`. */
const WIDTH = 8;

/** `from>to` for every event each state takes. */
function edgesOf(machine: AnyStateMachine, states: readonly string[]): Set<string> {
  const edges = new Set<string>();
  for (const from of states) {
    const snapshot = machine.resolveState({ value: from, context: {} } as never);
    for (const type of machine.events) {
      if (!snapshot.can({ type })) continue;
      const [after] = transition(machine, snapshot, { type });
      edges.add(`${from}>${String(after.value)}`);
    }
  }
  return edges;
}

interface PlayedState {
  readonly world: { readonly lifecycles: LifecycleStates };
  readonly incident: { readonly pairs: readonly (readonly [string, string])[] };
}

function play(id: string, act: (session: Session, at: (minute: number) => void) => void): PlayedState {
  const loaded = loadScenario({ read: (path) => readFileSync(join(ROOT, path), 'utf8') }, `scenarios/${id}.yaml`);
  if (!loaded.ok) throw new Error('the scenario does not load');
  const session = createSession(loaded.scenario, 3);
  act(session, (minute) => session.advance(session.epoch.playStartUs + minute * MICROS_PER_MINUTE));
  return session.checkpoint().state as PlayedState;
}

const POOLS = play('playlist-hangs', (session, at) => {
  at(0);
  session.execute({ kind: 'set-severity', severity: 'SEV-2' }, 'player');
  at(1);
  session.execute({ kind: 'scale', service: 'recs', replicas: 5 }, 'player');
  at(2);
  const pod = session.fleet().pods.find((candidate) => candidate.name.startsWith('web-api-'));
  session.execute({ kind: 'delete-pod', pod: pod?.name ?? '' }, 'player');
  session.execute({ kind: 'rollout-undo', service: 'playlist' }, 'player');
  session.execute({ kind: 'rollout-pause', service: 'recs' }, 'player');
  at(3);
  session.execute({ kind: 'rollout-resume', service: 'recs' }, 'player');
  at(10);
  session.execute({ kind: 'mark-mitigated' }, 'player');
  session.execute({ kind: 'mark-resolved' }, 'player');
  const [node] = session.fleet().nodes;
  session.execute({ kind: 'stop-nodes', node: node?.name ?? '' }, 'player');
  session.execute({ kind: 'stop-database', database: 'playlist-db' }, 'player');
  at(12);
  session.execute({ kind: 'start-database', database: 'playlist-db' }, 'player');
  session.execute({ kind: 'start-nodes', node: node?.name ?? '' }, 'player');
  at(13);
});

const CANARY = play('tuesday-tickets', (session, at) => {
  at(1);
  session.execute({ kind: 'rollout-abort', service: 'playback' }, 'player');
  at(2);
  session.execute({ kind: 'rollout-retry', service: 'playback' }, 'player');
  at(4);
  session.execute({ kind: 'rollout-promote', service: 'playback', full: true }, 'player');
  at(6);
});

const PLAYS: readonly (readonly [string, PlayedState])[] = [
  ['pools', POOLS],
  ['a canary', CANARY],
];
const LIFECYCLES = Object.keys(MACHINES) as Lifecycle[];

function pairsIn(state: PlayedState, lifecycle: Lifecycle): string[] {
  const names = STATE_NAMES[lifecycle];
  return names.flatMap((from, i) => names.filter((_, j) => (state.world.lifecycles.seen[lifecycle]?.[i * WIDTH + j] ?? 0) > 0).map((to) => `${from}>${to}`));
}

describe.each(PLAYS)('lifecycles in a run with %s', (_, state) => {
  it.each(LIFECYCLES)('%s: every pair seen is an edge', (lifecycle) => {
    const edges = edgesOf(MACHINES[lifecycle], STATE_NAMES[lifecycle]);
    expect(pairsIn(state, lifecycle).filter((pair) => !edges.has(pair))).toEqual([]);
  });

  it.each(LIFECYCLES)('%s: rows are where the edges led them', (lifecycle) => {
    const names = STATE_NAMES[lifecycle];
    const count = (from: number, to: number): number => state.world.lifecycles.seen[lifecycle]?.[from * WIDTH + to] ?? 0;
    const rows = state.world.lifecycles[lifecycle]?.state ?? new Uint8Array();
    names.forEach((name, at) => {
      const others = names.map((_name, i) => i).filter((i) => i !== at);
      const arrived = others.reduce((sum, from) => sum + count(from, at), 0);
      const left = others.reduce((sum, to) => sum + count(at, to), 0);
      // Rows start in state 0, those not yet used too.
      const expected = (at === 0 ? rows.length : 0) + arrived - left;
      expect(rows.filter((row) => row === at).length, `${lifecycle} ${name}`).toBe(expected);
    });
  });
});

describe('lifecycles over these runs', () => {
  // no fleet played here has consumer groups: theirs are held by test/engine/kafka
  it.each(LIFECYCLES.filter((lifecycle) => lifecycle !== 'breaker' && lifecycle !== 'consumerGroup'))('%s goes more ways than one', (lifecycle) => {
    expect(new Set(PLAYS.flatMap(([, state]) => pairsIn(state, lifecycle))).size).toBeGreaterThan(1);
  });

  it('incident: every pair of phases is an edge', () => {
    const edges = edgesOf(incidentMachine, Object.keys(incidentMachine.states));
    expect(POOLS.incident.pairs.length).toBeGreaterThan(1);
    expect(POOLS.incident.pairs.map(([from, to]) => `${from}>${to}`).filter((pair) => !edges.has(pair))).toEqual([]);
  });
});
