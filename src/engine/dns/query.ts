import { mix } from '../../base/hash.ts';
import { delayUs, isLost } from '../network/packets.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { allocateAttempt, FLAG, freeAttempt, INT, NONE, NAME_QUERY, PHASE, TIME, timesOf } from '../requests/attempt-table.ts';
import { arrive } from '../requests/workers.ts';
import type { World } from '../world.ts';
import { dnsOf, QUERY } from './dns-state.ts';

/** Queries on their way to CoreDNS. Each is a datagram: what is lost is lost, and nobody is told. In the pod it is a request like any other, for CPU and a place. */
const ASK = 0x646e;

/** Sends what a socket asks for to the pod it leads to. */
export function sendQueries(world: World, socket: number): void {
  const { plan, state } = dnsOf(world);
  const { sockets, lookups } = state;
  const lookup = sockets.lookup[socket];
  const from = lookups.pod[lookup];
  const to = sockets.endpoint[socket];
  const question = plan.names[lookups.name[lookup]].tried[lookups.at[lookup]];
  // apart for every candidate, type and sending
  const place = mix(question, sockets.tries[socket], sockets.halves[socket], ASK);
  for (let type: number = QUERY.A; type <= QUERY.AAAA; type++) {
    if ((sockets.questions[socket] & type) === 0) continue;
    state.queries++;
    if (isLost(world, from, to, lookups.keyHi[lookup], lookups.keyLo[lookup], place, type)) continue;
    const row = queryRow(world, socket, type, question, mix(place, type, lookups.keyHi[lookup], lookups.keyLo[lookup]));
    const us = delayUs(world, from, to, lookups.keyHi[lookup], lookups.keyLo[lookup], place, type);
    if (us === 0) queryArrives(world, row);
    else pushEvent(world.s.queue, world.s.nowUs + us, PRIORITY[EVENT.queryArrives], EVENT.queryArrives, row, world.s.attempts.ints[row + INT.generation]);
  }
}

function queryRow(world: World, socket: number, type: number, question: number, key: number): number {
  const { plan, state } = dnsOf(world);
  const { attempts, pods } = world.s;
  const row = allocateAttempt(attempts);
  const { ints } = attempts;
  const to = state.sockets.endpoint[socket];
  ints[row + INT.phase] = PHASE.sending;
  ints[row + INT.parent] = NAME_QUERY;
  ints[row + INT.parentGuard] = 0;
  ints[row + INT.flags] = FLAG.nameQuery;
  ints[row + INT.site] = NONE;
  ints[row + INT.tries] = type;
  ints[row + INT.pod] = to;
  ints[row + INT.callerPod] = state.lookups.pod[state.sockets.lookup[socket]];
  ints[row + INT.endpoint] = plan.endpointOf[pods[to].service];
  ints[row + INT.keyHi] = key;
  ints[row + INT.keyLo] = mix(key, socket, type, ASK);
  ints[row + INT.place] = 0;
  ints[row + INT.question] = question;
  ints[row + INT.callConnection] = socket;
  ints[row + INT.callConnectionGuard] = state.sockets.port[socket];
  return row;
}

/** A query is there. One that finds no process, or no room in the socket's buffer, is dropped. */
export function queryArrives(world: World, row: number): void {
  const { attempts, pods, nowUs } = world.s;
  const number = attempts.ints[row + INT.pod];
  attempts.ints[row + INT.phase] = PHASE.waiting;
  attempts.times[timesOf(row) + TIME.sent] = nowUs;
  if (!pods[number].listening || !arrive(world, row, number)) freeAttempt(attempts, row);
}
