import { describe, expect, it, vi } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { inspectFleet } from '../../../src/engine/inspect/inspect-fleet.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { createRecorder } from '../../../src/telemetry/recorder.ts';

vi.setConfig({ testTimeout: 300_000 });

/** Connections are two minutes old at most; the certificate expires a minute into play. */
const fleet = (reloads: boolean, deployedAgo: string, certificate: string): string => `schemaVersion: 1
name: inside
regions: [{name: here, zones: [a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 3, cpu: 4, memory: 16Gi}]
certificates: [{name: internal, ${certificate}}]
services:
  - name: entry
    runtime: envoy
    replicas: 2
    startup: 2s
    readiness: {path: /ready, period: 2s, servedBy: management}
    revisions: [{version: v1, changeCause: first, deployedAgo: ${deployedAgo}}]
    tls: {certificate: internal, reloads: ${reloads}}
    endpoints: [{route: /home, steps: [{call: {service: web, route: /home, timeout: 3s, connections: {maxAge: 2m}}}]}]
  - name: web
    runtime: go
    replicas: 3
    cores: 2
    startup: 2s
    readiness: {path: /ready, period: 2s, servedBy: management}
    revisions: [{version: v1, changeCause: first, deployedAgo: ${deployedAgo}}]
    tls: {certificate: internal, verifiesClients: true, reloads: ${reloads}}
    endpoints: [{route: /home, steps: [{compute: {exponential: 20ms}}]}]
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 30s, hop: 0s}
clients: [{name: users, hop: 0s, timeout: 10s, routes: [{route: /home, perSecond: 60}]}]
`;

const UNRENEWED = 'notAfter: 1m, failedRenewals: {attempts: 6, lastAgo: 20h, message: no answer}';

function play({ reloads = true, deployedAgo = '30d', certificate = UNRENEWED } = {}) {
  const scenario = fleetScenario(fleet(reloads, deployedAgo, certificate));
  const recorder = createRecorder({ startUnixMs: scenario.playStartUnixMs - scenario.warmupUs / 1000, playStartUs: scenario.warmupUs });
  const engine = createEngine(scenario, 9, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  const { meters } = engine.world.s;
  const site = engine.world.plan.sites.findIndex(({ pool }) => pool >= 0);
  let atS = 0;
  engine.advance(scenario.warmupUs);
  return {
    engine,
    scenario,
    recorder,
    /** Plays on, and says which share of calls failed meanwhile. */
    until: (seconds: number): number => {
      const before = [meters.siteAttempts[site], meters.siteFailures[site]];
      engine.advance(scenario.warmupUs + (atS = Math.max(atS, seconds)) * 1e6);
      return (meters.siteFailures[site] - before[1]) / (meters.siteAttempts[site] - before[0]);
    },
    renew: () => engine.execute({ kind: 'renew-certificate', certificate: 'internal' }, 'player'),
    restart: () => ['entry', 'web'].map((service) => engine.execute({ kind: 'rollout-restart', service }, 'player')),
  };
}

describe('a certificate that expires', () => {
  it('fails new handshakes only: errors creep as connections are made anew', () => {
    const { until } = play();
    expect(until(60)).toBe(0);
    const first = until(80);
    until(160);
    const later = until(180);
    until(200);
    const last = until(220);
    expect(first).toBeGreaterThan(0);
    expect(first).toBeLessThan(0.3);
    expect(later).toBeGreaterThan(first);
    // every connection was made before expiry, and none is older than two minutes now
    expect(last).toBe(1);
  });

  it('is healed by renewing where processes reload it, as the kubelets bring it', () => {
    const { until, renew } = play();
    until(220);
    expect(renew()).toMatchObject({ ok: true });
    until(222 + 63);
    expect(until(320)).toBe(0);
  });

  it('restarting everything before it is renewed makes all handshakes new at once', () => {
    const waiting = play();
    const restarted = play();
    for (const { until } of [waiting, restarted]) until(65);
    restarted.restart();
    for (const { until } of [waiting, restarted]) until(100);
    expect(waiting.until(110)).toBeLessThan(0.6);
    // those begun just before count as well
    expect(restarted.until(110)).toBeCloseTo(1, 2);
  });

  it('renewed is not reloaded: processes that do not watch their files need a restart', () => {
    const { until, renew, restart } = play({ reloads: false });
    until(220);
    renew();
    until(300);
    expect(until(320)).toBe(1);
    restart();
    until(400);
    expect(until(420)).toBe(0);
  });

  it('renewed by cert-manager in good time, and still held by pods that are older', () => {
    // issued 30 days and a minute before the one that is older than 30 days' pods expires
    const certificate = 'notAfter: 60d1m';
    const old = play({ reloads: false, deployedAgo: '40d', certificate });
    expect(old.until(60)).toBe(0);
    old.until(200);
    expect(old.until(220)).toBe(1);
    const young = play({ reloads: false, deployedAgo: '20d', certificate });
    expect(young.until(220)).toBe(0);
    expect(play({ reloads: true, deployedAgo: '40d', certificate }).until(220)).toBe(0);
  });

  it('is renewed by itself at its time, and after failures at the end of the pause', () => {
    const state = (played: ReturnType<typeof play>) => inspectFleet(played.engine.world, [], played.scenario.fleet.regions[0]!).certificates?.[0];
    const due = play({ certificate: 'notAfter: 30d10s' });
    due.until(5);
    expect(state(due)?.revision).toBe(2);
    due.until(15);
    expect(state(due)?.revision).toBe(3);
    // after the sixth failure it waits 32 h; the last was 31 h 59 min 30 s ago
    const failed = play({ certificate: 'notAfter: 1m, failedRenewals: {attempts: 6, lastAgo: 31h59m30s, message: no answer}' });
    failed.until(25);
    expect(state(failed)).toMatchObject({ revision: 2, failure: { attempts: 6 } });
    failed.until(35);
    expect(state(failed)).toMatchObject({ revision: 3, failure: null });
  });

  it('a world in the middle of handshakes is restored as it was', () => {
    const { engine, scenario } = play();
    engine.advance(scenario.warmupUs + 65e6);
    const hash = () => {
      const hasher = new Hasher();
      hashWorld(engine.world, hasher);
      return hasher.digest();
    };
    const snapshot = snapshotWorld(engine.world);
    engine.advance(scenario.warmupUs + 90e6);
    const after = hash();
    restoreWorld(engine.world, snapshot);
    for (let second = 66; second <= 90; second++) engine.advance(scenario.warmupUs + second * 1e6);
    expect(hash()).toBe(after);
  });
});
