import type { CallModel } from '../../scenario/model/fleet.ts';
import type { ConnectionsModel } from '../../scenario/model/connection.ts';
import type { BulkheadModel } from '../../scenario/model/protection.ts';
import { criticalityBits } from '../protection/criticality.ts';
import type { ClusterPlan, SitePlan, ThrottlePlan } from './plan.ts';
import { RETRY_ON } from './plan.ts';

/** A place that calls, before it has a number. */
export interface NewSite {
  readonly from: number;
  readonly fromEnvoy: boolean;
  readonly target: number;
  readonly external: number;
  readonly address: string;
  readonly endpoint: number;
  readonly call: CallModel;
  readonly breaker: number;
  readonly flag: number;
  readonly hopUs: number;
  readonly pointOfPresence: number;
  readonly edgeHopUs: number;
  /** The load balancer's, 0 for calls that don't go through it. */
  readonly edgeTimeoutUs: number;
  readonly edgeRoute: number;
  readonly counted: number;
}

/** Numbers the sites, over all and among their caller's. */
export function numberSites(sites: readonly NewSite[], services: readonly { readonly region: number }[]): SitePlan[] {
  return sites.map(
    (
      { from, fromEnvoy, target, external, address, endpoint, call, breaker, flag, hopUs, pointOfPresence, edgeHopUs, edgeTimeoutUs, edgeRoute, counted },
      index,
    ): SitePlan => ({
      index,
      from,
      fromEnvoy,
      local: sites.slice(0, index).filter((other) => other.from === from).length,
      target,
      external,
      address,
      region: services[target < 0 ? from : target].region,
      endpoint,
      timeoutUs: call.timeoutUs,
      overallUs: call.overallTimeoutUs,
      timerUs: timerOf(call, hopUs, edgeTimeoutUs - edgeHopUs),
      retries: call.retries,
      backoffBaseUs: call.backoffBaseUs,
      backoffMaxUs: call.backoffMaxUs,
      retryOn: call.retryOn.reduce((bits, cause) => bits | RETRY_ON[cause], 0),
      budget: call.retryBudget ?? -1,
      optional: call.optional,
      flag,
      breaker,
      bulkhead: bulkheadsOf(sites, from).findIndex(({ name }) => name === call.bulkhead?.name),
      throttle: throttlesOf(sites, from).findIndex(({ name }) => call.adaptiveThrottling !== undefined && name === address),
      cluster: clustersOf(sites, from).findIndex((other) => call.outlierDetection !== undefined && other.target === target),
      panicPercent: call.outlierDetection?.healthyPanicThreshold ?? 0,
      criticality: call.criticality === undefined ? -1 : criticalityBits(call.criticality),
      propagates: call.deadline === 'propagate',
      guarded:
        call.bulkhead !== undefined ||
        call.adaptiveThrottling !== undefined ||
        call.deadline === 'propagate' ||
        call.outlierDetection !== undefined ||
        external >= 0 ||
        call.connections !== undefined,
      pool: poolsOf(sites, from).findIndex((other) => call.connections !== undefined && other.target === target),
      hopUs,
      pointOfPresence,
      edgeHopUs,
      counted,
      edgeRoute,
      edgeTimesOut: edgeTimeoutUs > 0 && edgeTimeoutUs - edgeHopUs < timerOf(call, hopUs, 0),
    }),
  );
}

/** Whom a service keeps connections to: calls of the same target share them. */
export function poolsOf(sites: readonly NewSite[], service: number): { readonly target: number; readonly model: ConnectionsModel }[] {
  const found = sites.flatMap(({ from, target, call: { connections } }) =>
    from >= 0 && from === service && target >= 0 && connections !== undefined ? [{ target, model: connections }] : [],
  );
  return found.filter(({ target }, at) => found.findIndex((other) => other.target === target) === at);
}

/** Whom a service holds calls back from: those of its calls of the same target that say so share a throttle. */
export function throttlesOf(sites: readonly NewSite[], service: number): ThrottlePlan[] {
  const found = sites.flatMap(({ from, address, call: { adaptiveThrottling } }) =>
    from >= 0 && from === service && adaptiveThrottling !== undefined ? [{ name: address, model: adaptiveThrottling }] : [],
  );
  return found.filter(({ name }, at) => found.findIndex((other) => other.name === name) === at);
}

/** Whose outliers a service's Envoys detect: calls of the same target share a cluster. */
export function clustersOf(sites: readonly NewSite[], service: number): ClusterPlan[] {
  const found = sites.flatMap(({ from, target, call: { outlierDetection } }) =>
    from >= 0 && from === service && outlierDetection !== undefined ? [{ target, model: outlierDetection }] : [],
  );
  return found.filter(({ target }, at) => found.findIndex((other) => other.target === target) === at);
}

/** A service's bulkheads: calls that name the same share it. */
export function bulkheadsOf(sites: readonly NewSite[], service: number): BulkheadModel[] {
  const found = sites.flatMap(({ from, call }) => (from === service && call.bulkhead !== undefined ? [call.bulkhead] : []));
  return found.filter(({ name }, at) => found.findIndex((other) => other.name === name) === at);
}

/** @param edgeUs how long the load balancer waits, counted from the arrival at the pod */
function timerOf(call: CallModel, hopUs: number, edgeUs: number): number {
  const limits = [call.timeoutUs, call.overallTimeoutUs].flatMap((us) => (us > 0 ? [us - hopUs] : []));
  if (edgeUs > 0) limits.push(edgeUs);
  return limits.length === 0 ? 0 : Math.min(...limits);
}
