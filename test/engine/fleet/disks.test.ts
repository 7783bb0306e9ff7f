import { describe, expect, it } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import type { FleetCommand } from '../../../src/contract/commands.ts';
import { type Recorder, SPAN_SERVER } from '../../../src/contract/records.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { type DiskState, FILE_BYTES, SLOT, usedBytes, walSize } from '../../../src/engine/fleet/disk.ts';
import { walStatus } from '../../../src/engine/fleet/slots.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { createRecorder } from '../../../src/telemetry/recorder.ts';
import { COPY, MAIN, play, type Replicated, SECOND, WEST } from './replicated-fleet.ts';

/** 20 transactions a second of 512 KiB each: 10 MiB a second. A checkpoint begins every 7 files of 16 MiB or so. */
const RATE = 20 * 512 * 1024;
const main = (size: string, more = '', settings = ''): { readonly main: string } => ({
  main: `, disk: {size: ${size}, walPerTransaction: 512Ki${more}}, settings: {max_wal_size: 256MB${settings}}`,
});
const diskOf = (played: Replicated, database = MAIN): DiskState => {
  const { disk } = played.engine.world.s.databases[database] ?? {};
  if (disk === undefined) throw new Error('no disk');
  return disk;
};
const used = (played: Replicated): number => usedBytes(played.engine.world, MAIN, diskOf(played));
const run = (played: Replicated, command: FleetCommand): string => {
  const result = played.engine.execute(command, 'player');
  return result.ok ? '' : result.refusal.message;
};
const status = (played: Replicated): string => {
  const disk = diskOf(played);
  const [slot] = disk.slots;
  return slot === undefined ? '' : walStatus(played.engine.world, MAIN, disk, slot);
};
const cutOff = (played: Replicated, value: 0 | 1): void => {
  played.engine.world.s.isolated[WEST] = value;
};

describe('the write-ahead log of an instance with a disk', () => {
  it('is removed and used again at checkpoints, so that it stays below max_wal_size', () => {
    const played = play(main('2Gi'));
    let most = 0;
    for (let at = 10; at <= 300; at += 2) {
      played.until(at);
      most = Math.max(most, walSize(diskOf(played)));
    }
    const written = played.wal(MAIN).transactions * 512 * 1024;
    expect(written).toBeGreaterThan(0.9 * 300 * RATE);
    expect(most).toBeGreaterThan(128 * 1024 ** 2);
    expect(most).toBeLessThanOrEqual(256 * 1024 ** 2 + FILE_BYTES);
    expect(used(played)).toBe(walSize(diskOf(played)) + 1024 ** 2);
    expect(played.lines('checkpoint starting: wal').length).toBeGreaterThan(15);
    expect(status(played)).toBe('reserved');
  });

  it('is kept for a standby that does not receive, and removed once it has caught up', () => {
    const played = play(main('4Gi'));
    played.until(60);
    cutOff(played, 1);
    const before = used(played);
    const from = played.wal(MAIN).transactions;
    played.until(160);
    const written = (played.wal(MAIN).transactions - from) * 512 * 1024;
    // all of it is there, and the files that waited to be written have been
    expect(used(played) - before).toBeGreaterThan(written - 256 * 1024 ** 2);
    expect(used(played) - before).toBeLessThanOrEqual(written + FILE_BYTES);
    expect(status(played)).toBe('extended');
    cutOff(played, 0);
    played.until(200);
    expect(played.wal(COPY).transactions).toBeGreaterThan(from + 500);
    expect(used(played)).toBeLessThan(before + 128 * 1024 ** 2);
    expect(status(played)).toBe('reserved');
  });

  it('is removed in spite of a slot that wants more than max_slot_wal_keep_size: the slot is lost, and its standby cannot go on', () => {
    const played = play(main('4Gi', '', ', max_slot_wal_keep_size: 512MB'));
    played.until(60);
    cutOff(played, 1);
    let most = 0;
    for (let at = 62; at <= 200; at += 2) {
      played.until(at);
      most = Math.max(most, walSize(diskOf(played)));
    }
    expect(most).toBeLessThan(1024 ** 3);
    expect(status(played)).toBe('lost');
    expect(played.lines('invalidating slot "copy" because its restart_lsn 3F2/')).toHaveLength(1);
    cutOff(played, 0);
    const had = played.wal(COPY).transactions;
    played.until(260);
    expect(played.wal(COPY).transactions).toBe(had);
    expect(played.lines('FATAL:  could not receive data from WAL stream: ERROR:  requested WAL segment 00000001000003F2000000').length).toBeGreaterThan(5);
  });

  it('is kept after its standby has been promoted, until the slot is dropped', () => {
    const played = play(main('8Gi', '', ", checkpoint_timeout: '20'"));
    played.until(30);
    expect(run(played, { kind: 'drop-replication-slot', database: 'main', slot: 'copy' })).toBe('replication slot "copy" is active for PID 1402');
    cutOff(played, 1);
    run(played, { kind: 'promote-database', database: 'copy' });
    played.until(50);
    const [oldest, redo] = [diskOf(played).oldestFile, diskOf(played).redo];
    played.until(80);
    // checkpoints go on, and remove nothing
    expect(diskOf(played).redo).toBeGreaterThan(redo + 100);
    expect(diskOf(played).oldestFile).toBe(oldest);
    expect(run(played, { kind: 'drop-replication-slot', database: 'main', slot: 'nobody' })).toBe('replication slot "nobody" does not exist');
    expect(run(played, { kind: 'drop-replication-slot', database: 'main', slot: 'copy' })).toBe('');
    played.until(140);
    expect(walSize(diskOf(played))).toBeLessThanOrEqual(256 * 1024 ** 2 + FILE_BYTES);
    expect(diskOf(played).slots[0]?.status).toBe(SLOT.dropped);
  });
});

describe('a full disk', () => {
  const full = (): Replicated => {
    const played = play(main('1Gi'));
    played.until(30);
    cutOff(played, 1);
    played.until(180);
    return played;
  };

  it('makes the server panic, and fail to start until there is room', () => {
    const played = full();
    expect(played.state(MAIN)).toBe('starting');
    // as many files as there is room for, beside the table
    expect(walSize(diskOf(played))).toBe(63 * FILE_BYTES);
    expect(played.lines('PANIC:  could not write to file "pg_wal/xlogtemp.')).toHaveLength(1);
    expect(played.lines('terminated by signal 6: Aborted')).toHaveLength(1);
    played.until(200);
    const failures = played.lines('aborting startup due to startup process failure').length;
    expect(failures).toBeGreaterThanOrEqual(2);
    const committed = played.wal(MAIN).transactions;
    played.until(260);
    expect(played.wal(MAIN).transactions).toBe(committed);
    expect(played.lines('aborting startup due to startup process failure')).toHaveLength(failures + 3);
    // what users were told is committed is in the files
    expect(committed * 512 * 1024).toBeLessThanOrEqual(diskOf(played).endFile * FILE_BYTES);
    expect(played.answers('/write', 0).filter(({ status: code, atSeconds }) => code === 200 && atSeconds > 190)).toEqual([]);
    expect(run(played, { kind: 'drop-replication-slot', database: 'main', slot: 'copy' })).toContain('FATAL:  the database system is starting up');
  });

  it('is mended by a larger one: the server comes up, users write again, and the standby catches up', () => {
    const played = full();
    expect(run(played, { kind: 'set-disk', database: 'main', sizeGb: 3 })).toBe('');
    played.until(201);
    expect(played.state(MAIN)).toBe('primary');
    cutOff(played, 0);
    played.until(270);
    expect(status(played)).toBe('reserved');
    expect(played.wal(MAIN).transactions - played.wal(COPY).transactions).toBeLessThan(20);
    expect(played.answers('/write', 0).filter(({ status: code, atSeconds }) => code !== 200 && atSeconds > 240)).toEqual([]);
    expect(used(played)).toBeLessThan(0.5 * 1024 ** 3);
  });

  it('cannot shrink, and what is not simulated cannot be changed', () => {
    const played = play(main('2Gi'));
    expect(run(played, { kind: 'set-disk', database: 'main', sizeGb: 1 })).toBe(
      'Invalid request: The disk size cannot decrease. Current size: 2 GB, requested: 1 GB.',
    );
    expect(run(played, { kind: 'set-disk', database: 'copy', sizeGb: 10 })).toContain('not simulated');
    expect(diskOf(played).sizeBytes).toBe(2 * 1024 ** 3);
  });

  it('does not come about where the cloud enlarges it, up to its limit', () => {
    const played = play(main('6Gi', ', autoResize: true, autoResizeLimit: 8Gi'));
    cutOff(played, 1);
    played.until(40);
    // less than 5 GB were left after a while: 5 GB more, but for the limit
    expect(diskOf(played).sizeBytes / 1024 ** 3).toBe(6);
    played.until(160);
    expect(diskOf(played).sizeBytes / 1024 ** 3).toBe(8);
    expect(played.state(MAIN)).toBe('primary');
  });

  it('of a standby stops what it receives, and nothing else', () => {
    const played = play({ main: main('8Gi').main, copy: ', disk: {size: 1Gi}, settings: {max_wal_size: 16384MB}' });
    played.until(160);
    expect(played.state(COPY)).toBe('standby');
    expect(diskOf(played, COPY).full).toBe(true);
    expect(played.lines('xlogtemp.1398')).toHaveLength(1);
    expect(played.wal(MAIN).transactions - played.wal(COPY).transactions).toBeGreaterThan(500);
    run(played, { kind: 'set-disk', database: 'copy', sizeGb: 16 });
    played.until(175);
    expect(diskOf(played, COPY).full).toBe(false);
    expect(played.wal(MAIN).transactions - played.wal(COPY).transactions).toBeLessThan(20);
  });

  it('a snapshot of it goes on as if it had never been one', () => {
    const digest = (played: Replicated): string => {
      const hasher = new Hasher();
      hashWorld(played.engine.world, hasher);
      return hasher.digest();
    };
    const [straight, half, copy] = [play(main('1Gi', ', iops: 100')), play(main('1Gi', ', iops: 100')), play(main('1Gi', ', iops: 100'))];
    for (const played of [straight, half]) {
      played.until(30);
      cutOff(played, 1);
      played.until(130.0004);
    }
    restoreWorld(copy.engine.world, snapshotWorld(half.engine.world));
    for (const played of [straight, half, copy]) {
      played.until(190);
      run(played, { kind: 'set-disk', database: 'main', sizeGb: 2 });
      played.until(215);
    }
    expect(straight.state(MAIN)).toBe('primary');
    expect(digest(half)).toBe(digest(straight));
    expect(digest(copy)).toBe(digest(straight));
  });
});

/** One pod, whose requests each write in a transaction of 2 ms on an instance with cores and connections for all. */
const flushing = (perSecond: number, iops: string, seconds: number): string => `schemaVersion: 1
name: flushing
clusterName: c
regions: [{name: here, zones: [here-a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 2, cpu: 4, memory: 16Gi}]
services:
  - name: entry
    runtime: java
    workers: 4000
    cores: 64
    cpu: {request: 100m, limit: 1}
    replicas: 1
    pools: [{name: writes, kind: hikaricp, target: main, database: app, user: app, application: entry, size: 500, minIdle: 500, maxIdle: 500, acquireTimeout: 5s}]
    endpoints:
      - {route: /write, method: POST, steps: [{query: {pool: writes, statement: 'INSERT INTO items VALUES ($1)', table: items, writes: true, time: 2ms}}]}
databases:
  - {name: main, host: 10.1.0.2, databases: [app], cores: 64, settings: {max_connections: '1000'}, tables: [{database: app, name: items, rows: 1000, size: 1Mi}], disk: {size: 20Gi${iops}}}
loadBalancer: {name: edge, host: edge.example, service: entry, logSampleRate: 0%}
clients:
  - name: users
    hop: 0s
    timeout: 10s
    routes: [{route: /write, method: POST, perSecond: ${perSecond}}]
    curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}, {at: ${seconds}s, factor: 1}, {at: ${seconds}s1ms, factor: 0}]
`;

describe('flushes', () => {
  /** Mean time of a commit, and how many there were. */
  const commits = (perSecond: number, iops: string, seconds: number): { readonly meanUs: number; readonly count: number } => {
    const scenario = fleetScenario(flushing(perSecond, iops, seconds));
    const telemetry = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: scenario.warmupUs });
    let [sumUs, count] = [0, 0];
    const recorder: Recorder = {
      ...telemetry,
      span: (...span) => {
        const [, , , , kind, , , startUs, endUs] = span;
        if (kind === SPAN_SERVER && endUs > scenario.warmupUs + 5 * SECOND) {
          sumUs += endUs - startUs;
          count++;
        }
        telemetry.span(...span);
      },
    };
    const engine = createEngine(scenario, 11, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
    engine.advance(scenario.warmupUs + (seconds + 10) * SECOND);
    return { meanUs: sumUs / count - 2_000, count };
  };

  it('are made one after the other: M/D/1, within 2%', () => {
    const [mu, lambda] = [800, 400];
    const { meanUs, count } = commits(lambda, `, iops: ${mu}`, 500);
    const rho = lambda / mu;
    const waitUs = (rho / (2 * mu * (1 - rho))) * 1e6;
    expect(count).toBeGreaterThan(195_000);
    expect(Math.abs(meanUs - 1e6 / mu - waitUs) / waitUs).toBeLessThan(0.02);
  }, 120_000);

  it('cost nothing where the disk says nothing of them', () => {
    expect(commits(100, '', 20).meanUs).toBe(0);
  });
});
