import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runReport } from '../../src/cli/run-report.ts';
import { closeSqlEngine } from '../../src/shell/psql/sql-engine.ts';
import { fleet } from '../engine/fleet/replicated-fleet.ts';
import { type ToldSession, toldSession } from './told-session.ts';

/** What exporters, psql and gcloud say of a primary and its replica, over one incident: a long report, a fence, a promotion. */
const SECOND = 1e6;
let session: ToldSession['session'];
let line: ToldSession['line'];
let until: ToldSession['until'];
let metric: ToldSession['metric'];

beforeAll(async () => {
  ({ session, line, until, metric } = await toldSession(fleet()));
}, 300_000);
afterAll(closeSqlEngine);

describe('a primary and its replica, as tools show them', () => {
  it('in good order: hardly any lag', async () => {
    until(30);
    expect(metric('pg_replication_is_replica{server="10.2.0.2:5432"}')).toBe(1);
    expect(metric('pg_replication_is_replica{server="10.1.0.2:5432"}')).toBe(0);
    expect(metric('pg_replication_lag_seconds{server="10.2.0.2:5432"}')).toBeLessThan(1);
    expect(metric('pg_stat_replication_pg_wal_lsn_diff{application_name="copy"}')).toBeLessThan(10_000);
    expect(await line("psql -h copy -Atc 'select pg_is_in_recovery(), now() - pg_last_xact_replay_timestamp() < interval $$1 s$$'")).toBe('t|t\n');
    expect(
      await line(
        "psql -h main -Atc 'select pg_is_in_recovery(), application_name, client_addr, state, sync_state, sent_lsn >= replay_lsn from pg_stat_replication'",
      ),
    ).toBe('f|copy|10.2.0.2|streaming|async|t\n');
    expect(await line("psql -h copy -Atc 'select status, sender_host, pg_last_wal_receive_lsn() = latest_end_lsn from pg_stat_wal_receiver'")).toBe(
      'streaming|10.1.0.2|t\n',
    );
    expect(await line("psql -h copy -c 'select pg_current_wal_lsn()'")).toContain(
      'ERROR:  recovery is in progress\nHINT:  WAL control functions cannot be executed during recovery.',
    );
    expect(await line('gcloud sql instances list')).toBe(`NAME  DATABASE_VERSION  LOCATION  TIER               PRIMARY_ADDRESS  PRIVATE_ADDRESS  STATUS
copy  POSTGRES_15       west      db-custom-4-15360  -                10.2.0.2         RUNNABLE
main  POSTGRES_15       east-b    db-custom-4-15360  -                10.1.0.2         RUNNABLE
`);
  }, 300_000);

  it('lags behind a long report, in seconds and in bytes', async () => {
    session.execute(
      { kind: 'run-statement', database: 'copy', user: 'analyst', application: 'report', statement: 'SELECT 1', durationUs: 600 * SECOND },
      'scenario',
    );
    until(56);
    expect(metric('pg_replication_lag_seconds{server="10.2.0.2:5432"}')).toBeGreaterThan(20);
    expect(metric('pg_stat_replication_pg_wal_lsn_diff{application_name="copy"}')).toBeGreaterThan(300_000);
    expect(await line("psql -h main -Atc 'select replay_lag > interval $$20 s$$ from pg_stat_replication'")).toBe('t\n');
    expect(await line("psql -h copy -Atc 'select pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) > 300000'")).toBe('t\n');
    until(75);
    expect(metric('pg_replication_lag_seconds{server="10.2.0.2:5432"}')).toBeLessThan(1);
  }, 300_000);

  it('fenced and promoted with gcloud', async () => {
    expect(await line('gcloud sql instances promote-replica main --quiet')).toContain('ERROR: (gcloud.sql.instances.promote-replica) HTTPError 400: ');
    expect(await line('gcloud sql instances describe nothing')).toContain('There was no instance found at projects/');
    expect(await line('gcloud sql instances patch main --activation-policy=NEVER')).toContain(`"settings": {"activationPolicy": "NEVER"}}
Patching Cloud SQL instance...done.
Updated [https://sqladmin.googleapis.com/sql/v1beta4/projects/`);
    expect(await line('echo n | gcloud sql instances promote-replica copy')).toContain(
      'Do you want to continue (Y/n)?  \nERROR: (gcloud.sql.instances.promote-replica) Aborted by user.\n',
    );
    expect(await line('gcloud sql instances promote-replica copy --quiet')).toContain('Promoting Cloud SQL replica...done.\nPromoted [https://sqladmin.');
    until(95);
    expect(metric('pg_up{server="10.1.0.2:5432"}')).toBe(0);
    expect(metric('pg_settings_max_connections{server="10.1.0.2:5432"}')).toBeNull();
    expect(metric('pg_replication_is_replica{server="10.2.0.2:5432"}')).toBe(0);
    expect(await line('psql -h main -c "select 1"')).toContain('connection to server at "10.1.0.2", port 5432 failed: Connection timed out');
    expect(await line("psql -h copy -Atc 'select pg_is_in_recovery()'")).toBe('f\n');
    expect(await line('gcloud sql instances describe main --format="value(state,settings.activationPolicy)"')).toBe('STOPPED\tNEVER\n');
    const report = runReport(session, 95 * SECOND, 1, []);
    expect([report.lostWrites, report.conflictingWrites]).toEqual([0, 0]);
  }, 300_000);
});
