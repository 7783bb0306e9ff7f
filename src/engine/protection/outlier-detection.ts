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
import { countError, countSuccess, endInterval } from './outlier-ejection.ts';

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
  // 4xx are what was asked for, 429 too
  if (outcome === OUTCOME.ok || outcome === OUTCOME.rateLimited) countSuccess(detector, at);
  else countError(detector, at, modelOf(world, ints[caller + INT.pod], site.cluster), nowUs);
}

function modelOf({ plan, s }: World, pod: number, cluster: number): OutlierDetectionModel {
  return plan.services[s.pods[pod].service].clusters[cluster].model;
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

/** An interval of a cluster is over. */
export function sweepOutliers(world: World, subject: number): void {
  const { s } = world;
  const pod = Math.floor(subject / CLUSTERS);
  const which = subject % CLUSTERS;
  const detector = s.pods[pod].outliers?.[which];
  if (detector === undefined || s.lifecycles.pod.state[pod] === POD.gone) return;
  endInterval(detector, modelOf(world, pod, which), s.nowUs);
  pushEvent(s.queue, s.nowUs + detector.settings.intervalUs, PRIORITY[EVENT.outlierSweep], EVENT.outlierSweep, subject, 0);
}
