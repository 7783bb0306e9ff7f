import { STALE, TARGET_DOWN, TARGET_UP } from '../../contract/metrics.ts';
import { isUp } from '../fleet/answers.ts';
import { addressOf, receivers } from '../fleet/wal-positions.ts';
import { DATABASE } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';
import { endGauge, setGauge } from './set-gauge.ts';

/** The exporter stands beside its instance: without power both are gone; with the instance stopped it says `pg_up 0` and nothing else. */
export function exporterSees(world: World, index: number, target: number): boolean {
  const { meters, lifecycles, databases } = world.s;
  meters.up[target] = databases[index].powered ? TARGET_UP : TARGET_DOWN;
  const up = isUp(lifecycles.database.state[index]);
  if (!up)
    meters.descriptors.forEach((series, slot) => {
      if (series.target === target) meters.values[slot] = STALE;
    });
  setGauge(world, target, 'pg_up', {}, up ? 1 : 0);
  return up;
}

/**
 * Lag is `CASE WHEN NOT pg_is_in_recovery() THEN 0 ELSE GREATEST(0, now() - pg_last_xact_replay_timestamp())`: it grows while the primary is idle, too.
 * Source: postgres_exporter 0.20, collector/pg_replication.go; postgres_exporter queries.go for pg_stat_replication.
 */
export function replicationGauges(world: World, index: number, target: number): void {
  const { wal } = world.s.databases[index];
  if (wal === null) return;
  const standby = world.s.lifecycles.database.state[index] !== DATABASE.primary;
  setGauge(world, target, 'pg_replication_is_replica', {}, standby ? 1 : 0);
  // NULL before the first replay, which the exporter leaves out
  if (!standby) setGauge(world, target, 'pg_replication_lag_seconds', {}, 0);
  else if (wal.lastCommitUs >= 0) setGauge(world, target, 'pg_replication_lag_seconds', {}, (world.s.nowUs - wal.lastCommitUs) / 1e6);
  const connected = receivers(world, index);
  for (const { name, address, bytesBehind } of connected)
    setGauge(world, target, 'pg_stat_replication_pg_wal_lsn_diff', { application_name: name, client_addr: address, state: 'streaming' }, bytesBehind);
  for (const standbyOf of world.plan.standbys[index]) {
    const { name } = world.plan.scenario.fleet.databases[standbyOf];
    if (!connected.some((one) => one.standby === standbyOf))
      endGauge(world, target, 'pg_stat_replication_pg_wal_lsn_diff', { application_name: name, client_addr: addressOf(world, standbyOf), state: 'streaming' });
  }
}
