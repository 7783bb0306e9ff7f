import { describe, expect, it } from 'vitest';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { MeasuringRecorder } from '../../../src/cli/bench/measuring-recorder.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { CONTAINER } from '../../../src/engine/machines/lifecycle.ts';

/** Two pods answer 50 requests a second each and may need 200 MiB more than they do idle: at 40 KiB kept of each, that lasts about 100 s. */
const SECOND = 1e6;
const base = fleetScenario(`schemaVersion: 1
name: filled
regions: [{name: here, zones: [a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 2, cpu: 4, memory: 16Gi}]
services:
  - name: entry
    replicas: 2
    workers: 100
    cores: 4
    cpu: {request: 1, limit: 1}
    memory: {request: 128Mi, limit: 300Mi, base: 100Mi, perRequest: 16Ki}
    startup: 2s
    endpoints: [{route: /job, steps: [{compute: {constant: 5ms}}]}]
loadBalancer: {name: edge, host: bench.example, service: entry, timeout: 5s, hop: 1ms}
flags: [{name: cache.replies, on: true, description: Keeps replies}]
clients: [{name: users, hop: 0s, timeout: 5s, routes: [{route: /job, perSecond: 100}], curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]}]
`);

function play(flag?: string): Engine {
  const fault = { kind: 'memory-growth', service: 'entry', versions: ['v1.0.0'], perRequestKiB: 40, ...(flag === undefined ? {} : { flag }) } as const;
  return createEngine({ ...base, faults: [fault] }, 4, new MeasuringRecorder(), { onScrape: () => undefined, onTimeline: () => undefined });
}

describe('memory that is kept', () => {
  it('grows with every answer until the process is killed and begins anew, each time after a longer wait', () => {
    const engine = play();
    const { pods, lifecycles } = engine.world.s;
    engine.advance(base.warmupUs + 50 * SECOND);
    // 50 s × 50/s × 40 KiB ≈ 98 MiB on top of 100
    for (const { record } of pods) expect(record.memoryMiB / 198).toBeCloseTo(1, 1);
    let longest = 0;
    for (let t = 50; t <= 600; t++) {
      engine.advance(base.warmupUs + t * SECOND);
      for (const { record } of pods) expect(record.memoryMiB).toBeLessThanOrEqual(300);
      longest = Math.max(longest, ...pods.map((_, pod) => Number(lifecycles.container.state[pod] === CONTAINER.backOff)));
    }
    expect(longest).toBe(1);
    for (const { record } of pods) {
      expect(record.restarts).toBeGreaterThanOrEqual(3);
      expect(record.lastExit).toMatchObject({ reason: 'OOMKilled', exitCode: 137 });
      expect(record.backOffUs).toBeGreaterThanOrEqual(20 * SECOND);
    }
  });

  it('stops growing when the flag under which it is kept goes off', () => {
    const engine = play('cache.replies');
    const { pods } = engine.world.s;
    engine.advance(base.warmupUs + 60 * SECOND);
    engine.execute({ kind: 'set-flag', flag: 'cache.replies', on: false }, 'player');
    const kept = pods.map(({ retainedKiB }) => retainedKiB);
    expect(Math.min(...kept)).toBeGreaterThan(80 * 1024);
    engine.advance(base.warmupUs + 400 * SECOND);
    expect(pods.map(({ retainedKiB }) => retainedKiB)).toEqual(kept);
    expect(pods.map(({ record }) => record.restarts)).toEqual([0, 0]);
  });
});
