import { describe, expect, it } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { STATE_NAMES } from '../../../src/engine/machines/lifecycle.ts';
import { type KafkaFleet, kafkaFleet } from './kafka-fleet.ts';

const POISON = { kind: 'poison-record', topic: 'plays', service: 'royalty', share: 1, says: 'java.lang.IllegalArgumentException: unknown territory' } as const;

function isConserved(fleet: KafkaFleet): void {
  const { consumed, skipped, parked } = fleet.group;
  expect(consumed + skipped + parked + fleet.lost() + fleet.open()).toBe(fleet.produced());
}

const stateOf = ({ engine }: KafkaFleet): string => STATE_NAMES.consumerGroup[engine.world.s.lifecycles.consumerGroup?.state[0] ?? 0];

/** Pairs of states its group went through. */
function pairsOf({ engine }: KafkaFleet): string[] {
  const names = STATE_NAMES.consumerGroup;
  const pairs: string[] = [];
  engine.world.s.lifecycles.seen.consumerGroup?.forEach((count, pair) => {
    if (count > 0) pairs.push(`${names[pair >> 3]}>${names[pair & 7]}`);
  });
  return pairs.sort();
}

describe('a consumer group', () => {
  it('shares the partitions and keeps up', () => {
    const fleet = kafkaFleet();
    fleet.until(120);
    expect(fleet.group.members.map(({ partitions }) => partitions)).toEqual([
      [0, 1],
      [2, 3],
    ]);
    expect(fleet.produced()).toBeGreaterThan(4_500);
    expect(Math.max(...fleet.lags())).toBeLessThan(5);
    expect(fleet.group.duplicates).toBe(0);
    isConserved(fleet);
    expect(fleet.metric('kafka_consumergroup_members', { consumergroup: 'royalties' })).toBe(2);
    expect(fleet.metric('kafka_consumergroup_lag', { consumergroup: 'royalties', partition: '3' })).toBe(fleet.lags()[3]);
  });

  it('one partition is an M/G/1 queue: a consumer of one record a poll agrees with Pollaczek and Khinchine', () => {
    // deterministic 8 ms a record and no time for fetches and commits: rho 0.6
    const fleet = kafkaFleet({ partitions: 1, replicas: 1, perSecond: 75, steps: '[{compute: {constant: 8ms}}]', consumes: 'maxPollRecords: 1', time: '0s' });
    let area = 0;
    let samples = 0;
    fleet.until(20);
    for (let t = 20; t < 1_500; t += 0.037) {
      fleet.until(t);
      area += fleet.lags()[0];
      samples++;
    }
    const rho = 0.6;
    const sojourn = 0.008 + (rho * 0.008) / (2 * (1 - rho)); // M/D/1
    expect(Math.abs(area / samples / (75 * sojourn) - 1)).toBeLessThan(0.04);
  }, 300_000);

  it('a record nobody can process stops its partition and no other', () => {
    const fleet = kafkaFleet({ faults: [{ ...POISON, fromUs: 60e6, count: 1 }] });
    fleet.until(60);
    const before = fleet.produced();
    fleet.until(360);
    const stuck = fleet.lags().filter((lag) => lag > 50);
    expect(stuck).toHaveLength(1);
    // a quarter of what was produced since
    expect(Math.abs(stuck[0] / ((fleet.produced() - before) / 4) - 1)).toBeLessThan(0.1);
    isConserved(fleet);
    const lines = fleet.recorder.logs({ services: ['royalty'], take: 'newest', limit: 1e5 }).filter(({ text }) => text.includes('unknown territory'));
    expect(lines.length).toBeGreaterThan(100);
  });

  it.each(['skip', 'park'] as const)('onError %s lets the partition go on', (onError) => {
    const fleet = kafkaFleet({ consumes: `onError: ${onError}`, faults: [{ ...POISON, fromUs: 60e6, count: 3 }] });
    fleet.until(120);
    expect(Math.max(...fleet.lags())).toBeLessThan(5);
    expect(fleet.group[onError === 'skip' ? 'skipped' : 'parked']).toBe(3);
    isConserved(fleet);
  });

  it('set env to park cures a stuck partition once the pods are new', () => {
    const fleet = kafkaFleet({ faults: [{ ...POISON, fromUs: 30e6, count: 1 }] });
    fleet.until(120);
    fleet.engine.execute({ kind: 'set-env', service: 'royalty', env: { KAFKA_ON_ERROR: 'park' } }, 'player');
    fleet.until(300);
    expect(fleet.group.parked).toBe(1);
    expect(Math.max(...fleet.lags())).toBeLessThan(10);
    isConserved(fleet);
  });
});

describe('a rebalance', () => {
  it('a pod killed without a word is missed after its session, and what it had not committed is processed twice', () => {
    const fleet = kafkaFleet({ perSecond: 150, steps: '[{compute: {constant: 10ms}}]', service: 'cores: 1' });
    fleet.until(61.3);
    const [{ pod }] = fleet.group.members;
    fleet.engine.execute({ kind: 'delete-pod', pod: fleet.engine.world.s.pods[pod].record.name, graceUs: 0 }, 'player');
    fleet.until(100);
    expect(stateOf(fleet)).toBe('preparingRebalance');
    fleet.until(112);
    expect(stateOf(fleet)).toBe('stable');
    fleet.until(400);
    isConserved(fleet);
    expect(fleet.group.duplicates).toBeLessThanOrEqual(500);
    expect(fleet.group.generation).toBe(2);
    expect(pairsOf(fleet)).toEqual([
      'completingRebalance>stable',
      'empty>preparingRebalance',
      'preparingRebalance>completingRebalance',
      'stable>preparingRebalance',
    ]);
  });

  it('a pod that ends in good order leaves at once, and nothing is processed twice', () => {
    const fleet = kafkaFleet({ replicas: 3 });
    fleet.until(60);
    const [{ pod }] = fleet.group.members;
    fleet.engine.execute({ kind: 'delete-pod', pod: fleet.engine.world.s.pods[pod].record.name, graceUs: 30e6 }, 'player');
    fleet.until(75);
    expect(stateOf(fleet)).toBe('stable');
    expect(fleet.group.members.filter(({ known }) => known)).toHaveLength(3);
    expect(fleet.group.duplicates).toBe(0);
    isConserved(fleet);
  });

  it('who polls too seldom is put out', () => {
    const fleet = kafkaFleet({ replicas: 1, perSecond: 40, steps: '[{compute: {constant: 60ms}}]', consumes: 'maxPollInterval: 10s' });
    fleet.until(200);
    expect(fleet.group.duplicates).toBeGreaterThan(0);
    expect(fleet.group.generation).toBeGreaterThan(3);
    isConserved(fleet);
  });
});

describe('determinism', () => {
  it('a snapshot goes on as if it had never been one', () => {
    const options = { faults: [{ ...POISON, fromUs: 20e6, count: 1 }] };
    const digest = (fleet: KafkaFleet): string => {
      const hasher = new Hasher();
      hashWorld(fleet.engine.world, hasher);
      return hasher.digest();
    };
    const whole = kafkaFleet(options);
    whole.until(90);
    const first = kafkaFleet(options);
    first.until(45);
    const saved = snapshotWorld(first.engine.world);
    const second = kafkaFleet(options);
    restoreWorld(second.engine.world, saved);
    second.until(90);
    expect(digest(second)).toBe(digest(whole));
  });
});
