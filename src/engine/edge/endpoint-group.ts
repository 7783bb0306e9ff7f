import { emitEvent } from '../control/kube-events.ts';
import { readyPods } from '../control/endpoints.ts';
import { BACKEND, fire } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { OUTSIDE } from '../network/hosts.ts';
import { connectUs, segmentUs } from '../network/packets.ts';
import type { World } from '../world.ts';
import { backendsMoved } from './backend-outliers.ts';

/**
 * Network endpoint groups: which pods the load balancer sends to. GKE's controller follows the Service's endpoints with some seconds' delay, and
 * the load balancer uses those that pass its health checks. Nothing holds SIGTERM back until it has looked elsewhere.
 * Source: GKE Ingress, pkg/neg; interval and timeout are the readiness probe's, thresholds 1 and 2 (pkg/translator/healthchecks.go).
 */
const SYNC_US = 5e6;
const DEFAULT_INTERVAL_US = 15e6;
const UNHEALTHY_AFTER = 2;
const CHECK = 0x6863;

export function isBehindEdge(world: World, service: number): boolean {
  return world.plan.services[service].model.name === world.plan.scenario.fleet.loadBalancer.service;
}

/** The Service's endpoints have changed. */
export function groupChanged(world: World, service: number): void {
  if (isBehindEdge(world, service)) pushEvent(world.s.queue, world.s.nowUs + SYNC_US, PRIORITY[EVENT.endpointGroup], EVENT.endpointGroup, service, 0);
}

/** The controller brings the group up to date, if it reaches the load balancer's API from its region. */
export function syncGroup(world: World, service: number): void {
  if (world.s.isolated[world.plan.services[service].region] === 1) return;
  const state = world.s.services[service];
  const ready = readyPods(world, service);
  for (const pod of ready) if (!state.group.includes(pod)) attach(world, pod);
  for (const pod of state.group) if (!ready.includes(pod)) detach(world, pod);
  state.group = ready;
  updateBackends(world, service);
}

/** A pod that was there before the simulation began. */
export function attachAtOnce(world: World, pod: number): void {
  attach(world, pod);
  world.s.services[world.s.pods[pod].service].group.push(pod);
  fire(world.s.lifecycles, 'backend', pod, 'PASSED');
  updateBackends(world, world.s.pods[pod].service);
}

function attach(world: World, pod: number): void {
  const s = world.s;
  fire(s.lifecycles, 'backend', pod, 'ATTACHED');
  s.pods[pod].record.edgeFailures = 0;
  if (s.nowUs > 0) say(world, pod, 'Attach');
  // probers begin at different times; the pod's number serves as the spread here
  const spread = (((pod * 2_654_435) % 997) / 997) * intervalOf(world, pod);
  pushEvent(s.queue, s.nowUs + Math.round(spread), PRIORITY[EVENT.healthCheck], EVENT.healthCheck, pod, 0);
}

function detach(world: World, pod: number): void {
  if (fire(world.s.lifecycles, 'backend', pod, 'DETACHED') !== null) say(world, pod, 'Detach');
}

function say(world: World, pod: number, what: 'Attach' | 'Detach'): void {
  const { service, record } = world.s.pods[pod];
  const zone = world.nodes[record.node]?.zone ?? '';
  const { name } = world.plan.services[service].model;
  emitEvent(world, service, 'Normal', what, 'Service', name, 'neg-controller', `${what} 1 network endpoint(s) (NEG "${name}" in zone "${zone}")`);
}

function intervalOf(world: World, pod: number): number {
  return world.plan.services[world.s.pods[pod].service].model.readiness?.periodUs ?? DEFAULT_INTERVAL_US;
}

/** The load balancer asks a backend how it is. */
export function checkHealth(world: World, pod: number): void {
  const s = world.s;
  const { record, silent, service } = s.pods[pod];
  const isHeard = !silent && s.isolated[world.plan.services[service].region] === 0 && (s.links === undefined || isInTime(world, pod));
  const listening = s.pods[pod].listening && isHeard;
  if (s.lifecycles.backend.state[pod] === BACKEND.detached) return;
  pushEvent(s.queue, s.nowUs + intervalOf(world, pod), PRIORITY[EVENT.healthCheck], EVENT.healthCheck, pod, 0);
  record.edgeFailures = listening ? 0 : record.edgeFailures + 1;
  const event = listening ? 'PASSED' : record.edgeFailures >= UNHEALTHY_AFTER ? 'FAILED' : null;
  if (event !== null && fire(s.lifecycles, 'backend', pod, event) !== null) updateBackends(world, service);
}

/** Whether a check's connection, request and answer come through before its timeout. */
function isInTime(world: World, pod: number): boolean {
  const { service } = world.s.pods[pod];
  const timeoutUs = world.plan.services[service].model.readiness?.timeoutUs ?? DEFAULT_INTERVAL_US;
  const second = Math.floor(world.s.nowUs / 1e6);
  const there = segmentUs(world, OUTSIDE, pod, second, pod, CHECK, 1);
  return connectUs(world, OUTSIDE, pod, second, pod, CHECK, 0) + there + segmentUs(world, pod, OUTSIDE, second, pod, CHECK, 2) < timeoutUs;
}

function updateBackends(world: World, service: number): void {
  const { lifecycles, services, pods, drainedZones } = world.s;
  services[service].backends = services[service].group.filter(
    (pod) =>
      lifecycles.backend.state[pod] === BACKEND.healthy && (drainedZones.length === 0 || !drainedZones.includes(world.nodes[pods[pod].record.node].zone)),
  );
  if (world.s.edgeOutliers !== undefined) backendsMoved(world, world.s.edgeOutliers);
}

/** The group of a zone is taken out of the backend service, or in again. @returns false when it is so already */
export function drainZone(world: World, zone: string, isOut: boolean): boolean {
  const { s } = world;
  if (s.drainedZones.includes(zone) === isOut) return false;
  s.drainedZones = isOut ? [...s.drainedZones, zone].sort() : s.drainedZones.filter((other) => other !== zone);
  for (let service = 0; service < s.services.length; service++) if (isBehindEdge(world, service)) updateBackends(world, service);
  return true;
}
