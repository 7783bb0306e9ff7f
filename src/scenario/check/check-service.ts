import { child, descend, itemsOf, type Located, textAt, textOf } from '../document/located.ts';
import { formatDuration } from '../schema/quantity.ts';
import { DEFAULT_CORES, DEFAULT_CPU_LIMIT_MILLI, DEFAULT_WORKERS } from '../schema/service.ts';
import { bytesAt, cpuAt, durationAt, numberAt } from './amounts.ts';
import { checkExpression } from './check-alerts.ts';
import { checkCanary } from './check-canary.ts';
import { checkDisk } from './check-disk.ts';
import { checkSteps, instanceOf } from './check-steps.ts';
import { databasesIn, type FleetNames, names } from './fleet-names.ts';
import { checkReplica, isReplicated } from './check-replica.ts';
import { checkProtection } from './check-protection.ts';
import type { Remarks } from './remarks.ts';

/** Sense of one service: its references and amounts that contradict each other. */
export function checkService(remarks: Remarks, service: Located, fleet: FleetNames): void {
  remarks.known(service, 'region', fleet.regions, 'region', 'Regions');
  checkResources(remarks, service);
  checkThrottling(remarks, service);
  checkElasticWorkers(remarks, service);
  checkProtection(remarks, service, fleet);
  checkRollout(remarks, service);
  checkCanary(remarks, child(service, 'canary'));
  checkDisruptionBudget(remarks, child(service, 'disruptionBudget'));
  for (const kind of ['liveness', 'readiness']) checkProbe(remarks, child(service, kind));
  const pools = itemsOf(service, 'pools');
  remarks.distinct(pools, 'name', 'pool');
  for (const pool of pools) checkPool(remarks, pool, fleet);
  const endpoints = itemsOf(service, 'endpoints');
  for (const method of ['GET', 'POST'])
    remarks.distinct(
      endpoints.filter((endpoint) => (textAt(endpoint, 'method') ?? 'GET') === method),
      'route',
      'route',
    );
  for (const endpoint of endpoints) checkSteps(remarks, itemsOf(endpoint, 'steps'), service, fleet, null);
  checkConsumer(remarks, child(service, 'consumes'), service, fleet);
  remarks.distinct(itemsOf(service, 'revisions'), 'version', 'version');
}

function checkConsumer(remarks: Remarks, consumes: Located | null, service: Located, fleet: FleetNames): void {
  for (const key of ['topic', 'deadLetterTopic']) remarks.known(consumes, key, fleet.topics, 'topic', 'Topics');
  checkSteps(remarks, itemsOf(consumes, 'steps'), service, fleet, null);
  if (consumes !== null && textAt(consumes, 'onError') === 'park' && child(consumes, 'deadLetterTopic') === null)
    remarks.error(consumes, 'parks records and names no deadLetterTopic');
  const group = textAt(consumes, 'group');
  if (fleet.consumerGroups.filter((other) => other === group).length > 1)
    remarks.error(child(consumes, 'group') ?? service, `"${group}" is a group of another service too; each service needs its own`);
}

function checkResources(remarks: Remarks, service: Located): void {
  const cpu = child(service, 'cpu');
  const [cpuRequest, cpuLimit] = [cpuAt(cpu, 'request'), cpuAt(cpu, 'limit')];
  if (cpu !== null && cpuRequest !== null && cpuLimit !== null && cpuRequest > cpuLimit)
    remarks.error(descend(cpu, 'request') ?? cpu, `must be less than or equal to the limit, ${cpuLimit}m`);
  const memory = child(service, 'memory');
  const limit = bytesAt(memory, 'limit');
  for (const key of ['request', 'base']) {
    const amount = bytesAt(memory, key);
    if (memory !== null && amount !== null && limit !== null && amount > limit)
      remarks.error(child(memory, key) ?? memory, `must be less than or equal to the limit, ${textAt(memory, 'limit')}`);
  }
  const regions = child(service, 'regions');
  const homes = regions?.kind === 'map' ? [...regions.entries.values()].map(({ value }) => value) : [];
  for (const home of homes.length === 0 ? [service] : homes)
    checkAutoscaler(remarks, child(home, 'autoscaler') ?? child(service, 'autoscaler'), child(home, 'replicas') === null ? service : home);
}

/** A quota of CPU time is felt where threads can run on more cores than it stands for. */
function checkThrottling(remarks: Remarks, service: Located): void {
  const cpu = child(service, 'cpu');
  const throttling = child(cpu, 'throttling');
  if (textOf(throttling) !== 'cfs' || throttling === null) return;
  if (textAt(service, 'discipline') === 'fcfs')
    remarks.error(child(service, 'discipline') ?? service, 'must be ps with throttling: cfs, which shares the cores');
  const [cores, limit] = [numberAt(service, 'cores') ?? DEFAULT_CORES, cpuAt(cpu, 'limit') ?? DEFAULT_CPU_LIMIT_MILLI];
  if (cores * 1000 <= limit) remarks.warn(throttling, `never throttles: ${cores} cores at a time use no more than the limit, ${limit}m`);
}

/** @param service where `replicas` stands */
function checkAutoscaler(remarks: Remarks, autoscaler: Located | null, service: Located): void {
  const [min, max, replicas] = [numberAt(autoscaler, 'minReplicas'), numberAt(autoscaler, 'maxReplicas'), numberAt(service, 'replicas')];
  const metrics = itemsOf(autoscaler, 'metrics');
  remarks.distinct(metrics, 'name', 'metric');
  for (const metric of metrics) checkExpression(remarks, child(metric, 'query'));
  if (autoscaler === null || min === null || max === null) return;
  if (min > max) remarks.error(child(autoscaler, 'minReplicas') ?? autoscaler, `must be at most maxReplicas, ${max}`);
  else if (replicas !== null && (replicas < min || replicas > max))
    remarks.error(child(service, 'replicas') ?? service, `must lie between the autoscaler's ${min} and ${max}`);
}

/** A pod begins with `workers`, so they must be a number that its pool may have. The schema has compared `min` with `max`. */
function checkElasticWorkers(remarks: Remarks, service: Located): void {
  const elastic = child(service, 'elasticWorkers');
  const most = numberAt(elastic, 'max');
  if (elastic === null || most === null) return;
  const least = numberAt(elastic, 'min') ?? 1;
  const given = child(service, 'workers');
  const workers = numberAt(service, 'workers') ?? DEFAULT_WORKERS;
  if (least > most || (workers >= least && workers <= most)) return;
  const range = `must lie between elasticWorkers' ${least} and ${most}`;
  if (given === null) remarks.error(elastic, `workers, ${workers} by default, ${range}`);
  else remarks.error(given, range);
}

/** Kubernetes refuses a Deployment that may neither surge nor lose a pod. */
function checkRollout(remarks: Remarks, service: Located): void {
  const rollout = child(service, 'rollout');
  const surge = child(rollout, 'maxSurge');
  if (isZero(surge) && isZero(child(rollout, 'maxUnavailable')) && surge !== null) remarks.error(surge, 'must not be 0 while maxUnavailable is 0');
}

/** Source: Kubernetes pkg/apis/policy/validation, IsNotMoreThan100Percent. */
function checkDisruptionBudget(remarks: Remarks, budget: Located | null): void {
  for (const key of ['minAvailable', 'maxUnavailable']) {
    const part = child(budget, key);
    if (part !== null && Number(/^(\d+)%$/.exec(textOf(part) ?? '')?.[1] ?? 0) > 100) remarks.error(part, 'must not be greater than 100%');
  }
}

function isZero(node: Located | null): boolean {
  return node?.kind === 'scalar' && (node.value === 0 || node.value === '0%');
}

function checkProbe(remarks: Remarks, probe: Located | null): void {
  const [timeout, period] = [durationAt(probe, 'timeout'), durationAt(probe, 'period')];
  const at = child(probe, 'timeout');
  if (at !== null && timeout !== null && period !== null && timeout > period) remarks.warn(at, `longer than the period, ${formatDuration(period)}`);
}

function checkPool(remarks: Remarks, pool: Located, fleet: FleetNames): void {
  if (remarks.known(pool, 'target', [...fleet.databases, ...fleet.poolers], 'database or pooler', 'Databases and poolers')) {
    const instance = instanceOf(pool, fleet);
    if (instance !== undefined) remarks.known(pool, 'database', databasesIn(instance), 'database', 'Databases', textAt(instance, 'name') ?? '');
  }
  const endpoint = child(pool, 'endpoint');
  const target = textAt(pool, 'target') ?? '';
  if (endpoint !== null && fleet.poolers.includes(target)) remarks.error(endpoint, `is for pools that connect to a database themselves; ${target} is a pooler`);
  else if (endpoint !== null && fleet.database.has(target) && !isReplicated(target, fleet))
    remarks.error(endpoint, `no database is a replica of ${target}; give one replicaOf: ${target}`);
  const size = numberAt(pool, 'size');
  for (const key of ['minIdle', 'maxIdle']) {
    const count = numberAt(pool, key);
    if (size !== null && count !== null && count > size) remarks.error(child(pool, key) ?? pool, `must be at most the pool's size, ${size}`);
  }
}

/** Instances, poolers and caches. */
export function checkDataStores(remarks: Remarks, root: Located, fleet: FleetNames): void {
  const kinds = [
    ['databases', fleet.databases, 'database', 'Databases'],
    ['poolers', fleet.poolers, 'pooler', 'Poolers'],
    ['caches', fleet.caches, 'cache', 'Caches'],
  ] as const;
  for (const [key, known, noun, plural] of kinds) for (const store of itemsOf(root, key)) remarks.known(store, 'inPlaceOf', known, noun, plural);
  for (const pooler of itemsOf(root, 'poolers')) {
    remarks.known(pooler, 'region', fleet.regions, 'region', 'Regions');
    remarks.known(pooler, 'database', fleet.databases, 'database', 'Databases');
  }
  for (const cache of itemsOf(root, 'caches')) remarks.known(cache, 'region', fleet.regions, 'region', 'Regions');
  remarks.known(child(root, 'kafka'), 'region', fleet.regions, 'region', 'Regions');
  for (const instance of itemsOf(root, 'databases')) {
    remarks.known(instance, 'region', fleet.regions, 'region', 'Regions');
    checkReplica(remarks, instance, root, fleet);
    checkDisk(remarks, instance, fleet);
    const databases = databasesIn(instance);
    const owner = textAt(instance, 'name') ?? '';
    for (const item of [...itemsOf(instance, 'tables'), ...itemsOf(instance, 'residents')])
      remarks.known(item, 'database', databases, 'database', 'Databases', owner);
    checkSettings(remarks, child(instance, 'settings'));
  }
  const everything = ['services', 'databases', 'poolers', 'caches', 'externals'].flatMap((key) => itemsOf(root, key));
  remarks.distinct(everything, 'name', 'component');
  for (const [key, noun] of [
    ['regions', 'region'],
    ['nodePools', 'node pool'],
    ['flags', 'flag'],
    ['clients', 'client class'],
  ] as const) {
    remarks.distinct(itemsOf(root, key), 'name', noun);
  }
  for (const pool of itemsOf(root, 'nodePools')) remarks.known(pool, 'region', names(itemsOf(root, 'regions')), 'region', 'Regions');
}

/** PostgreSQL does not start when its reserved slots take all of max_connections. */
function checkSettings(remarks: Remarks, settings: Located | null): void {
  const reserved = child(settings, 'superuser_reserved_connections');
  const max = Number(textOf(child(settings, 'max_connections')) ?? '100');
  const count = Number(textOf(reserved) ?? '3');
  if (reserved !== null && count >= max) remarks.error(reserved, `must be less than max_connections, ${max}`);
}
