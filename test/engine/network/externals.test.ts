import { describe, expect, it } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { MeasuringRecorder } from '../../../src/cli/bench/measuring-recorder.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';

const PER_SECOND = 200;

const asking = (call: string): string => `schemaVersion: 1
name: measured
regions: [{name: here, zones: [a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 1, cpu: 4, memory: 16Gi}]
services:
  - {name: entry, runtime: node, workers: 100000, cpu: {request: 1, limit: 1}, memory: {limit: 1024Gi}, endpoints: [{route: /pay, method: POST, steps: [{call: {service: bank, route: /charges, method: POST, ${call}}}]}]}
externals: [{name: bank, host: api.bank.example, time: {exponential: 100ms}, failures: 5%}]
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 60s, hop: 0s, retries: 0}
clients: [{name: jobs, hop: 0s, timeout: 60s, routes: [{route: /pay, method: POST, perSecond: ${PER_SECOND}}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
`;

function play(call: string): {
  readonly engine: Engine;
  readonly failing: (seconds: number) => number;
  readonly shares: (seconds: number) => [number, number];
} {
  const scenario = fleetScenario(asking(call));
  const recorder = new MeasuringRecorder();
  const engine = createEngine(scenario, 7, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  let nowUs = scenario.warmupUs + 5e6;
  engine.advance(nowUs);
  const { meters } = engine.world.s;
  const site = engine.world.plan.sites.findIndex(({ external }) => external === 0);
  const shares = (seconds: number): [number, number] => {
    const before = [meters.siteAttempts[site], meters.siteFailures[site], meters.siteTimeouts[site]];
    engine.advance((nowUs += seconds * 1e6));
    const tries = meters.siteAttempts[site] - before[0];
    return [(meters.siteFailures[site] - before[1]) / tries, (meters.siteTimeouts[site] - before[2]) / tries];
  };
  return {
    engine,
    shares,
    failing: (seconds) => {
      const before = [recorder.completed.count, recorder.lost];
      engine.advance((nowUs += seconds * 1e6));
      const [served, lost] = [recorder.completed.count - before[0], recorder.lost - before[1]];
      return lost / (served + lost);
    },
  };
}

/** Within 3.3 standard errors of a share: one run in a thousand misses. */
function expectShare(measured: number, theory: number, draws: number): void {
  expect(Math.abs(measured - theory)).toBeLessThan(3.3 * Math.sqrt((theory * (1 - theory)) / draws) + 0.001);
}

describe("somebody else's service", () => {
  it('takes its time however many ask, and is given up by whoever does not wait', () => {
    const { shares } = play('timeout: 200ms');
    const [failed, timedOut] = shares(120);
    expectShare(timedOut, Math.exp(-2), 120 * PER_SECOND);
    // a twentieth of the answers that come in time are errors
    expectShare(failed, Math.exp(-2) + 0.05 * (1 - Math.exp(-2)), 120 * PER_SECOND);
  });

  it('gets slower and worse, and well again, when a scenario says so', () => {
    const { engine, shares } = play('timeout: 200ms');
    expect(engine.execute({ kind: 'set-external', external: 'bank', slowdown: 2, failures: 0.5 }, 'scenario').ok).toBe(true);
    shares(2);
    const [failed, timedOut] = shares(120);
    expectShare(timedOut, Math.exp(-1), 120 * PER_SECOND);
    expectShare(failed, Math.exp(-1) + 0.5 * (1 - Math.exp(-1)), 120 * PER_SECOND);
    engine.execute({ kind: 'set-external', external: 'bank' }, 'scenario');
    shares(2);
    expectShare(shares(120)[1], Math.exp(-2), 120 * PER_SECOND);
    expect(engine.execute({ kind: 'set-external', external: 'bnk' }, 'scenario')).toMatchObject({ ok: false });
  });

  it('users get by without its answer where the call has a fallback', () => {
    const { failing } = play('timeout: 200ms, optional: true');
    expect(failing(60)).toBe(0);
  });

  it('cannot be reached from a region that is cut off: what was asked is not answered, what is asked is lost', () => {
    const { engine, shares } = play('timeout: 2s');
    shares(10);
    engine.execute({ kind: 'isolate-region', region: 'here' }, 'scenario');
    const { pods } = engine.world.s;
    shares(30);
    expect(pods.map(({ busy }) => busy)).toEqual([0]);
  });

  it('goes on from a snapshot as it would have without', () => {
    const straight = play('timeout: 200ms');
    const saved = snapshotWorld(straight.engine.world);
    straight.shares(10);
    const again = play('timeout: 200ms');
    restoreWorld(again.engine.world, saved);
    again.shares(10);
    const digest = ({ engine }: typeof straight): string => {
      const hasher = new Hasher();
      hashWorld(engine.world, hasher);
      return hasher.digest();
    };
    expect(digest(again)).toBe(digest(straight));
  });
});
