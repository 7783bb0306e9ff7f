import { type DiskState, FILE_BYTES, SLOT, usedBytes, walSize } from '../fleet/disk.ts';
import { restartOf, safeWalBytes, senderOf, slotName, walStatus } from '../fleet/slots.ts';
import { walPosition } from '../fleet/wal-positions.ts';
import type { World } from '../world.ts';
import { endGauge, infraTarget, setGauge } from './set-gauge.ts';

const STATUSES = ['reserved', 'extended', 'unreserved', 'lost'] as const;
const CLOUD = 'stackdriver_cloudsql_database_cloudsql_googleapis_com_database_disk';

/** What the cloud says of an instance's disk, be the server up or not. Names: stackdriver_exporter, of Cloud Monitoring's cloudsql.googleapis.com/database/disk. */
export function cloudDiskGauges(world: World, index: number, disk: DiskState): void {
  const { project, databases } = world.plan.scenario.fleet;
  const target = infraTarget(world, 'stackdriver-exporter', 'stackdriver-exporter:9255', {});
  const labels = { database_id: `${project}:${databases[index].name}` };
  const used = usedBytes(world, index, disk);
  setGauge(world, target, `${CLOUD}_bytes_used`, labels, used);
  setGauge(world, target, `${CLOUD}_quota`, labels, disk.sizeBytes);
  setGauge(world, target, `${CLOUD}_utilization`, labels, used / disk.sizeBytes);
}

/** WAL and slots, as postgres_exporter 0.20 names them: collector/pg_wal.go, pg_replication_slot.go; queries.go for pg_replication_slots. */
export function walGauges(world: World, index: number, target: number, disk: DiskState): void {
  const { host, databases } = world.plan.scenario.fleet.databases[index];
  setGauge(world, target, 'pg_wal_segments', {}, walSize(disk) / FILE_BYTES);
  setGauge(world, target, 'pg_wal_size_bytes', {}, walSize(disk));
  for (const slot of disk.slots) {
    const name = slotName(world, slot);
    const labels = { slot_name: name, slot_type: 'physical' };
    const old = { server: `${host}:5432`, slot_name: name, database: databases[0] };
    const kept = slot.status === SLOT.kept;
    const active = senderOf(world, index, slot) === null ? 0 : 1;
    const set = (metric: string, of: typeof labels | typeof old, value: number | null): void => {
      if (value === null || slot.status === SLOT.dropped) endGauge(world, target, metric, of);
      else setGauge(world, target, metric, of, value);
    };
    const behind = (walPosition(world, index) - restartOf(world, index, slot)) * world.plan.walBytes[index];
    set('pg_replication_slots_active', old, active);
    set('pg_replication_slots_pg_wal_lsn_diff', old, kept ? behind : null);
    set('pg_replication_slot_slot_is_active', labels, active);
    set('pg_replication_slot_safe_wal_size_bytes', labels, safeWalBytes(world, index, slot));
    const status = walStatus(world, index, disk, slot);
    for (const word of STATUSES) {
      const of = { ...labels, wal_status: word };
      set('pg_replication_slot_wal_status', of, word === status ? 1 : null);
    }
  }
}
