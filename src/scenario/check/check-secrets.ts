import { child, itemsOf, type Located, textAt } from '../document/located.ts';
import type { FleetNames } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

/** Secrets are of roles that pools connect as, at the instance that has the roles. */
export function checkSecrets(remarks: Remarks, root: Located, fleet: FleetNames): void {
  const secrets = itemsOf(root, 'secrets');
  remarks.distinct(secrets, 'name', 'secret');
  const pools = itemsOf(root, 'services').flatMap((service) => itemsOf(service, 'pools'));
  const rootOf = (name: string): string => textAt(fleet.database.get(name) ?? null, 'replicaOf') ?? name;
  const instanceOf = (pool: Located): string => {
    const target = textAt(pool, 'target') ?? '';
    return rootOf(fleet.poolerTarget.get(target) ?? target);
  };
  const seen = new Set<string>();
  for (const secret of secrets) {
    if (!remarks.known(secret, 'database', fleet.databases, 'database', 'Databases')) continue;
    const database = textAt(secret, 'database') ?? '';
    if (rootOf(database) !== database) {
      remarks.error(child(secret, 'database') ?? secret, `is a replica: its roles are those of ${rootOf(database)}`);
      continue;
    }
    const users = [...new Set(pools.flatMap((pool) => (instanceOf(pool) === database ? (textAt(pool, 'user') ?? []) : [])))];
    if (!remarks.known(secret, 'user', users, 'user', 'Users', `pools to ${database}`)) continue;
    const role = `${textAt(secret, 'user')}@${database}`;
    if (seen.has(role)) remarks.error(child(secret, 'user') ?? secret, `has a secret already: a role has one password`);
    seen.add(role);
  }
}
