import { describe, expect, it } from 'vitest';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { createRecorder } from '../../../src/telemetry/recorder.ts';

/** 200 people who act twice a second altogether, on the average each every 100 s, and keep an answer for 150 s. */
const scenario = fleetScenario(`schemaVersion: 1
name: kept
regions: [{name: here, zones: [here-a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 1, cpu: 8, memory: 32Gi}]
services:
  - {name: entry, workers: 1000, cores: 4, keepAlive: {idleTimeout: 620s}, endpoints: [{route: /job, steps: [{compute: 1ms}]}]}
loadBalancer: {name: edge, host: bench.example, service: entry, hop: 1ms}
clients: [{name: app, hop: 0s, timeout: 10s, routes: [{route: /job, perSecond: 2}], cache: {route: /job, ttl: 150s, users: 200}}]
slos: [{route: /job, kind: availability, noun: jobs, objective: 99.9%}]
`);

describe('answers that apps keep', () => {
  const engine = createEngine(scenario, 11, createRecorder({ startUnixMs: 0, playStartUs: scenario.warmupUs }), {
    onScrape: () => undefined,
    onTimeline: () => undefined,
  });

  it('spare the fleet the share of actions that renewal theory gives, from the first minute on', () => {
    const { s } = engine.world;
    const actions = (): number => s.harm.ribbonTotal[0].reduce((sum, count) => sum + count, 0);
    const asked = (): number => s.harm.requests[0];
    // a person asks, keeps the answer for ttl, and acts next after 1/λ: asked / actions = 1 / (1 + λ·ttl) = 1 / (1 + 1.5)
    const share = 1 / 2.5;
    let before = [0, 0];
    for (const minutes of [10, 100, 200]) {
      engine.advance(minutes * 60e6);
      const [actionsNow, askedNow] = [actions() - before[0], asked() - before[1]];
      // askings of one person are nearly regular, so their number varies less than a binomial one: four of its standard deviations are plenty
      expect(Math.abs(askedNow / actionsNow - share), `up to minute ${minutes}`).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / actionsNow));
      before = [actions(), asked()];
    }
  });
});
