import type { CallModel } from '../../scenario/model/fleet.ts';
import type { SitePlan } from './plan.ts';
import { RETRY_ON } from './plan.ts';

/** A place that calls, before it becomes a row. */
export interface NewSite {
  readonly from: number;
  readonly target: number;
  readonly endpoint: number;
  readonly call: CallModel;
  readonly breaker: number;
  readonly flag: number;
  readonly hopUs: number;
}

/** Lays the sites out as columns. */
export function layOutSites(sites: readonly NewSite[]): SitePlan {
  const whole = (of: (site: NewSite, at: number) => number): Int32Array => Int32Array.from(sites, of);
  const real = (of: (site: NewSite) => number): Float64Array => Float64Array.from(sites, of);
  return {
    count: sites.length,
    from: whole((site) => site.from),
    local: whole((site, at) => sites.slice(0, at).filter((other) => other.from === site.from).length),
    target: whole((site) => site.target),
    endpoint: whole((site) => site.endpoint),
    timeoutUs: real((site) => site.call.timeoutUs),
    overallUs: real((site) => site.call.overallTimeoutUs),
    retries: whole((site) => site.call.retries),
    backoffBaseUs: real((site) => site.call.backoffBaseUs),
    backoffMaxUs: real((site) => site.call.backoffMaxUs),
    retryOn: whole((site) => site.call.retryOn.reduce((bits, cause) => bits | RETRY_ON[cause], 0)),
    budget: real((site) => site.call.retryBudget ?? -1),
    optional: whole((site) => (site.call.optional ? 1 : 0)),
    flag: whole((site) => site.flag),
    breaker: whole((site) => site.breaker),
    hopUs: real((site) => site.hopUs),
  };
}
