import { checkDiskCommand } from './check-disk.ts';
import { child, itemsOf, type Located, textAt } from '../document/located.ts';
import { formatDuration } from '../schema/quantity.ts';
import { DEFAULT_VERSION } from '../schema/service.ts';
import { durationAt } from './amounts.ts';
import { checkLinkCommand } from './check-network.ts';
import { type FleetNames, names, routesOf, tablesOf } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

const MINUTE = 60_000_000;
/** Burn-rate windows and rates need some healthy running behind them. */
const HEALTHY_US = 10 * MINUTE;

/** Versions a service runs at some time: its revisions and what the timeline deploys. */
export function versionsOf(service: string, timeline: readonly Located[], fleet: FleetNames): string[] {
  const deployed = timeline
    .map((entry) => child(entry, 'command'))
    .filter((command) => textAt(command, 'kind') === 'deploy' && textAt(command, 'service') === service)
    .flatMap((command) => textAt(command, 'version') ?? []);
  const revisions = names(itemsOf(fleet.service.get(service) ?? null, 'revisions'), 'version');
  return [...(revisions.length === 0 ? [DEFAULT_VERSION] : revisions), ...deployed];
}

export function checkTimeline(remarks: Remarks, scenario: Located, fleet: FleetNames, front: string | null): void {
  const warmup = durationAt(scenario, 'warmup');
  const warmupAt = child(scenario, 'warmup');
  if (warmup !== null && warmupAt !== null && warmup < HEALTHY_US) remarks.error(warmupAt, `expected at least 10m, got ${formatDuration(warmup)}`);
  for (const entry of itemsOf(scenario, 'timeline')) {
    const at = durationAt(entry, 'at');
    const place = child(entry, 'at');
    const noise = child(entry, 'noise');
    const isNoise = noise?.kind === 'scalar' && noise.value === true;
    if (at !== null && place !== null && warmup !== null && warmup >= HEALTHY_US) {
      if (at < -warmup) remarks.error(place, `lies before the warm-up begins, ${formatDuration(-warmup)}`);
      else if (!isNoise && at < HEALTHY_US - warmup)
        remarks.error(place, `leaves less than ten healthy minutes; expected ${formatDuration(HEALTHY_US - warmup)} or later, or a longer warmup`);
    }
    checkCommand(remarks, child(entry, 'command'), fleet, front);
  }
}

function checkCommand(remarks: Remarks, command: Located | null, fleet: FleetNames, front: string | null): void {
  remarks.known(command, 'service', fleet.services, 'service', 'Services');
  remarks.known(command, 'flag', fleet.flags, 'flag', 'Flags');
  remarks.known(command, 'region', fleet.regions, 'region', 'Regions');
  if (textAt(command, 'kind') === 'set-node-pool-limits') remarks.known(command, 'pool', fleet.nodePools, 'node pool', 'Node pools');
  if (textAt(command, 'kind') === 'set-resource-quota') remarks.known(command, 'quota', fleet.resourceQuotas, 'quota', 'Quotas');
  remarks.known(command, 'external', fleet.externals, 'external service', 'External services');
  const kind = textAt(command, 'kind');
  if (command !== null && !fleet.hasCdn && (kind === 'purge-cdn' || kind === 'set-cdn')) remarks.error(command, 'the fleet has no CDN; describe it under cdn');
  remarks.known(command, 'pointOfPresence', fleet.pointsOfPresence, 'point of presence', 'Points of presence');
  remarks.known(command, 'group', fleet.consumerGroups, 'consumer group', 'Consumer groups');
  remarks.known(command, 'secret', fleet.secrets, 'secret', 'Secrets');
  remarks.known(command, 'certificate', fleet.certificates, 'certificate', 'Certificates');
  remarks.known(command, 'zone', fleet.zones, 'zone', 'Zones');
  if (remarks.known(command, 'database', fleet.databases, 'database', 'Databases')) {
    const instance = textAt(command, 'database') ?? '';
    remarks.known(command, 'table', tablesOf(fleet.database.get(instance)), 'table', 'Tables', instance);
  }
  checkDiskCommand(remarks, command, fleet);
  checkLinkCommand(remarks, command, fleet);
  if (kind === 'set-edge-route') remarks.known(command, 'route', fleet.edgeRoutes, 'route rule', 'Route rules');
  else if (front !== null) remarks.known(command, 'route', routesOf(fleet.service.get(front)), 'route', 'Routes', front);
}

/** Faults name services and versions that exist. */
export function checkFaults(remarks: Remarks, scenario: Located, fleet: FleetNames): void {
  const timeline = itemsOf(scenario, 'timeline');
  for (const fault of itemsOf(scenario, 'faults')) {
    if (!remarks.known(fault, 'service', fleet.services, 'service', 'Services')) continue;
    const service = textAt(fault, 'service') ?? '';
    const versions = versionsOf(service, timeline, fleet);
    const definition = fleet.service.get(service) ?? null;
    remarks.known(fault, 'route', routesOf(definition ?? undefined), 'route', 'Routes', service);
    remarks.known(fault, 'topic', fleet.topics, 'topic', 'Topics');
    remarks.known(fault, 'client', fleet.clients, 'client class', 'Client classes');
    remarks.known(fault, 'flag', fleet.flags, 'flag', 'Flags');
    const leaks = textAt(fault, 'kind') === 'idle-transaction-leak';
    if (leaks && !itemsOf(definition, 'endpoints').some((endpoint) => holdsCallInTransaction(itemsOf(endpoint, 'steps')))) {
      remarks.warn(fault, `${service} makes no call inside a transaction, so this changes nothing`);
    }
    for (const version of itemsOf(fault, 'versions')) remarks.knownValue(version, versions, 'version', 'Versions', `the revisions and deploys of ${service}`);
  }
}

function holdsCallInTransaction(steps: readonly Located[], inside = false): boolean {
  return steps.some((step) => {
    if (inside && (child(step, 'call') !== null || child(step, 'parallel') !== null)) return true;
    const further = [...itemsOf(child(step, 'sometimes'), 'steps'), ...itemsOf(child(step, 'cache'), 'onMiss')];
    return holdsCallInTransaction(itemsOf(child(step, 'transaction'), 'steps'), true) || holdsCallInTransaction(further, inside);
  });
}
