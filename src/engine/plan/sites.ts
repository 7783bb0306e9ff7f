import type { CallModel } from '../../scenario/model/fleet.ts';
import type { SitePlan } from './plan.ts';
import { RETRY_ON } from './plan.ts';

/** A place that calls, before it has a number. */
export interface NewSite {
  readonly from: number;
  readonly fromEnvoy: boolean;
  readonly target: number;
  readonly endpoint: number;
  readonly call: CallModel;
  readonly breaker: number;
  readonly flag: number;
  readonly hopUs: number;
}

/** Numbers the sites, over all and among their caller's. */
export function numberSites(sites: readonly NewSite[]): SitePlan[] {
  return sites.map(
    ({ from, fromEnvoy, target, endpoint, call, breaker, flag, hopUs }, index): SitePlan => ({
      index,
      from,
      fromEnvoy,
      local: sites.slice(0, index).filter((other) => other.from === from).length,
      target,
      endpoint,
      timeoutUs: call.timeoutUs,
      overallUs: call.overallTimeoutUs,
      timerUs: timerOf(call, hopUs),
      retries: call.retries,
      backoffBaseUs: call.backoffBaseUs,
      backoffMaxUs: call.backoffMaxUs,
      retryOn: call.retryOn.reduce((bits, cause) => bits | RETRY_ON[cause], 0),
      budget: call.retryBudget ?? -1,
      optional: call.optional,
      flag,
      breaker,
      hopUs,
    }),
  );
}

function timerOf(call: CallModel, hopUs: number): number {
  const limits = [call.timeoutUs, call.overallTimeoutUs].filter((us) => us > 0);
  return limits.length === 0 ? 0 : Math.min(...limits) - hopUs;
}
