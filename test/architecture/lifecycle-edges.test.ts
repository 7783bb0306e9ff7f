import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type AnyStateMachine, transition } from 'xstate';
import { MICROS_PER_MINUTE } from '../../src/contract/time.ts';
import { type Lifecycle, type LifecycleStates, MACHINES, STATE_NAMES } from '../../src/engine/machines/lifecycle.ts';
import { incidentMachine } from '../../src/incident/incident-machine.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { createSession } from '../../src/session/session.ts';
import { ROOT } from '../../scripts/setup/install.mjs';

/** Invariant 4, "machines decide": every pair of states a run went through is an edge of its machine, and the states rows are in are what those edges lead to. */
const SCENARIO = 'scenarios/playlist-hangs.yaml';
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

function playedState(): {
  readonly world: { readonly lifecycles: LifecycleStates };
  readonly incident: { readonly pairs: readonly (readonly [string, string])[] };
} {
  const loaded = loadScenario({ read: (path) => readFileSync(join(ROOT, path), 'utf8') }, SCENARIO);
  if (!loaded.ok) throw new Error('the scenario does not load');
  const session = createSession(loaded.scenario, 3);
  const { playStartUs } = session.epoch;
  const at = (minute: number): void => session.advance(playStartUs + minute * MICROS_PER_MINUTE);
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
  at(12);
  session.execute({ kind: 'start-nodes', node: node?.name ?? '' }, 'player');
  at(13);
  return session.checkpoint().state as ReturnType<typeof playedState>;
}

describe('lifecycles in a run', () => {
  const { world, incident } = playedState();

  for (const lifecycle of Object.keys(MACHINES) as Lifecycle[]) {
    const names = STATE_NAMES[lifecycle];
    const seen = world.lifecycles.seen[lifecycle];
    const count = (from: number, to: number): number => seen[from * WIDTH + to] ?? 0;

    it(`${lifecycle}: every pair seen is an edge`, () => {
      const edges = edgesOf(MACHINES[lifecycle], names);
      const pairs = names.flatMap((from, i) => names.filter((_, j) => count(i, j) > 0).map((to) => `${from}>${to}`));
      expect(pairs.filter((pair) => !edges.has(pair))).toEqual([]);
      if (lifecycle !== 'breaker') expect(pairs.length).toBeGreaterThan(1);
    });

    it(`${lifecycle}: rows are where the edges led them`, () => {
      const rows = world.lifecycles[lifecycle].state;
      names.forEach((name, state) => {
        const others = names.map((_, i) => i).filter((i) => i !== state);
        const arrived = others.reduce((sum, from) => sum + count(from, state), 0);
        const left = others.reduce((sum, to) => sum + count(state, to), 0);
        // Rows start in state 0, those not yet used too.
        const expected = (state === 0 ? rows.length : 0) + arrived - left;
        expect(rows.filter((row) => row === state).length, `${lifecycle} ${name}`).toBe(expected);
      });
    });
  }

  it('incident: every pair of phases is an edge', () => {
    const edges = edgesOf(incidentMachine, Object.keys(incidentMachine.states));
    expect(incident.pairs.length).toBeGreaterThan(1);
    expect(incident.pairs.map(([from, to]) => `${from}>${to}`).filter((pair) => !edges.has(pair))).toEqual([]);
  });
});
