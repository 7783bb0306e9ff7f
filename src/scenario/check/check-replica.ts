import { child, itemsOf, type Located, textAt, textOf } from '../document/located.ts';
import { databasesIn, type FleetNames } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

/** Where an instance stands, and what it replicates. */
export function checkReplica(remarks: Remarks, instance: Located, root: Located, fleet: FleetNames): void {
  const home = textAt(instance, 'region') ?? fleet.regions[0] ?? '';
  const region = itemsOf(root, 'regions').find((candidate) => textAt(candidate, 'name') === home);
  if (region !== undefined) {
    const zones = itemsOf(region, 'zones').flatMap((zone) => textOf(zone) ?? []);
    remarks.known(instance, 'zone', zones, 'zone', 'Zones', home);
  }
  const at = child(instance, 'replicaOf');
  if (at === null || !remarks.known(instance, 'replicaOf', fleet.databases, 'database', 'Databases')) return;
  const name = textAt(instance, 'name') ?? '';
  const primary = fleet.database.get(textOf(at) ?? '');
  if (textOf(at) === name) remarks.error(at, 'expected another database');
  else if (child(primary ?? null, 'replicaOf') !== null) remarks.error(at, `${textOf(at)} is a replica itself; expected a primary`);
  else {
    const [own, theirs] = [databasesIn(instance).join(', '), databasesIn(primary).join(', ')];
    if (own !== theirs) remarks.error(child(instance, 'databases') ?? at, `a replica has the databases of its primary: ${theirs}`);
  }
}

/** Whether a database is the primary or a replica of a group. */
export function isReplicated(name: string, fleet: FleetNames): boolean {
  const database = fleet.database.get(name) ?? null;
  return child(database, 'replicaOf') !== null || [...fleet.database.values()].some((other) => textAt(other, 'replicaOf') === name);
}
