import { describe, expect, it } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { CONNECTION } from '../../../src/engine/fleet/client-pools.ts';
import { OWNER } from '../../../src/engine/fleet/postgres.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { COPY, EAST, MAIN, play, type Replicated, WEST } from './replicated-fleet.ts';

const run = (played: Replicated, kind: 'promote-database' | 'stop-database' | 'start-database', database: 'main' | 'copy'): boolean =>
  played.engine.execute({ kind, database }, 'player').ok;
const counts = (played: Replicated): [lost: number, conflicting: number] => {
  const { lostWrites, conflictingWrites } = played.engine.world.s.replication;
  return [lostWrites, conflictingWrites];
};
const failed = (played: Replicated, route: string, region: number, from: number, to = Infinity): number =>
  played.answers(route, region).filter(({ status, atSeconds }) => status !== 200 && atSeconds >= from && atSeconds < to).length;

describe('fencing the primary, then promoting its replica', () => {
  it('loses nothing where the replica heard the shutdown, and users are well again once names and connections have followed', () => {
    const played = play();
    played.until(20);
    expect(run(played, 'stop-database', 'main')).toBe(true);
    expect(played.state(MAIN)).toBe('fenced');
    const had = played.wal(MAIN).transactions;
    played.until(21);
    expect(played.wal(COPY).transactions).toBe(had);
    expect(run(played, 'promote-database', 'copy')).toBe(true);
    expect(played.state(COPY)).toBe('promoting');
    played.until(33);
    expect(played.state(COPY)).toBe('primary');
    expect(counts(played)).toEqual([0, 0]);
    played.until(120);
    expect(failed(played, '/write', EAST, 80)).toBe(0);
    expect(failed(played, '/write', WEST, 80)).toBe(0);
    expect(played.wal(MAIN).transactions).toBe(had);
    expect(played.wal(COPY).transactions).toBeGreaterThan(had + 700);
    expect(counts(played)[1]).toBe(0);
    expect(played.wal(COPY).timeline).toBe(2);
  });

  it('loses exactly what the primary committed after the link broke', () => {
    const played = play();
    const { s } = played.engine.world;
    played.until(20);
    s.isolated[WEST] = 1;
    played.until(50);
    const had = played.wal(MAIN).transactions;
    const there = played.wal(COPY).transactions;
    expect(run(played, 'stop-database', 'main')).toBe(true);
    expect(run(played, 'promote-database', 'copy')).toBe(true);
    played.until(70);
    expect(had - there).toBeGreaterThan(200);
    expect(counts(played)).toEqual([had - there, 0]);
  });

  it('a fenced primary that is started again is a primary again, and what it commits is in conflict', () => {
    const played = play();
    played.until(20);
    run(played, 'stop-database', 'main');
    run(played, 'promote-database', 'copy');
    played.until(31);
    expect(run(played, 'start-database', 'main')).toBe(true);
    played.until(49);
    expect(played.state(MAIN)).toBe('starting');
    played.until(52);
    expect(played.state(MAIN)).toBe('primary');
  });
});

describe('promoting without fencing', () => {
  it('is split brain once the region is back: its clients write to the primary they know, and what that commits is counted', () => {
    const played = play();
    const { s } = played.engine.world;
    played.until(20);
    s.isolated[EAST] = 1;
    played.until(30);
    run(played, 'promote-database', 'copy');
    played.until(40.5);
    expect([played.state(MAIN), played.state(COPY)]).toEqual(['primary', 'primary']);
    const [lost] = counts(played);
    // users no longer reach the east: what was committed there and had not crossed, 40 ms of ten writes a second and those in hand
    expect(lost).toBeLessThanOrEqual(4);
    const atPromotion = played.wal(MAIN).transactions - counts(played)[1];
    played.until(100);
    const during = counts(played)[1];
    expect(during).toBe(0);
    // all of the users' twenty a second, once the west knows the name
    expect(played.wal(COPY).transactions - atPromotion).toBeGreaterThan(700);

    // the region is back: its clients keep the connections they have for up to 60 s, and go on writing to the wrong one
    s.isolated[EAST] = 0;
    played.until(115);
    expect(played.writersOf(EAST)[MAIN]).toBeGreaterThan(0);
    expect(counts(played)[1]).toBeGreaterThan(during + 20);
    played.until(200);
    const [, after] = counts(played);
    expect(played.writersOf(EAST)).toEqual([0, expect.any(Number)]);
    played.until(230);
    expect(counts(played)).toEqual([lost, after]);
  });
});

describe('an instance that does not answer', () => {
  it('keeps its clients waiting when its zone has no power, and resets them when it is back', () => {
    const played = play();
    const { s } = played.engine.world;
    played.until(20);
    expect(played.engine.execute({ kind: 'stop-nodes', zone: 'east-b' }, 'scenario').ok).toBe(true);
    expect(played.state(MAIN)).toBe('down');
    const had = played.wal(MAIN).transactions;
    played.until(60);
    expect(played.wal(MAIN).transactions).toBe(had);
    expect(s.pools.hung.length).toBeGreaterThan(0);
    expect(s.pools.connections.state.includes(CONNECTION.unanswered)).toBe(true);
    expect(run(played, 'promote-database', 'main')).toBe(false);
    played.engine.execute({ kind: 'start-nodes', zone: 'east-b' }, 'scenario');
    played.until(85);
    expect(played.state(MAIN)).toBe('primary');
    expect(s.pools.hung).toEqual([]);
    played.until(200);
    expect(failed(played, '/write', WEST, 120)).toBe(0);
    expect(s.databases[MAIN]?.busyCores).toBeLessThan(3);
    expect(counts(played)).toEqual([0, 0]);
  });

  it("ends a read after the pool's socketTimeout", () => {
    const played = play({ pool: ', socketTimeout: 3s' });
    played.until(20);
    played.engine.world.s.isolated[EAST] = 1;
    played.until(40);
    expect(played.engine.world.s.pools.hung.every(({ sinceUs }) => played.engine.world.s.nowUs - sinceUs <= 4e6)).toBe(true);
    expect(played.lines('08006').length).toBeGreaterThan(5);
  });

  it('keeps the sessions of clients that gave up on it, until it is stopped', () => {
    const played = play({ pool: ', socketTimeout: 3s' });
    const { s } = played.engine.world;
    const orphans = (): number => (s.databases[MAIN]?.sessions ?? []).filter((session) => session?.owner === OWNER.orphan).length;
    played.until(20);
    const slots = s.databases[MAIN]?.clients ?? 0;
    s.isolated[EAST] = 1;
    played.until(40);
    // nobody has told the server: its slots stay taken
    expect(orphans()).toBeGreaterThan(0);
    expect(s.databases[MAIN]?.clients).toBeGreaterThanOrEqual(orphans());
    expect(slots).toBeGreaterThan(0);
    expect(run(played, 'stop-database', 'main')).toBe(true);
    expect(orphans()).toBe(0);
    expect(s.databases[MAIN]?.clients).toBe(0);
  });

  it('lets statements that were out when the network broke go on when it is whole again', () => {
    const played = play({ end: 25 });
    played.until(20);
    played.engine.world.s.isolated[WEST] = 1;
    played.until(24);
    expect(played.engine.world.s.pools.hung.length).toBeGreaterThan(0);
    played.engine.world.s.isolated[WEST] = 0;
    played.until(26);
    expect(played.engine.world.s.pools.hung).toEqual([]);
  });
});

describe('a standby', () => {
  it("refuses writes in PostgreSQL's words, and promotion of what is none", () => {
    const played = play();
    const { s } = played.engine.world;
    played.until(10);
    expect(run(played, 'promote-database', 'main')).toBe(false);
    expect(run(played, 'start-database', 'main')).toBe(false);
    // a name that leads to it too early
    s.replication.primary[MAIN] = COPY;
    s.replication.before[MAIN] = COPY;
    played.until(100);
    expect(played.lines('ERROR:  cannot execute INSERT in a read-only transaction').length).toBeGreaterThan(100);
    expect(failed(played, '/write', EAST, 90)).toBe(played.answers('/write', EAST).filter(({ atSeconds }) => atSeconds >= 90).length);
  });

  it('a snapshot taken amid a promotion goes on as if it had never been one', () => {
    const digest = (played: Replicated): string => {
      const hasher = new Hasher();
      hashWorld(played.engine.world, hasher);
      return hasher.digest();
    };
    const [straight, half, copy] = [play(), play(), play()];
    for (const played of [straight, half]) {
      played.until(20);
      played.engine.world.s.isolated[EAST] = 1;
      run(played, 'promote-database', 'copy');
      played.until(25);
    }
    restoreWorld(copy.engine.world, snapshotWorld(half.engine.world));
    for (const played of [straight, half, copy]) played.until(60);
    expect(digest(half)).toBe(digest(straight));
    expect(digest(copy)).toBe(digest(straight));
  });
});

describe('what silence leaves behind', () => {
  it('is nothing, once all is well and nobody comes any more', () => {
    const played = play({ end: 60 });
    const { s } = played.engine.world;
    played.until(20);
    s.isolated[EAST] = 1;
    played.until(25);
    run(played, 'promote-database', 'copy');
    played.until(40);
    s.isolated[EAST] = 0;
    played.until(45);
    run(played, 'stop-database', 'main');
    played.engine.execute({ kind: 'stop-nodes', zone: 'east-b' }, 'scenario');
    expect(run(played, 'start-database', 'main')).toBe(false);
    played.until(55);
    played.engine.execute({ kind: 'start-nodes', zone: 'east-b' }, 'scenario');
    expect(played.state(MAIN)).toBe('fenced');
    played.until(1100);
    const { pools } = s;
    expect([s.attempts.inUse, pools.hung.length, pools.inUse.reduce((sum, count) => sum + count, 0)]).toEqual([0, 0, 0]);
    for (let pool = 0; pool < pools.poolCount; pool++) expect(pools.idle[pool]?.length).toBe(pools.open[pool]);
    for (const database of s.databases) {
      expect([database.busyCores, database.cores.length]).toEqual([0, 0]);
      expect(database.clients).toBe(database.sessions.filter((session) => session !== null).length);
    }
    expect(s.databases[MAIN]?.clients).toBe(0);
    expect(s.databases[COPY]?.clients).toBe(pools.open.reduce((sum, count) => sum + count, 0));
  });
});
