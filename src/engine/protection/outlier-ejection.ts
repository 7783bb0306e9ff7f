import type { OutlierDetectionModel } from '../../scenario/model/protection.ts';
import { IN, type OutlierDetector } from './outlier-detector.ts';
import { successRateThreshold } from './success-rate.ts';

/** What one Envoy makes of its hosts' answers, and of time. Source: Envoy docs, intro/arch_overview/upstream/outlier. */
export function countSuccess({ requests, successes, consecutive, gateway }: OutlierDetector, at: number): void {
  requests[at]++;
  successes[at]++;
  consecutive[at] = 0;
  if (gateway !== undefined) gateway.consecutive[at] = 0;
}

/** One that is ejected may be told of more, by requests sent before or in a panic, and nothing comes of it. */
export function countError(detector: OutlierDetector, at: number, model: OutlierDetectionModel, nowUs: number, isEnforced = true): void {
  detector.requests[at]++;
  if (++detector.consecutive[at] !== detector.settings.consecutive5xx || detector.ejectedUs[at] !== IN) return;
  detector.detected5xx++;
  if (isEnforced && mayEject(detector, model)) {
    eject(detector, at, nowUs);
    detector.enforced5xx++;
  }
  detector.consecutive[at] = 0;
}

/** So many gateway failures in a row are enough. It is an error too, and other errors end the row. */
export function countGatewayFailure(
  detector: OutlierDetector,
  at: number,
  enough: number,
  model: OutlierDetectionModel,
  nowUs: number,
  isEnforced: boolean,
): void {
  const { gateway } = detector;
  if (gateway === undefined || ++gateway.consecutive[at] !== enough || detector.ejectedUs[at] !== IN) return;
  gateway.detected++;
  if (isEnforced && mayEject(detector, model)) {
    eject(detector, at, nowUs);
    gateway.enforced++;
  }
  gateway.consecutive[at] = 0;
}

/** Whether the ejected would still be no more than so many percent, with one more. */
function mayEject(detector: OutlierDetector, { alwaysEjectOneHost }: OutlierDetectionModel): boolean {
  const { active, hosts, settings } = detector;
  if (100 * (active + 1) <= settings.maxEjectionPercent * hosts.length || (alwaysEjectOneHost && active === 0)) return true;
  detector.overflow++;
  return false;
}

function eject(detector: OutlierDetector, at: number, nowUs: number): void {
  const { baseEjectionUs, maxEjectionUs } = detector.settings;
  detector.active++;
  detector.ejectedUs[at] = nowUs;
  if (detector.backoff[at] * baseEjectionUs < maxEjectionUs + baseEjectionUs) detector.backoff[at]++;
}

/** An interval is over: those whose time is over come back, outliers by success rate go, and who stayed in is trusted more. */
export function endInterval(detector: OutlierDetector, model: OutlierDetectionModel, nowUs: number): void {
  const { hosts, ejectedUs, returnedUs, consecutive, backoff, requests, successes, settings, gateway } = detector;
  for (let at = 0; at < hosts.length; at++) {
    if (ejectedUs[at] === IN) continue;
    if (nowUs - ejectedUs[at] < Math.min(settings.baseEjectionUs * backoff[at], settings.maxEjectionUs)) continue;
    ejectedUs[at] = IN;
    returnedUs[at] = nowUs;
    consecutive[at] = 0;
    if (gateway !== undefined) gateway.consecutive[at] = 0;
    detector.active--;
  }
  ejectBySuccessRate(detector, model, nowUs);
  requests.fill(0);
  successes.fill(0);
  for (let at = 0; at < hosts.length; at++) if (ejectedUs[at] === IN && backoff[at] > 0 && nowUs - returnedUs[at] >= settings.intervalUs) backoff[at]--;
}

function ejectBySuccessRate(detector: OutlierDetector, model: OutlierDetectionModel, nowUs: number): void {
  const threshold = successRateThreshold(detector, model);
  for (let at = 0; at < detector.hosts.length; at++) {
    if (detector.ejectedUs[at] !== IN || detector.requests[at] < model.successRateRequestVolume) continue;
    if ((100 * detector.successes[at]) / detector.requests[at] >= threshold) continue;
    detector.detectedSuccessRate++;
    if (!mayEject(detector, model) || detector.settings.enforcingSuccessRate === 0) continue;
    eject(detector, at, nowUs);
    detector.enforcedSuccessRate++;
  }
}
