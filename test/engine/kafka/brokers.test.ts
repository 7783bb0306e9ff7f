import { describe, expect, it } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import type { FleetCommand } from '../../../src/contract/commands.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { type KafkaFleet, kafkaFleet } from './kafka-fleet.ts';

const WEST_READS = { consumers: '{west: {replicas: 2}}' };
const CUT: FleetCommand = { kind: 'degrade-link', from: 'kafka/kafka', to: 'service/entry', partition: true };

function execute({ engine }: KafkaFleet, command: FleetCommand): void {
  expect(engine.execute(command, 'player')).toEqual({ ok: true });
}

function isConserved(fleet: KafkaFleet): void {
  const { consumed, skipped, parked } = fleet.group;
  expect(consumed + skipped + parked + fleet.lost() + fleet.open()).toBe(fleet.produced());
}

const behind = (fleet: KafkaFleet): number => fleet.lags().reduce((sum, lag) => sum + lag, 0);
const known = ({ group }: KafkaFleet): number => group.members.filter((member) => member.known).length;
const asked = ({ engine }: KafkaFleet): number => engine.world.s.meters.siteAttempts.reduce((sum, attempts) => sum + attempts, 0);

// each plays some minutes of a fleet, which takes seconds where the machine is busy
describe('brokers that are in a region', { timeout: 300_000 }, () => {
  it('forget consumers of one that is cut off when their session is over, and are caught up with afterwards', () => {
    const fleet = kafkaFleet({ west: WEST_READS });
    fleet.until(60);
    expect(behind(fleet)).toBeLessThan(10);
    execute(fleet, { kind: 'isolate-region', region: 'west' });
    fleet.until(100);
    expect(known(fleet)).toBe(2);
    const before = behind(fleet);
    expect(before).toBeGreaterThan(500);
    fleet.until(110);
    expect(known(fleet)).toBe(0);
    expect(fleet.metric('kafka_consumergroup_members', { consumergroup: 'royalties' })).toBe(0);
    expect(behind(fleet)).toBeGreaterThan(before);
    execute(fleet, { kind: 'rejoin-region', region: 'west' });
    fleet.until(130);
    expect(known(fleet)).toBe(2);
    expect(behind(fleet)).toBeLessThan(10);
    // what was in hand when the network went is read again, nothing is left out
    expect(fleet.group.duplicates).toBeLessThan(5);
    isConserved(fleet);
  });

  it('leave the partitions of those they have forgotten to the others', () => {
    const fleet = kafkaFleet({ west: { consumers: '{east: {replicas: 1}, west: {replicas: 1}}' } });
    fleet.until(60);
    execute(fleet, { kind: 'isolate-region', region: 'west' });
    fleet.until(100);
    // half of them belong to the one that cannot fetch
    expect(fleet.lags().filter((lag) => lag > 100)).toHaveLength(2);
    fleet.until(120);
    expect(known(fleet)).toBe(1);
    expect(behind(fleet)).toBeLessThan(10);
    isConserved(fleet);
  });

  it('get what producers kept, if the way is there again in time', () => {
    const fleet = kafkaFleet({ west: WEST_READS });
    fleet.until(60);
    const [sent, delivered] = [asked(fleet), fleet.produced()];
    execute(fleet, CUT);
    fleet.until(100);
    expect(fleet.produced()).toBeLessThanOrEqual(delivered + 1);
    execute(fleet, { kind: 'restore-link', from: 'kafka/kafka', to: 'service/entry' });
    fleet.until(102);
    expect(fleet.produced() - delivered).toBeGreaterThan((asked(fleet) - sent) * 0.97);
    isConserved(fleet);
  });

  it('never get a record whose delivery timeout is over, and its sender says so', () => {
    const fleet = kafkaFleet({ west: WEST_READS, perSecond: 2 });
    fleet.until(60);
    const delivered = fleet.produced();
    execute(fleet, CUT);
    fleet.until(240);
    const lines = fleet.recorder.logs({ services: ['entry'], text: 'Expiring', take: 'oldest', limit: 1_000 });
    expect(lines.length).toBeGreaterThan(80);
    expect(lines[0].text).toMatch(/TimeoutException: Expiring 1 record\(s\) for plays-[0-3]:120000 ms has passed since batch creation/);
    execute(fleet, { kind: 'restore-link', from: 'kafka/kafka', to: 'service/entry' });
    fleet.until(245);
    // two minutes' worth is still with the producers, the minute before is lost
    expect(Math.abs(fleet.produced() - delivered - 2 * 125)).toBeLessThan(4 * Math.sqrt(250));
    expect(fleet.recorder.logs({ services: ['entry'], text: 'Expiring', take: 'oldest', limit: 1_000 })).toHaveLength(lines.length);
  });

  it('are as far away as the link between the regions says, there and back', () => {
    const took = (network: string): number => {
      const fleet = kafkaFleet({ west: { ...WEST_READS, network } });
      fleet.until(30);
      const spans = fleet.recorder.traces({ limit: 200 }).flatMap((trace) => trace.spans.filter(({ name }) => name.includes('/plays')));
      return Math.max(...spans.map(({ startUs, endUs }) => endUs - startUs));
    };
    expect(took('network: {links: [{from: region/east, to: region/west, delay: 40ms}]}') - took('')).toBeCloseTo(80_000, -3);
  });

  it('and what they were cut off from are in a snapshot', () => {
    const options = { west: WEST_READS };
    const digest = (fleet: KafkaFleet): string => {
      const hasher = new Hasher();
      hashWorld(fleet.engine.world, hasher);
      return hasher.digest();
    };
    const play = (fleet: KafkaFleet): void => {
      execute(fleet, { kind: 'rejoin-region', region: 'west' });
      fleet.until(160);
    };
    const whole = kafkaFleet(options);
    whole.until(60);
    execute(whole, { kind: 'isolate-region', region: 'west' });
    execute(whole, CUT);
    whole.until(107);
    const saved = snapshotWorld(whole.engine.world);
    play(whole);
    const second = kafkaFleet(options);
    restoreWorld(second.engine.world, saved);
    play(second);
    expect(digest(second)).toBe(digest(whole));
  });

  it('can be anywhere in a fleet that does not say where: nothing is asked of the network', () => {
    const fleet = kafkaFleet();
    fleet.until(30);
    const result = fleet.engine.execute({ kind: 'degrade-link', from: 'kafka/kafka', partition: true }, 'player');
    expect(result).toMatchObject({ ok: false, refusal: { message: 'no kafka "kafka"; there is none' } });
  });
});
