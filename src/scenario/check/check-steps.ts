import { child, itemsOf, type Located, textAt } from '../document/located.ts';
import { type FleetNames, databasesIn, names, routesOf } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

/** Names used by an endpoint's steps: services and routes called, pools, tables, caches, flags. */
export function checkSteps(remarks: Remarks, steps: readonly Located[], service: Located, fleet: FleetNames, openPool: string | null): void {
  for (const step of steps) {
    const call = child(step, 'call');
    if (call !== null) checkCall(remarks, call, fleet);
    for (const branch of itemsOf(step, 'parallel')) checkCall(remarks, branch, fleet);
    const transaction = child(step, 'transaction');
    if (transaction !== null) checkTransaction(remarks, transaction, service, fleet, openPool);
    const query = child(step, 'query');
    if (query !== null) checkQuery(remarks, query, service, fleet, openPool);
    remarks.known(child(step, 'sometimes'), 'flag', fleet.flags, 'flag', 'Flags');
    checkSteps(remarks, itemsOf(child(step, 'sometimes'), 'steps'), service, fleet, openPool);
    remarks.known(child(step, 'produce'), 'topic', fleet.topics, 'topic', 'Topics');
    const cache = child(step, 'cache');
    if (cache !== null) {
      remarks.known(cache, 'name', fleet.caches, 'cache', 'Caches');
      checkSteps(remarks, itemsOf(cache, 'onMiss'), service, fleet, openPool);
    }
  }
}

/** Caches read in a program. */
export function cachesIn(steps: readonly Located[]): Located[] {
  return steps.flatMap((step) => {
    const cache = child(step, 'cache');
    const inner = [...itemsOf(child(step, 'transaction'), 'steps'), ...itemsOf(child(step, 'sometimes'), 'steps'), ...itemsOf(cache, 'onMiss')];
    return [...(cache === null ? [] : [cache]), ...cachesIn(inner)];
  });
}

function checkCall(remarks: Remarks, call: Located, fleet: FleetNames): void {
  const called = textAt(call, 'service') ?? '';
  // what others answer on which routes is their business
  if (!fleet.externals.includes(called) && remarks.known(call, 'service', [...fleet.services, ...fleet.externals], 'service', 'Services')) {
    remarks.known(call, 'route', routesOf(fleet.service.get(called)), 'route', 'Routes', called);
  }
  remarks.known(call, 'flag', fleet.flags, 'flag', 'Flags');
}

function checkTransaction(remarks: Remarks, transaction: Located, service: Located, fleet: FleetNames, openPool: string | null): void {
  const pool = textAt(transaction, 'pool');
  remarks.known(transaction, 'pool', names(itemsOf(service, 'pools')), 'pool', 'Pools', textAt(service, 'name') ?? '');
  if (openPool !== null) remarks.error(transaction, 'a transaction inside a transaction; PostgreSQL has none');
  checkSteps(remarks, itemsOf(transaction, 'steps'), service, fleet, pool);
}

function checkQuery(remarks: Remarks, query: Located, service: Located, fleet: FleetNames, openPool: string | null): void {
  const pools = itemsOf(service, 'pools');
  if (!remarks.known(query, 'pool', names(pools), 'pool', 'Pools', textAt(service, 'name') ?? '')) return;
  const poolName = textAt(query, 'pool');
  const poolNode = child(query, 'pool');
  if (openPool !== null && poolName !== openPool && poolNode !== null)
    remarks.error(poolNode, `a query inside a transaction runs on its connection; expected pool "${openPool}"`);
  const pool = pools.find((candidate) => textAt(candidate, 'name') === poolName) ?? null;
  const instance = instanceOf(pool, fleet);
  const database = textAt(pool, 'database');
  if (instance === undefined || database === null || !databasesIn(instance).includes(database)) return;
  const tables = itemsOf(instance, 'tables').filter((table) => textAt(table, 'database') === database);
  remarks.known(query, 'table', names(tables), 'table', 'Tables', `database ${database}`);
}

/** The database instance a client pool leads to, through a pooler or straight. */
export function instanceOf(pool: Located | null, fleet: FleetNames): Located | undefined {
  const target = textAt(pool, 'target') ?? '';
  return fleet.database.get(target) ?? fleet.database.get(fleet.poolerTarget.get(target) ?? '');
}
