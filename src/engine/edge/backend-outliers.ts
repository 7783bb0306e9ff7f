import { hashText, mix, pick } from '../../base/hash.ts';
import type { EdgeOutlierModel } from '../../scenario/model/protection.ts';
import type { SitePlan } from '../plan/plan.ts';
import { createOutlierDetector, IN, type OutlierDetector, setHosts } from '../protection/outlier-detector.ts';
import { countError, countGatewayFailure, countSuccess, endInterval } from '../protection/outlier-ejection.ts';
import { settingsOf } from '../protection/outlier-settings.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { FLAG, INT, NONE } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { isGatewayError } from './gateway-error.ts';
import { edgeTimedOut } from './route-rule.ts';

/**
 * Outlier detection of the backend service: each of the load balancer's proxies, by what it has met itself, leaves out endpoints that fail. They are Envoys.
 * Source: Compute Engine API, BackendService.outlierDetection ("executed independently by each proxy instance").
 */
const ELSEWHERE = 0x6f76;

export function createEdgeOutliers(model: EdgeOutlierModel, proxies: number): OutlierDetector[] {
  return Array.from({ length: proxies }, () => ({
    ...createOutlierDetector(settingsOf(model)),
    gateway: { consecutive: new Int32Array(0), detected: 0, enforced: 0 },
  }));
}

/** Begins the sweeps; the proxies' intervals begin anywhere. */
export function scheduleEdgeSweeps({ s }: World): void {
  s.edgeOutliers?.forEach(({ settings }, proxy) => {
    const firstUs = s.nowUs + 1 + (hashText(`edge/${proxy}`, ELSEWHERE) % settings.intervalUs);
    pushEvent(s.queue, firstUs, PRIORITY[EVENT.edgeSweep], EVENT.edgeSweep, proxy, 0);
  });
}

export function sweepBackends({ plan, s }: World, proxy: number): void {
  const { outlierDetection } = plan.scenario.fleet.loadBalancer;
  const detector = s.edgeOutliers?.[proxy];
  if (detector === undefined || outlierDetection === undefined) return;
  endInterval(detector, outlierDetection, s.nowUs);
  pushEvent(s.queue, s.nowUs + detector.settings.intervalUs, PRIORITY[EVENT.edgeSweep], EVENT.edgeSweep, proxy, 0);
}

/** @param drawn where the request goes unless that is ejected @returns a pod, NONE if all of the region are ejected */
export function chooseBackend(world: World, row: number, drawn: number, backends: readonly number[], detector: OutlierDetector): number {
  const { ints } = world.s.attempts;
  let chosen = drawn;
  if (detector.active > 0 && isOut(detector, drawn)) {
    const healthy = healthyAmong(detector, backends);
    if (healthy === 0) return NONE;
    let left = pick(mix(ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place], ELSEWHERE), healthy);
    let at = 0;
    for (; isOut(detector, backends[at]) || left > 0; at++) if (!isOut(detector, backends[at])) left--;
    chosen = backends[at];
  }
  ints[row + INT.flags] |= FLAG.hasHost;
  ints[row + INT.host] = chosen;
  return chosen;
}

function isOut({ hosts, ejectedUs }: OutlierDetector, pod: number): boolean {
  const at = hosts.indexOf(pod);
  return at >= 0 && ejectedUs[at] !== IN;
}

/** Those of a region's backends that a proxy would send to. */
export function healthyAmong(detector: OutlierDetector, backends: readonly number[]): number {
  let healthy = 0;
  for (let at = 0; at < backends.length; at++) if (!isOut(detector, backends[at])) healthy++;
  return healthy;
}

/** A try is over for the load balancer: its backend gets the blame, or is absolved. A user who has left first says nothing of it. */
export function backendEnded(world: World, row: number, site: SitePlan, detector: OutlierDetector, outcome: number, status: number): void {
  const { ints } = world.s.attempts;
  const model = world.plan.scenario.fleet.loadBalancer.outlierDetection;
  if ((ints[row + INT.flags] & FLAG.hasHost) === 0 || model === undefined) return;
  const at = detector.hosts.indexOf(ints[row + INT.host]);
  if (at < 0) return;
  const hasTimedOut = outcome === OUTCOME.timeout;
  if (hasTimedOut && !edgeTimedOut(world, row, site)) return;
  if (outcome === OUTCOME.ok || outcome === OUTCOME.rateLimited || (outcome === OUTCOME.failed && status > 0 && status < 500)) {
    countSuccess(detector, at);
    return;
  }
  const { nowUs } = world.s;
  if (hasTimedOut || isGatewayError(outcome, status))
    countGatewayFailure(detector, at, model.consecutiveGatewayFailure, model, nowUs, model.enforcingConsecutiveGatewayFailure === 100);
  else if (detector.gateway !== undefined) detector.gateway.consecutive[at] = 0;
  countError(detector, at, model, nowUs, model.enforcingConsecutiveErrors === 100);
}

/** The endpoints of the backend service have changed: those of all regions, without zones that are taken out. */
export function backendsMoved({ plan, s, nodes }: World, detectors: readonly OutlierDetector[]): void {
  const hosts: number[] = [];
  for (let service = 0; service < s.services.length; service++) {
    if (plan.services[service].model.name !== plan.scenario.fleet.loadBalancer.service) continue;
    for (const pod of s.services[service].group) if (!s.drainedZones.includes(nodes[s.pods[pod].record.node].zone)) hosts.push(pod);
  }
  for (const detector of detectors) setHosts(detector, hosts);
}
