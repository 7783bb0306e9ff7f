import { mix, pick } from '../../base/hash.ts';
import type { SitePlan } from '../plan/plan.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { INT, NONE, TIME, timesOf } from '../requests/attempt-table.ts';
import { OUTSIDE } from '../network/hosts.ts';
import { connectUs, passes } from '../network/packets.ts';
import { departs } from '../requests/travel.ts';
import { loseOnTheWay } from '../requests/lost.ts';
import { arrive } from '../requests/workers.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { chooseBackend } from './backend-outliers.ts';
import { FOUND, keepConnection, takeConnection } from './backend-connections.ts';
import { proxyOf } from './proxies.ts';

/** How long the load balancer waits for a connection. Source: docs.cloud.google.com/load-balancing/docs/https (fixed). */
const CONNECT_TIMEOUT_US = 4.5e6;
const BACKEND = 0x65;

/**
 * A user's request reaches the load balancer, which sends it on to a pod over a connection of its own. As everywhere at the edge the simulated
 * instant is the arrival at the pod; ways to there and back are added to what users see.
 * @returns OUTCOME.ok when it is on its way, or why it is not
 */
export function sendThroughEdge(world: World, row: number, site: SitePlan): number {
  const s = world.s;
  const { ints } = s.attempts;
  const { backends } = s.services[site.target];
  if (backends.length === 0) return OUTCOME.noEndpoint;
  const drawn = backends[backends.length === 1 ? 0 : pick(mix(ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place], BACKEND), backends.length)];
  const number = s.edgeOutliers === undefined ? drawn : chooseBackend(world, row, drawn, backends, s.edgeOutliers[proxyOf(world, row, site)]);
  if (number === NONE) return OUTCOME.noEndpoint;
  const pod = s.pods[number];
  if (s.isolated[site.region] === 1) return sendIntoTheDark(world, row, site, number);
  if (pod.place === NONE) return passOn(world, row, number) ? OUTCOME.ok : OUTCOME.refused;
  const found = takeConnection(world, pod, proxyOf(world, row, site), site.edgeHopUs);
  // an open connection of a process without room is refused as a new one would be
  if (found === FOUND.open) return passOn(world, row, number) ? OUTCOME.ok : OUTCOME.refused;
  if (found === FOUND.closing) {
    ints[row + INT.pod] = number; // for the record
    return OUTCOME.reset;
  }
  // SYN and SYN-ACK before the request can leave
  ints[row + INT.upstream] = number;
  let waitUs = pod.silent ? CONNECT_TIMEOUT_US : 2 * site.edgeHopUs;
  if (s.links !== undefined)
    waitUs = Math.min(
      CONNECT_TIMEOUT_US,
      waitUs + connectUs(world, OUTSIDE, number, ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place], BACKEND),
    );
  pushEvent(s.queue, s.nowUs + waitUs, PRIORITY[EVENT.edgeConnected], EVENT.edgeConnected, row, ints[row + INT.generation]);
  return OUTCOME.ok;
}

/** The request goes to the pod over a connection that is there. @returns false when it is refused */
function passOn(world: World, row: number, number: number): boolean {
  return (world.s.links !== undefined && departs(world, row, OUTSIDE, number)) || arrive(world, row, number);
}

/** The pod's region is cut off: over a connection that was there the request is lost, a new one does not come about, and neither is noticed before its timeout. */
function sendIntoTheDark(world: World, row: number, site: SitePlan, number: number): number {
  const s = world.s;
  const { ints } = s.attempts;
  const pod = s.pods[number];
  if (pod.place === NONE || takeConnection(world, pod, proxyOf(world, row, site), site.edgeHopUs) !== FOUND.none) {
    loseOnTheWay(world, row, number);
    return OUTCOME.ok;
  }
  ints[row + INT.upstream] = number;
  pushEvent(s.queue, s.nowUs + CONNECT_TIMEOUT_US, PRIORITY[EVENT.edgeConnected], EVENT.edgeConnected, row, ints[row + INT.generation]);
  return OUTCOME.ok;
}

/** A new connection to a pod is there, or the pod is not. @returns OUTCOME.ok when the request is with the pod */
export function connectionMade(world: World, row: number): number {
  const s = world.s;
  const { ints } = s.attempts;
  const number = ints[row + INT.upstream];
  const isCutOff = s.isolated[world.plan.services[s.pods[number].service].region] === 1 || (s.links !== undefined && !passes(world, OUTSIDE, number));
  const givesUpUs = s.attempts.times[timesOf(row) + TIME.sent] + world.plan.sites[ints[row + INT.site]].hopUs + CONNECT_TIMEOUT_US;
  if (isCutOff && s.nowUs < givesUpUs) {
    // the network was cut amid the handshake
    pushEvent(s.queue, givesUpUs, PRIORITY[EVENT.edgeConnected], EVENT.edgeConnected, row, ints[row + INT.generation]);
    return OUTCOME.ok;
  }
  ints[row + INT.upstream] = 0;
  const isTooLate = s.links !== undefined && s.nowUs >= givesUpUs;
  if (isCutOff || isTooLate || s.pods[number].silent || !passOn(world, row, number)) {
    ints[row + INT.pod] = number;
    return OUTCOME.refused;
  }
  // from here on the request is the pod's: making the connection was not its time
  s.attempts.times[timesOf(row) + TIME.sent] = s.nowUs - world.plan.sites[ints[row + INT.site]].hopUs;
  s.backendConnections.opened[s.pods[number].place]++;
  return OUTCOME.ok;
}

/** A pod behind the load balancer has answered: its connection is idle again, unless the load balancer has hung up on it. */
export function connectionReturns(world: World, row: number): void {
  const { ints } = world.s.attempts;
  const pod = world.s.pods[ints[row + INT.pod]];
  if (ints[row + INT.site] === NONE || ints[row + INT.parent] < 0 || !pod.listening) return;
  const site = world.plan.sites[ints[row + INT.site]];
  if (site.from < 0) keepConnection(world, pod, proxyOf(world, row, site));
}
