import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeSqlEngine } from '../../src/shell/psql/sql-engine.ts';
import { fleet } from '../engine/fleet/replicated-fleet.ts';
import { type ToldSession, toldSession } from './told-session.ts';

/** What psql, gcloud and exporters say of a disk that a standby's slot fills, and what is done about it there. */
const CLOUD = 'stackdriver_cloudsql_database_cloudsql_googleapis_com_database_disk';
let session: ToldSession['session'];
let line: ToldSession['line'];
let until: ToldSession['until'];
let metric: ToldSession['metric'];

beforeAll(async () => {
  const disk = ", disk: {size: 1Gi, walPerTransaction: 512Ki}, settings: {max_wal_size: '256'}";
  ({ session, line, until, metric } = await toldSession(fleet({ main: disk })));
}, 300_000);
afterAll(closeSqlEngine);

const psql = (sql: string, user = 'postgres'): Promise<string> => line(`psql -h main -U ${user} -Atc "${sql}"`);
const SLOTS = 'select slot_name, slot_type, active, wal_status, safe_wal_size from pg_replication_slots';

describe('the disk of a primary, as tools show it', () => {
  it('in good order', async () => {
    until(31);
    expect(await psql(SLOTS)).toBe('copy|physical|t|reserved|\n');
    expect(await psql('show max_wal_size')).toBe('256MB\n');
    expect(metric(`${CLOUD}_quota{database_id=~".*:main"}`)).toBe(1024 ** 3);
    const wal = metric('pg_wal_size_bytes');
    expect(metric('pg_wal_segments')).toBe((wal ?? 0) / 1024 ** 2 / 16);
    expect(metric(`${CLOUD}_bytes_used`)).toBe((wal ?? 0) + 1024 ** 2);
    expect(metric(`${CLOUD}_utilization`)).toBeCloseTo(((wal ?? 0) + 1024 ** 2) / 1024 ** 3, 9);
    expect(metric('pg_replication_slot_slot_is_active{slot_name="copy"}')).toBe(1);
    expect(await line('gcloud sql instances describe main --format="value(settings.dataDiskSizeGb,settings.storageAutoResize)"')).toBe('1\tFalse\n');
    expect(await psql("select pg_drop_replication_slot('copy')")).toContain('ERROR:  replication slot "copy" is active for PID 1402');
  }, 300_000);

  it('while the standby receives nothing: the slot holds the log back', async () => {
    session.execute({ kind: 'isolate-region', region: 'west' }, 'scenario');
    until(110);
    expect(await psql(SLOTS)).toBe('copy|physical|f|extended|\n');
    const behind = metric('pg_replication_slots_pg_wal_lsn_diff{slot_name="copy"}') ?? 0;
    expect(behind).toBeGreaterThan(300 * 1024 ** 2);
    expect(metric('pg_wal_size_bytes')).toBeGreaterThanOrEqual(behind - 5 * 10 * 1024 ** 2);
    expect(metric('pg_replication_slot_wal_status{slot_name="copy"}')).toBe(1);
    expect(Number(await psql('select pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn) from pg_replication_slots'))).toBeGreaterThanOrEqual(behind);
  }, 300_000);

  it('full: psql is turned away, and only a larger disk helps', async () => {
    until(190);
    expect(metric('pg_up{server="10.1.0.2:5432"}')).toBe(0);
    expect(metric(`${CLOUD}_utilization`)).toBeGreaterThan(0.98);
    expect(await psql('select 1')).toContain('FATAL:  the database system is starting up');
    expect(await line('gcloud sql instances patch main --storage-size=1.5GB')).toContain('argument --storage-size');
    expect(await line('gcloud sql instances patch main --storage-size=3GB --no-storage-auto-increase')).toContain(
      `"settings": {"dataDiskSizeGb": "3", "storageAutoResize": false}}\nPatching Cloud SQL instance...done.`,
    );
    expect(await line('gcloud sql instances patch main --storage-size=2')).toContain(
      'HTTPError 400: Invalid request: The disk size cannot decrease. Current size: 3 GB, requested: 2 GB.',
    );
    until(215);
    expect(metric('pg_up{server="10.1.0.2:5432"}')).toBe(1);
  }, 300_000);

  it('the slot can be dropped, once, by whom it is allowed', async () => {
    expect(await psql("select pg_drop_replication_slot('copy')", 'app')).toContain('ERROR:  must be superuser or replication role to use replication slots');
    expect(await psql("select pg_drop_replication_slot('copy')")).toBe('\n');
    expect(await psql('select count(*) from pg_replication_slots')).toBe('0\n');
    expect(await psql("select pg_drop_replication_slot('copy')")).toContain('ERROR:  replication slot "copy" does not exist');
    until(290);
    expect(metric('pg_wal_size_bytes')).toBeLessThan(300 * 1024 ** 2);
    expect(metric('pg_replication_slots_active{slot_name="copy"}')).toBeNull();
  }, 300_000);
});
