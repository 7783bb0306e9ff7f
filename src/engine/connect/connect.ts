import { mix } from '../../base/hash.ts';
import { WAITER } from '../dns/dns-state.ts';
import { lookUp, WAITS } from '../dns/lookup.ts';
import { connectUs, passes } from '../network/packets.ts';
import type { SitePlan } from '../plan/plan.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { FLAG, freeAttempt, INT, NONE, PHASE, TIME, timesOf } from '../requests/attempt-table.ts';
import { chooseEndpoint } from '../requests/choose-endpoint.ts';
import { loseOnTheWay } from '../requests/lost.ts';
import { departs } from '../requests/travel.ts';
import { arrive } from '../requests/workers.ts';
import type { World } from '../world.ts';
import { OUTCOME, resume } from '../world.ts';
import { beginConnecting, CALL_CONNECTION, close, established, giveBack, poolsOf, tableOf, takeKept } from './call-connections.ts';
import { refusesCertificate } from './verify.ts';

/**
 * Calls over connections that are kept: an idle one is used again and sticks to its pod, a new one chooses a pod and costs a round trip for TCP, and
 * for TLS 1.3 (RFC 8446, figure 1) another one and CPU of both ends. Certificates are looked at in handshakes only. A caller that gives up
 * meanwhile leaves the connection to the next one, as Go's and Envoy's do.
 */
const NEW = 0x6e77;

/** @returns OUTCOME.ok when the request is on its way, or why it is not */
export function sendOverConnection(world: World, row: number, site: SitePlan): number {
  const s = world.s;
  const { ints } = s.attempts;
  const caller = ints[ints[row + INT.parent] + INT.pod];
  const plan = world.plan.services[site.from].connectionPools[site.pool];
  const pool = poolsOf(world, caller)[site.pool];
  // an Envoy chooses the pod and has connections to each; others ask for the Service's address, and a connection keeps the pod it was given
  const chosen = plan.perPod ? chooseEndpoint(world, row, site) : NONE;
  if (plan.perPod && chosen === NONE) return OUTCOME.noEndpoint;
  const kept = takeKept(world, pool, plan, chosen);
  if (kept !== NONE) {
    bind(world, row, kept);
    return leave(world, row, caller, tableOf(world).endpoint[kept]);
  }
  if (s.dns !== undefined && world.plan.dns !== undefined && !plan.perPod) {
    bind(world, row, beginConnecting(world, caller, site.pool, NONE));
    ints[row + INT.phase] = PHASE.connecting;
    const name = world.plan.dns.nameOfService[site.target];
    const key = mix(ints[row + INT.keyHi], ints[row + INT.place], NEW, 0);
    const known = lookUp(world, caller, name, WAITER.call, row, ints[row + INT.generation], key, ints[row + INT.keyLo]);
    if (known === WAITS) return OUTCOME.ok;
    return known === OUTCOME.ok ? dial(world, row, site, NONE) : fail(world, row, known);
  }
  const number = plan.perPod ? chosen : chooseEndpoint(world, row, site);
  if (number === NONE) return OUTCOME.noEndpoint;
  bind(world, row, beginConnecting(world, caller, site.pool, number));
  return dial(world, row, site, number);
}

/** The lookup before a new connection is over. @returns OUTCOME.ok when it is being made, or why not */
export function addressKnown(world: World, row: number): number {
  const { ints } = world.s.attempts;
  if (!isOurs(world, row)) return abandon(world, row);
  const outcome = ints[row + INT.outcome];
  ints[row + INT.outcome] = OUTCOME.ok;
  if (outcome !== OUTCOME.ok) return fail(world, row, outcome);
  return dial(world, row, world.plan.sites[ints[row + INT.site]], NONE);
}

/** TCP's handshake begins. @param chosen the pod, NONE: kube-proxy chooses now */
function dial(world: World, row: number, site: SitePlan, chosen: number): number {
  const { s } = world;
  const { ints } = s.attempts;
  const connection = ints[row + INT.callConnection];
  const number = chosen === NONE ? chooseEndpoint(world, row, site) : chosen;
  if (number === NONE) return fail(world, row, OUTCOME.noEndpoint);
  const c = tableOf(world);
  c.endpoint[connection] = number;
  const caller = c.owner[connection];
  const plan = world.plan.services[site.from].connectionPools[site.pool];
  ints[row + INT.pod] = number;
  ints[row + INT.phase] = PHASE.connecting;
  const trips = plan.handshakeEntry >= 0 ? 2 : 1;
  const linkUs = s.links === undefined ? 0 : connectUs(world, caller, number, ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place], NEW);
  pushEvent(s.queue, s.nowUs + trips * plan.model.roundTripUs + linkUs, PRIORITY[EVENT.connected], EVENT.connected, row, ints[row + INT.generation]);
  return OUTCOME.ok;
}

/** A request goes out over a connection that is there. */
function leave(world: World, row: number, caller: number, pod: number): number {
  if (world.s.links !== undefined && departs(world, row, caller, pod)) return OUTCOME.ok;
  return arrive(world, row, pod) ? OUTCOME.ok : OUTCOME.refused;
}

function bind(world: World, row: number, connection: number): void {
  const { ints } = world.s.attempts;
  ints[row + INT.flags] |= FLAG.onConnection;
  ints[row + INT.callConnection] = connection;
  ints[row + INT.callConnectionGuard] = tableOf(world).guard[connection];
}

/** The round trips of a new connection are over: its pod is there or not, and with TLS both ends have work to do. @returns OUTCOME.ok, or why there is none */
export function connectionThere(world: World, row: number): number {
  const { ints } = world.s.attempts;
  if (!isOurs(world, row)) return abandon(world, row);
  const connection = ints[row + INT.callConnection];
  const pod = world.s.pods[ints[row + INT.pod]];
  if (pod.silent || (world.s.links !== undefined && !passes(world, tableOf(world).owner[connection], ints[row + INT.pod]))) {
    if (ints[row + INT.parent] === NONE) return fail(world, row, OUTCOME.timeout);
    loseOnTheWay(world, row, ints[row + INT.pod]);
    return OUTCOME.ok;
  }
  if (!pod.listening) return fail(world, row, OUTCOME.refused);
  const { handshakeEntry } = planOf(world, connection);
  if (handshakeEntry < 0) return sendAlong(world, row);
  ints[row + INT.pc] = handshakeEntry;
  resume(world.s, row, OUTCOME.ok);
  return OUTCOME.ok;
}

/** The server's part of a handshake is done: now the caller's, in the calling pod. @returns whether there is still somebody to do it */
export function clientsTurn(world: World, row: number): boolean {
  const { ints } = world.s.attempts;
  if (!isOurs(world, row)) return false;
  ints[row + INT.pod] = tableOf(world).owner[ints[row + INT.callConnection]];
  return true;
}

/** Both ends have done their part of a handshake. @returns OUTCOME.ok when the request is on its way */
export function handshakeOver(world: World, row: number): number {
  const { ints } = world.s.attempts;
  if (!isOurs(world, row)) return abandon(world, row);
  const connection = ints[row + INT.callConnection];
  const c = tableOf(world);
  const number = c.endpoint[connection];
  ints[row + INT.pod] = number;
  const pool = poolsOf(world, c.owner[connection])[c.which[connection]];
  pool.handshakes++;
  if (!refusesCertificate(world, row, c.owner[connection], number)) return sendAlong(world, row);
  pool.unverified++;
  return fail(world, row, OUTCOME.unverified);
}

/** A connection is there: the request it was made for leaves, or it waits for another. */
function sendAlong(world: World, row: number): number {
  const { ints, times } = world.s.attempts;
  const connection = established(world, ints[row + INT.callConnection]);
  if (ints[row + INT.parent] === NONE) {
    giveBack(world, connection);
    freeAttempt(world.s.attempts, row);
    return OUTCOME.ok;
  }
  // from here on the request is the pod's: making the connection was not its time
  times[timesOf(row) + TIME.sent] = world.s.nowUs - world.plan.sites[ints[row + INT.site]].hopUs;
  ints[row + INT.phase] = PHASE.waiting;
  bind(world, row, connection);
  const { owner, endpoint } = tableOf(world);
  return leave(world, row, owner[connection], endpoint[connection]);
}

function fail(world: World, row: number, outcome: number): number {
  const { ints } = world.s.attempts;
  const connection = ints[row + INT.callConnection];
  const c = tableOf(world);
  poolsOf(world, c.owner[connection])[c.which[connection]].failed++;
  close(world, connection);
  ints[row + INT.flags] &= ~FLAG.onConnection;
  return outcome;
}

/** Whether the calling process that began a connection is still the one it was. */
function isOurs(world: World, row: number): boolean {
  const { ints } = world.s.attempts;
  return tableOf(world).guard[ints[row + INT.callConnection]] === ints[row + INT.callConnectionGuard];
}

/** The calling process is gone: nobody asks any more. */
function abandon(world: World, row: number): number {
  world.s.attempts.ints[row + INT.flags] &= ~FLAG.onConnection;
  return OUTCOME.reset;
}

function planOf(world: World, connection: number) {
  const c = tableOf(world);
  return world.plan.services[world.s.pods[c.owner[connection]].service].connectionPools[c.which[connection]];
}

/** The caller's end of an attempt is over: its connection can have another, unless it was HTTP/1.1's and the request was given up or broke off. */
export function leaveConnection(world: World, row: number, outcome: number, status: number): void {
  const { ints } = world.s.attempts;
  if ((ints[row + INT.flags] & FLAG.onConnection) === 0) return;
  ints[row + INT.flags] &= ~FLAG.onConnection;
  if (!isOurs(world, row)) return;
  const connection = ints[row + INT.callConnection];
  if (tableOf(world).state[connection] === CALL_CONNECTION.connecting) {
    // while the handshake goes on it stays; nobody waits for it then
    if (outcome !== OUTCOME.timeout || ints[row + INT.phase] === PHASE.lost) close(world, connection);
    return;
  }
  // HTTP/2 breaks off a request, HTTP/1.1 only the connection
  if (status > 0 || outcome === OUTCOME.ok || planOf(world, connection).model.protocol === 'http2') giveBack(world, connection);
  else close(world, connection);
}
