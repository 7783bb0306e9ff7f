import { mix } from '../../base/hash.ts';
import { delayUs, isLost } from '../network/packets.ts';
import { sampleUs } from '../plan/distribution.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { INT, TIME, timesOf } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { BOUNDS_US, dnsOf, type NameServer, QUERY, RCODE } from './dns-state.ts';
import { answerArrives } from './lookup.ts';

/** CoreDNS at work: its cache, the forwarding of what is not the cluster's, its counters, and the answer's way back. Source: CoreDNS docs, plugins cache, forward, metrics. */
const UPSTREAM = 0x7570;
const ANSWER = 0x616e;

/** Looks into the cache. @returns whether the name server it forwards to is asked: the row goes on with the answer */
export function asksOn(world: World, row: number): boolean {
  const { plan } = dnsOf(world);
  const { s } = world;
  const { ints } = s.attempts;
  const server = serverOf(world, row);
  const question = ints[row + INT.question];
  if (plan.model.cacheUs > 0) {
    if (server.cachedUntilUs[slotOf(ints[row + INT.tries], question)] > s.nowUs) {
      if (hasData(world, row)) server.hits++;
      else server.denialHits++;
      return false;
    }
    server.misses++;
  }
  if (!plan.questions[question].isForwarded) return false;
  const us = sampleUs(plan.upstream, ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place], UPSTREAM);
  const rcode = rcodeOf(world, row);
  server.forwarded[rcode]++;
  server.forwardedUs[rcode] += us;
  pushEvent(s.queue, s.nowUs + us, PRIORITY[EVENT.computed], EVENT.computed, row, ints[row + INT.generation]);
  return true;
}

/** It has the answer, and keeps it from now on. One that came out of the cache stays as old as it is. */
export function resolved(world: World, row: number): void {
  const { plan } = dnsOf(world);
  const { nowUs, attempts } = world.s;
  if (plan.model.cacheUs === 0) return;
  const { cachedUntilUs } = serverOf(world, row);
  const slot = slotOf(attempts.ints[row + INT.tries], attempts.ints[row + INT.question]);
  if (cachedUntilUs[slot] <= nowUs) cachedUntilUs[slot] = nowUs + plan.model.cacheUs;
}

/** The answer is written: counted, and sent. */
export function queryServed(world: World, row: number): void {
  const { s } = world;
  const { ints, times } = s.attempts;
  const server = serverOf(world, row);
  const type = ints[row + INT.tries];
  server.requests[type - 1]++;
  server.rcodes[rcodeOf(world, row)]++;
  const us = s.nowUs - times[timesOf(row) + TIME.sent];
  let bucket = 0;
  while (bucket < BOUNDS_US.length && us > BOUNDS_US[bucket]) bucket++;
  server.buckets[bucket]++;
  server.sumUs += us;
  const from = ints[row + INT.pod];
  const to = ints[row + INT.callerPod];
  const place = mix(ints[row + INT.question], type, ANSWER, 0);
  if (isLost(world, from, to, ints[row + INT.keyHi], ints[row + INT.keyLo], place, ANSWER)) return;
  const wayUs = delayUs(world, from, to, ints[row + INT.keyHi], ints[row + INT.keyLo], place, ANSWER);
  const socket = ints[row + INT.callConnection];
  const port = ints[row + INT.callConnectionGuard];
  if (wayUs === 0) answerArrives(world, socket, port, type);
  else pushEvent(s.queue, s.nowUs + wayUs, PRIORITY[EVENT.queryAnswered], EVENT.queryAnswered, socket * 4 + type, port);
}

/** Services have IPv4 addresses only: AAAA is NOERROR without data, which the cache keeps as a denial. */
function hasData(world: World, row: number): boolean {
  const { ints } = world.s.attempts;
  return dnsOf(world).plan.questions[ints[row + INT.question]].exists && ints[row + INT.tries] === QUERY.A;
}

function rcodeOf(world: World, row: number): number {
  return dnsOf(world).plan.questions[world.s.attempts.ints[row + INT.question]].exists ? RCODE.noerror : RCODE.nxdomain;
}

function slotOf(type: number, question: number): number {
  return question * 2 + type - 1;
}

function serverOf(world: World, row: number): NameServer {
  const { nameServer } = world.s.pods[world.s.attempts.ints[row + INT.pod]];
  if (nameServer === undefined) throw new Error('broken invariant: only CoreDNS is asked for names');
  return nameServer;
}
