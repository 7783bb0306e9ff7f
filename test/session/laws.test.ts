import { describe, expect, it } from 'vitest';
import { createEngine } from '../../src/engine/engine.ts';
import { MACHINES, STATE_NAMES } from '../../src/engine/machines/lifecycle.ts';
import type { Lifecycle } from '../../src/engine/machines/lifecycle.ts';
import { INT, INTS, PHASE } from '../../src/engine/requests/attempt-table.ts';
import { createSession } from '../../src/session/session.ts';
import { createRecorder } from '../../src/telemetry/recorder.ts';
import { hurried, scenarioNamed } from './load.ts';

const SECOND = 1_000_000;
const scenario = hurried(scenarioNamed('playlist-hangs'), 120 * SECOND);

/** A fleet under stress: the leak at work, pods deleted and killed, a machine that stops and comes back, a release, a flag, backends terminated. */
function stressed(check: (engine: ReturnType<typeof createEngine>) => void): void {
  const recorder = createRecorder({ startUnixMs: 0, playStartUs: scenario.warmupUs });
  const engine = createEngine(scenario, 11, recorder, {
    onScrape: () => undefined,
    onTimeline: (index) => {
      engine.execute(scenario.timeline[index].command, 'scenario');
    },
  });
  for (let t = SECOND; t <= 300 * SECOND; t += SECOND) {
    engine.advance(t);
    const { s } = engine.world;
    if (t === 130 * SECOND) engine.execute({ kind: 'delete-pod', pod: s.pods[s.services[3].endpoints[0]].record.name, graceUs: 0 }, 'player');
    if (t === 150 * SECOND) engine.execute({ kind: 'scale', service: 'playlist', replicas: 7 }, 'player');
    if (t === 170 * SECOND)
      for (const session of [...s.databases[0].sessions])
        if (session?.state === 2) engine.execute({ kind: 'terminate-backend', database: 'playlist-db', pid: session.pid }, 'player');
    if (t === 160 * SECOND) engine.execute({ kind: 'stop-nodes', node: engine.world.nodeNames[0] }, 'scenario');
    if (t === 230 * SECOND) engine.execute({ kind: 'start-nodes', node: engine.world.nodeNames[0] }, 'scenario');
    if (t === 250 * SECOND) engine.execute({ kind: 'stop-database', database: 'playlist-db' }, 'player');
    if (t === 255 * SECOND) engine.execute({ kind: 'start-database', database: 'playlist-db' }, 'player');
    if (t === 200 * SECOND) engine.execute({ kind: 'rollout-undo', service: 'playlist' }, 'player');
    if (t % (7 * SECOND) === 0) {
      const path = '/playlists/7';
      engine.execute({ kind: 'http-request', target: 'playlist', method: 'GET', path, timeoutUs: 3 * SECOND }, 'player');
      engine.execute({ kind: 'http-request', target: 'api.wavelength.example', method: 'GET', path, timeoutUs: 60 * SECOND }, 'player');
    }
    check(engine);
  }
}

describe('conservation', () => {
  it('holds every second of a stressed fleet: attempts, workers, cores, connections, slots', () => {
    const broken: string[] = [];
    stressed(({ world }) => {
      const { s } = world;
      const must = (holds: boolean, what: string): void => {
        if (!holds && broken.length < 20) broken.push(`${s.nowUs / SECOND} s: ${what}`);
      };
      const { attempts: t } = s;
      let used = 0;
      const busy = new Int32Array(s.pods.length);
      for (let row = 0; row < t.ints.length; row += INTS) {
        if (t.ints[row + INT.phase] === PHASE.free) continue;
        used++;
        if ((t.ints[row + INT.flags] & 1) !== 0) busy[t.ints[row + INT.pod]]++;
      }
      must(used === t.inUse, `${used} attempts in use, counted ${t.inUse}`);
      for (let pod = 0; pod < s.pods.length; pod++) {
        must(s.pods[pod].busy === busy[pod], `pod ${pod}: ${busy[pod]} hold a worker, counted ${s.pods[pod].busy}`);
        must(s.pods[pod].busy <= s.pods[pod].workers, `pod ${pod}: more busy than workers`);
        must(s.pods[pod].cpuBusy >= 0 && s.pods[pod].cpuBusy <= s.pods[pod].cores, `pod ${pod}: ${s.pods[pod].cpuBusy} cores busy`);
      }
      const { pools } = s;
      for (let pool = 0; pool < pools.poolCount; pool++) {
        must(pools.inUse[pool] + pools.idle[pool].length === pools.open[pool], `pool ${pool}: in use and idle are not all open`);
        must(pools.open[pool] <= pools.size[pool], `pool ${pool}: over its size`);
        must(pools.waiting[pool].length === 0 || pools.open[pool] === pools.size[pool], `pool ${pool}: waits beside a free place`);
      }
      for (const database of s.databases) {
        const clients = database.sessions.filter((session) => session !== null && session.owner !== 4 && session.user !== 'replicator').length;
        must(database.clients === clients && clients <= 97, `${clients} client backends, counted ${database.clients}`);
        must(database.busyCores >= 0, 'negative busy cores');
      }
      for (const pooler of s.poolers) {
        const servers = pooler.servers.filter((server) => server !== null);
        must(pooler.open === servers.length, 'pooler: open servers');
        must(pooler.idle.length === servers.filter((server) => server.state === 1).length, 'pooler: idle servers');
        must(pooler.waiting.length === 0 || pooler.idle.length === 0, 'pooler: waits beside an idle server');
      }
    });
    expect(broken).toEqual([]);
  }, 300_000);
});

describe('invariant 4: machines decide', () => {
  it('every pair of states seen in a stressed run is an edge of its machine', () => {
    let world: ReturnType<typeof createEngine>['world'] | undefined;
    stressed((engine) => {
      world = engine.world;
    });
    for (const lifecycle of Object.keys(MACHINES) as Lifecycle[]) {
      const edges = edgesOf(lifecycle);
      const seen = world?.s.lifecycles.seen[lifecycle] ?? [];
      let pairs = 0;
      seen.forEach((count, pair) => {
        if (count === 0) return;
        pairs++;
        expect(edges).toContain(`${STATE_NAMES[lifecycle][pair >> 3]} ${STATE_NAMES[lifecycle][pair & 7]}`);
      });
      if (lifecycle === 'pod' || lifecycle === 'container') expect(pairs).toBeGreaterThanOrEqual(2);
    }
  }, 300_000);

  it('so is every phase an incident goes through', () => {
    const session = createSession(scenario, 5);
    session.advance(30 * SECOND);
    session.execute({ kind: 'set-severity', severity: 'SEV-2' }, 'player');
    session.execute({ kind: 'set-flag', flag: 'home.recs', on: false }, 'player');
    expect(session.incident().phase).toBe('mitigate');
    session.execute({ kind: 'mark-mitigated' }, 'player');
    expect(session.incident().phase).toBe('resolve');
  });
});

interface Node {
  readonly on?: Record<string, string | { readonly target?: string }>;
}

function edgesOf(lifecycle: Lifecycle): Set<string> {
  const states = MACHINES[lifecycle].config.states as Record<string, Node>;
  return new Set(
    Object.entries(states).flatMap(([from, node]) => Object.values(node.on ?? {}).map((to) => `${from} ${typeof to === 'string' ? to : (to.target ?? from)}`)),
  );
}
