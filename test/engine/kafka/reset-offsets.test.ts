import { describe, expect, it } from 'vitest';
import { type KafkaFleet, kafkaFleet } from './kafka-fleet.ts';

const POISON = { kind: 'poison-record', topic: 'plays', service: 'royalty', share: 1, says: 'java.lang.IllegalArgumentException: unknown territory' } as const;

const reset = ({ engine }: KafkaFleet, to: string, partitions?: string) =>
  engine.execute({ kind: 'reset-offsets', group: 'royalties', to, ...(partitions === undefined ? {} : { partitions }) }, 'player');

function isConserved(fleet: KafkaFleet): void {
  const { consumed, skipped, parked } = fleet.group;
  expect(consumed + skipped + parked + fleet.lost() + fleet.open()).toBe(fleet.produced());
}

function scale({ engine }: KafkaFleet, replicas: number): void {
  expect(engine.execute({ kind: 'scale', service: 'royalty', replicas }, 'player').ok).toBe(true);
}

/** One partition stuck for four minutes, then all consumers taken away. */
function stuckAndEmpty(): { readonly fleet: KafkaFleet; readonly stuck: number } {
  const fleet = kafkaFleet({ faults: [{ ...POISON, fromUs: 30e6, count: 1 }] });
  fleet.until(240);
  const lags = fleet.lags();
  const stuck = lags.indexOf(Math.max(...lags));
  scale(fleet, 0);
  fleet.until(300);
  return { fleet, stuck };
}

// each plays some minutes of a fleet, which takes seconds where the machine is busy
describe('offsets of a group', { timeout: 300_000 }, () => {
  it('are not reset while it has members, nor to what is no place', () => {
    const fleet = kafkaFleet();
    fleet.until(20);
    const message = (result: ReturnType<typeof reset>): string => (result.ok ? 'done' : result.refusal.message);
    expect(message(reset(fleet, 'latest'))).toBe("Assignments can only be reset if the group 'royalties' is inactive, but the current state is Stable.");
    expect(message(reset(fleet, 'yesterday'))).toContain('expected earliest, latest, current');
    expect(message(reset(fleet, 'latest', '0,4'))).toContain('which has 0 to 3');
    expect(message(fleet.engine.execute({ kind: 'reset-offsets', group: 'royalty', to: 'latest' }, 'player'))).toContain('does not exist');
  });

  it('by one past the record that nobody can process: one is lost, the rest is caught up', () => {
    const { fleet, stuck } = stuckAndEmpty();
    expect(reset(fleet, '+1', `${stuck}`).ok).toBe(true);
    scale(fleet, 2);
    fleet.until(420);
    expect(fleet.lost()).toBe(1);
    expect(Math.max(...fleet.lags())).toBeLessThan(10);
    isConserved(fleet);
  });

  it('to the latest: all that had piled up is lost', () => {
    const { fleet } = stuckAndEmpty();
    const open = fleet.open();
    expect(open).toBeGreaterThan(2_000);
    expect(reset(fleet, 'latest').ok).toBe(true);
    scale(fleet, 2);
    fleet.until(420);
    expect(fleet.lost()).toBe(open);
    isConserved(fleet);
  });

  it('to the earliest again: what was lost is processed after all, and the rest twice', () => {
    const { fleet, stuck } = stuckAndEmpty();
    expect(reset(fleet, '+1', `${stuck}`).ok).toBe(true);
    expect(reset(fleet, 'latest').ok).toBe(true);
    expect(reset(fleet, 'earliest').ok).toBe(true);
    // the exception is not in this code
    fleet.engine.execute({ kind: 'set-env', service: 'royalty', env: { KAFKA_ON_ERROR: 'skip' } }, 'player');
    scale(fleet, 2);
    fleet.until(900);
    expect(fleet.lost()).toBe(0);
    expect(fleet.group.skipped).toBe(1);
    expect(fleet.group.duplicates).toBeGreaterThan(7_000);
    isConserved(fleet);
  });
});
