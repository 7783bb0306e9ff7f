import { hashText, mix, pick } from '../../base/hash.ts';
import type { OutlierDetectionModel } from '../../scenario/model/protection.ts';
import { POD } from '../machines/lifecycle.ts';
import type { SitePlan } from '../plan/plan.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { FLAG, INT, NONE } from '../requests/attempt-table.ts';
import type { World, WorldState } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { IN, type OutlierDetector } from './outlier-detector.ts';
import { successRateThreshold } from './success-rate.ts';

/**
 * Envoy's outlier detection: each calling pod, by what it has met itself, leaves out pods of a service that fail. Errors of the way there (refused, reset, timed out) count as
 * 5xx do, since local and external ones are not split. Source: Envoy docs, intro/arch_overview/upstream/outlier and load_balancing/panic_threshold.
 */
const ELSEWHERE = 0x6f75;

/** Chooses among a cluster's hosts; from one that is ejected, a further draw leads to one that is not. @returns a pod, NONE if all are ejected and there is no panic */
export function chooseHost(s: WorldState, row: number, { cluster, panicPercent }: SitePlan, draw: number): number {
  const { ints } = s.attempts;
  const detector = s.pods[ints[ints[row + INT.parent] + INT.pod]].outliers?.[cluster];
  if (detector === undefined) return NONE;
  const { hosts, ejectedUs, active } = detector;
  let at = pick(draw, hosts.length);
  if (active > 0) {
    const healthy = hosts.length - active;
    if (healthy * 100 < panicPercent * hosts.length) detector.panics++;
    else if (healthy === 0) return NONE;
    else if (ejectedUs[at] !== IN) at = healthyOne(ejectedUs, pick(mix(draw, 0, 0, ELSEWHERE), healthy));
  }
  ints[row + INT.flags] |= FLAG.hasHost;
  ints[row + INT.host] = hosts[at];
  return hosts[at];
}

/** Place of the so manyth host that is in. */
function healthyOne(ejectedUs: Float64Array, nth: number): number {
  let at = 0;
  for (let left = nth; ejectedUs[at] !== IN || left > 0; at++) if (ejectedUs[at] === IN) left--;
  return at;
}

/** The caller's end of a try is over: its host gets the blame, or is absolved. */
export function hostEnded(world: World, row: number, caller: number, site: SitePlan, outcome: number): void {
  const { attempts, pods, nowUs } = world.s;
  const { ints } = attempts;
  if ((ints[row + INT.flags] & FLAG.hasHost) === 0) return;
  const detector = pods[ints[caller + INT.pod]].outliers?.[site.cluster];
  const at = detector === undefined ? -1 : detector.hosts.indexOf(ints[row + INT.host]);
  if (detector === undefined || at < 0) return;
  detector.requests[at]++;
  // 4xx are what was asked for, 429 too
  if (outcome === OUTCOME.ok || outcome === OUTCOME.rateLimited) {
    detector.successes[at]++;
    detector.consecutive[at] = 0;
    return;
  }
  // one that is ejected may be told of more, by requests sent before or in a panic, and nothing comes of it
  if (++detector.consecutive[at] !== detector.settings.consecutive5xx || detector.ejectedUs[at] !== IN) return;
  detector.detected5xx++;
  if (mayEject(detector, modelOf(world, ints[caller + INT.pod], site.cluster))) {
    eject(detector, at, nowUs);
    detector.enforced5xx++;
  }
  detector.consecutive[at] = 0;
}

function modelOf({ plan, s }: World, pod: number, cluster: number): OutlierDetectionModel {
  return plan.services[s.pods[pod].service].clusters[cluster].model;
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

/** Room in an event's subject for the clusters of a service. */
const CLUSTERS = 64;

/** Begins the sweeps of a new pod; its intervals begin anywhere. */
export function scheduleSweeps({ s }: World, pod: number, name: string, detectors: readonly OutlierDetector[]): void {
  detectors.forEach(({ settings }, which) => {
    const firstUs = s.nowUs + 1 + (hashText(`${which}/${name}`, ELSEWHERE) % settings.intervalUs);
    pushEvent(s.queue, firstUs, PRIORITY[EVENT.outlierSweep], EVENT.outlierSweep, pod * CLUSTERS + which, 0);
  });
}

/** An interval of a cluster is over: those whose time is over come back, outliers by success rate go, and who stayed in is trusted more. */
export function sweepOutliers(world: World, subject: number): void {
  const { s } = world;
  const pod = Math.floor(subject / CLUSTERS);
  const which = subject % CLUSTERS;
  const detector = s.pods[pod].outliers?.[which];
  if (detector === undefined || s.lifecycles.pod.state[pod] === POD.gone) return;
  const { hosts, ejectedUs, returnedUs, consecutive, backoff, requests, successes, settings } = detector;
  for (let at = 0; at < hosts.length; at++) {
    if (ejectedUs[at] === IN) continue;
    if (s.nowUs - ejectedUs[at] < Math.min(settings.baseEjectionUs * backoff[at], settings.maxEjectionUs)) continue;
    ejectedUs[at] = IN;
    returnedUs[at] = s.nowUs;
    consecutive[at] = 0;
    detector.active--;
  }
  ejectBySuccessRate(detector, modelOf(world, pod, which), s.nowUs);
  requests.fill(0);
  successes.fill(0);
  for (let at = 0; at < hosts.length; at++) if (ejectedUs[at] === IN && backoff[at] > 0 && s.nowUs - returnedUs[at] >= settings.intervalUs) backoff[at]--;
  pushEvent(s.queue, s.nowUs + settings.intervalUs, PRIORITY[EVENT.outlierSweep], EVENT.outlierSweep, subject, 0);
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
