import { child, itemsOf, type Located, textAt, textOf } from '../document/located.ts';
import { bytesAt } from './amounts.ts';
import type { FleetNames } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

/** A new instance's WAL: min_wal_size. Source: PostgreSQL 15 guc_tables.c. */
const LEAST_WAL = 80 * 1024 * 1024;
const GIB = 1024 * 1024 * 1024;

/** An instance's disk: it holds what is there from the start. */
export function checkDisk(remarks: Remarks, instance: Located, fleet: FleetNames): void {
  const disk = child(instance, 'disk');
  if (disk === null) return;
  const primary = fleet.database.get(textAt(instance, 'replicaOf') ?? '') ?? null;
  const per = child(disk, 'walPerTransaction');
  if (primary !== null && per !== null) remarks.error(per, 'is said of the primary, whose WAL a replica keeps');
  const own = itemsOf(instance, 'tables');
  const tables = own.length > 0 ? own : itemsOf(primary, 'tables');
  const needed = tables.reduce((sum, table) => sum + (bytesAt(table, 'size') ?? 0), LEAST_WAL);
  const size = bytesAt(disk, 'size');
  const at = child(disk, 'size');
  if (at !== null && size !== null && size < needed)
    remarks.error(
      at,
      `too small: the tables and the least WAL, 80Mi, take ${Math.ceil((needed / GIB) * 10) / 10}Gi; expected at least ${Math.ceil(needed / GIB)}Gi`,
    );
  const limit = child(disk, 'autoResizeLimit');
  const most = bytesAt(disk, 'autoResizeLimit');
  if (limit !== null && most !== null && size !== null && most < size) remarks.error(limit, `must be at least size, ${textOf(at)}`);
}

/** Commands about disks name an instance that has one, and a slot that is there from the start. */
export function checkDiskCommand(remarks: Remarks, command: Located | null, fleet: FleetNames): void {
  const kind = textAt(command, 'kind');
  const at = child(command, 'database');
  const instance = textOf(at) ?? '';
  if ((kind !== 'set-disk' && kind !== 'drop-replication-slot') || at === null || !fleet.databases.includes(instance)) return;
  const withDisk = fleet.databases.filter((name) => child(fleet.database.get(name) ?? null, 'disk') !== null);
  if (!withDisk.includes(instance)) remarks.error(at, `${instance} has no disk; with one: ${withDisk.join(', ') || 'none'}`);
  else if (kind === 'drop-replication-slot') {
    const standbys = fleet.databases.filter((name) => textAt(fleet.database.get(name) ?? null, 'replicaOf') === instance);
    remarks.known(
      command,
      'slot',
      standbys.map((name) => name.replaceAll('-', '_')),
      'replication slot',
      'Slots',
      instance,
    );
  }
}
