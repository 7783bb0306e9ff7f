import { describe, expect, it } from 'vitest';
import { COPY, EAST, MAIN, play, SECOND, WEST } from './replicated-fleet.ts';

describe('asynchronous replication', () => {
  it('replays what the primary committed one way earlier, all of it and in order', () => {
    const played = play();
    const { s } = played.engine.world;
    let seen = 0;
    // in steps shorter than the way, the replica has exactly what the primary had 40 ms before
    const history: number[] = [];
    played.until(10);
    for (let step = 0; step < 1000; step++) {
      played.until(10 + step * 0.01);
      history.push(played.wal(MAIN).transactions);
      if (step >= 4 && played.wal(COPY).transactions === history[step - 4]) seen++;
    }
    expect(seen).toBe(996);
    expect(played.wal(COPY).lastCommitUs).toBeLessThanOrEqual(s.nowUs - 0.04 * SECOND);
    expect(s.databases[COPY]?.committed[0]).toBeGreaterThan(50);
    expect(s.replication).toMatchObject({ lostWrites: 0, conflictingWrites: 0 });
  });

  it('counts a transaction for each write that was answered, on both', () => {
    const played = play({ end: 30 });
    played.until(45);
    const answered = [EAST, WEST].flatMap((region) => played.answers('/write', region)).filter(({ status }) => status === 200).length;
    expect(answered).toBeGreaterThan(500);
    expect([played.wal(MAIN).transactions, played.wal(COPY).transactions]).toEqual([answered, answered]);
  });

  it('waits for a long query on the replica for 30 s, then cancels it and catches up', () => {
    const played = play();
    played.until(10);
    const report = {
      kind: 'run-statement',
      database: 'copy',
      user: 'analyst',
      application: 'report',
      statement: 'SELECT …',
      durationUs: 300 * SECOND,
    } as const;
    expect(played.engine.execute(report, 'scenario').ok).toBe(true);
    played.until(30);
    const { nowUs } = played.engine.world.s;
    expect(nowUs - played.wal(COPY).lastCommitUs).toBeGreaterThan(19 * SECOND);
    expect(played.wal(COPY).received).toBe(played.wal(COPY).length - inFlight(played));
    played.until(39.5);
    expect(played.lines('conflict with recovery')).toEqual([]);
    played.until(42);
    expect(played.lines('canceling statement due to conflict with recovery')).toHaveLength(1);
    expect(played.wal(COPY).received).toBe(0);
    expect(played.wal(MAIN).transactions - played.wal(COPY).transactions).toBe(played.wal(COPY).length);
  });

  it('waits for ever with max_standby_streaming_delay = -1', () => {
    const played = play();
    played.engine.world.s.databases[COPY]!.settings['max_standby_streaming_delay'] = '-1';
    played.until(10);
    played.engine.execute(
      { kind: 'run-statement', database: 'copy', user: 'analyst', application: 'report', statement: 'SELECT …', durationUs: 120 * SECOND },
      'scenario',
    );
    played.until(125);
    expect(played.wal(COPY).received).toBeGreaterThan(2000);
    played.until(133);
    expect(played.wal(COPY).received).toBe(0);
  });

  it('stops while a region is cut off and goes on where it stopped', () => {
    const played = play();
    const { s } = played.engine.world;
    played.until(20);
    s.isolated[WEST] = 1;
    played.until(20.2);
    const received = played.wal(COPY).transactions;
    played.until(50);
    expect(played.wal(COPY).transactions).toBe(received);
    expect(played.wal(COPY).streaming).toBe(false);
    // users of the east go on writing
    expect(played.wal(MAIN).transactions - received).toBeGreaterThan(200);
    s.isolated[WEST] = 0;
    played.until(53);
    expect(played.wal(MAIN).transactions - played.wal(COPY).transactions).toBe(played.wal(COPY).length);
    expect(played.wal(COPY).length).toBeLessThan(5);
  });

  it('pays the round trip for statements to the other region, and none for those that stay', () => {
    const played = play();
    played.until(60);
    const times = (route: string, region: number): number[] => played.answers(route, region).map(({ seconds }) => seconds);
    // a statement of 2 ms; the round trip is 80 ms, and 240 ms more for a connection
    expect(Math.min(...times('/write', WEST))).toBeGreaterThan(0.08);
    expect(Math.max(...times('/write', WEST))).toBeGreaterThan(0.32);
    expect(Math.max(...times('/write', WEST))).toBeLessThan(0.34);
    expect(Math.max(...times('/write', EAST), ...times('/read', EAST), ...times('/read', WEST))).toBeLessThan(0.03);
    expect(played.writersOf(EAST)[COPY]).toBe(0);
    expect(played.writersOf(WEST)[MAIN]).toBeGreaterThan(0);
  });
});

/** Transactions that have left the primary and are not there yet. */
function inFlight(played: ReturnType<typeof play>): number {
  const { ahead, head, length } = played.wal(COPY);
  const { nowUs } = played.engine.world.s;
  let count = 0;
  for (let at = 0; at < length; at++) if ((ahead[(head + at) & (ahead.length - 1)] ?? 0) > nowUs - 0.04 * SECOND) count++;
  return count;
}
