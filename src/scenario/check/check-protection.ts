import { child, type Located, textAt } from '../document/located.ts';
import { DEFAULT_BASE_EJECTION_US, DEFAULT_MAX_EJECTION_PERCENT, DEFAULT_MIN_CONCURRENCY } from '../schema/protection.ts';
import { formatDuration } from '../schema/quantity.ts';
import { DEFAULT_BULKHEAD } from '../schema/step.ts';
import { durationAt, numberAt } from './amounts.ts';
import { callsOf, sameForTarget, sayTheSame } from './check-calls.ts';
import { type FleetNames, routesOf } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

/** Whom a rate limit is for, and amounts of it that contradict each other. */
export function checkProtection(remarks: Remarks, service: Located, fleet: FleetNames): void {
  checkBulkheads(remarks, service);
  checkOutliers(remarks, service, fleet);
  checkShedding(remarks, service);
  const throttled = callsOf(service).filter((call) => child(call, 'adaptiveThrottling') !== null);
  sayTheSame(remarks, throttled, 'adaptiveThrottling', 'what is accepted is counted by called service');
  const limit = child(service, 'rateLimit');
  if (limit === null) return;
  remarks.known(limit, 'route', routesOf(service), 'route', 'Routes', textAt(service, 'name') ?? '');
  remarks.known(limit, 'client', fleet.clients, 'client class', 'Clients');
  const [most, perFill] = [numberAt(limit, 'maxTokens'), numberAt(limit, 'tokensPerFill')];
  const at = child(limit, 'tokensPerFill');
  if (at !== null && most !== null && perFill !== null && perFill > most) remarks.warn(at, `a bucket never holds more than maxTokens, ${most}`);
}

/** A limit that could never be as low as it is while minRTT is measured, and shares of none. */
function checkShedding(remarks: Remarks, service: Located): void {
  const adaptive = child(service, 'adaptiveConcurrency');
  const most = child(adaptive, 'maxConcurrencyLimit');
  const least = numberAt(child(adaptive, 'minRtt'), 'minConcurrency') ?? DEFAULT_MIN_CONCURRENCY;
  if (most !== null && (numberAt(adaptive, 'maxConcurrencyLimit') ?? least) < least) remarks.error(most, `must be at least minRtt.minConcurrency, ${least}`);
  const shares = child(service, 'limitShares');
  if (shares !== null && adaptive === null && child(service, 'maxInFlight') === null)
    remarks.warn(shares, 'nothing to share: the service has neither maxInFlight nor adaptiveConcurrency');
}

/** Envoy refuses a longest ejection that is shorter than the first. And where one pod is more than may be ejected, none ever is. */
function checkOutliers(remarks: Remarks, service: Located, fleet: FleetNames): void {
  sameForTarget(remarks, service, fleet, 'outlierDetection', "an Envoy has one upstream cluster for a service's pods");
  for (const call of callsOf(service)) {
    const detection = child(call, 'outlierDetection');
    if (detection === null) continue;
    const base = durationAt(detection, 'baseEjectionTime') ?? DEFAULT_BASE_EJECTION_US;
    const most = child(detection, 'maxEjectionTime');
    if (most !== null && (durationAt(detection, 'maxEjectionTime') ?? base) < base)
      remarks.error(most, `must be at least baseEjectionTime, ${formatDuration(base)}`);
    const pods = mostPodsOf(fleet.service.get(textAt(call, 'service') ?? ''));
    const percent = numberAt(detection, 'maxEjectionPercent') ?? DEFAULT_MAX_EJECTION_PERCENT;
    if (pods !== null && 100 > percent * pods && !saysTrue(child(detection, 'alwaysEjectOneHost')))
      remarks.warn(
        child(detection, 'maxEjectionPercent') ?? detection,
        `nothing can be ejected: ${percent}% of ${pods} ${pods === 1 ? 'pod' : 'pods'} is less than one; raise maxEjectionPercent, or say alwaysEjectOneHost: true`,
      );
  }
}

/** null where regions differ. */
export function mostPodsOf(service: Located | undefined): number | null {
  if (service === undefined || child(service, 'regions') !== null) return null;
  return numberAt(child(service, 'autoscaler'), 'maxReplicas') ?? numberAt(service, 'replicas') ?? 1;
}

function saysTrue(node: Located | null): boolean {
  return node?.kind === 'scalar' && node.value === true;
}

/** Calls that name the same bulkhead share it: one size. */
function checkBulkheads(remarks: Remarks, service: Located): void {
  const first = new Map<string, { readonly size: number; readonly at: Located }>();
  for (const call of callsOf(service)) {
    const bulkhead = child(call, 'bulkhead');
    if (bulkhead === null) continue;
    const name = textAt(bulkhead, 'name') ?? textAt(call, 'service') ?? '';
    const size = numberAt(bulkhead, 'maxConcurrent') ?? DEFAULT_BULKHEAD;
    const at = child(bulkhead, 'maxConcurrent') ?? bulkhead;
    const known = first.get(name);
    if (known === undefined) first.set(name, { size, at });
    else if (known.size !== size) {
      const { file, line, column } = known.at.place;
      remarks.error(at, `expected ${known.size} places, as bulkhead "${name}" has at ${file}:${line}:${column}: calls that share it must say the same`);
    }
  }
}
