import { mix, uniform } from '../../base/hash.ts';
import { sampleUs } from '../plan/distribution.ts';
import type { World } from '../world.ts';
import type { LinkState } from './links.ts';

/**
 * What happens to packets between two hosts (numbers of `hosts.ts`), and what TCP makes of it. Several links may lie on one way: between the zones,
 * between the programs, and the machines' own; their delays add up, and a packet must get through all of them.
 *
 * TCP as in Linux: a data segment that is lost is sent again after the retransmission timeout, which is the round trip as estimated plus at least 200 ms and doubles each
 * time up to 120 s; an unanswered SYN after 1 s, 2 s, 4 s … Left out: the tail loss probe (for a flight of one segment it is due when the timeout is, and only keeps the next
 * one from doubling), selective acknowledgements and congestion windows: a message is one segment. An acknowledgement that is lost costs nothing, since the answer acknowledges too.
 * Source: RFC 6298; Linux include/net/tcp.h (TCP_RTO_MIN, TCP_RTO_MAX, TCP_TIMEOUT_INIT), kernel docs ip-sysctl (tcp_retries2 = 15, tcp_orphan_retries).
 */
const RTO_MIN_US = 200e3;
const RTO_MAX_US = 120e6;
const SYN_TIMEOUT_US = 1e6;
/** Times a segment is sent again before TCP gives up; fewer when the process has closed its socket. */
export const MOST_RESENT = 15;
export const MOST_RESENT_AFTER_CLOSE = 8;

/** All timeouts of a segment together. */
const TCP_GIVES_UP_US = 924.6e6;

const LOST = 0x6c6f;
const SLOW = 0x736c;
const CONNECT = 0x7379;

/** Whether anything at all is to be asked. */
export function hasLinks(links: LinkState | undefined): links is LinkState {
  return links !== undefined && links.conditions.length > 0;
}

/** Whether packets from one host to another are all lost. */
export function isCut(world: World, from: number, to: number): boolean {
  const { links } = world.s;
  if (!hasLinks(links)) return false;
  for (let layer = 0; layer < LAYERS; layer++) {
    const found = onLayer(world, links, layer, from, to);
    if (found !== null) for (const condition of found) if (links.conditions[condition].cut) return true;
  }
  return false;
}

/** Whether packets get through both ways. */
export function passes(world: World, a: number, b: number): boolean {
  return !isCut(world, a, b) && !isCut(world, b, a);
}

/** Probability that a packet is lost on its way, 0…1. */
export function lossOn(world: World, from: number, to: number): number {
  const { links } = world.s;
  if (!hasLinks(links)) return 0;
  let arrives = 1;
  for (let layer = 0; layer < LAYERS; layer++) {
    const found = onLayer(world, links, layer, from, to);
    if (found === null) continue;
    for (const condition of found) arrives *= links.conditions[condition].cut ? 0 : 1 - links.conditions[condition].loss;
  }
  return 1 - arrives;
}

/** How long a packet takes longer than it would without links, in whole microseconds; drawn from a request's key, its place and a purpose. */
export function delayUs(world: World, from: number, to: number, keyHi: number, keyLo: number, place: number, purpose: number): number {
  const { links } = world.s;
  if (!hasLinks(links)) return 0;
  let us = 0;
  for (let layer = 0; layer < LAYERS; layer++) {
    const found = onLayer(world, links, layer, from, to);
    if (found === null) continue;
    for (const condition of found) {
      const { delay } = links.conditions[condition];
      if (delay !== null) us += sampleUs(delay, keyHi, keyLo, place, mix(SLOW, condition, purpose, 0));
    }
  }
  return us;
}

/** Whether the transmission of that number is lost. */
export function isLost(world: World, from: number, to: number, keyHi: number, keyLo: number, place: number, purpose: number): boolean {
  const loss = lossOn(world, from, to);
  return loss > 0 && uniform(mix(keyHi, keyLo, place, mix(LOST, purpose, 0, 0))) < loss;
}

/** From one transmission of a segment to the next. @param resent times it has been sent again so far @param roundTripUs what a round trip takes without links */
export function retransmitUs(world: World, from: number, to: number, resent: number, roundTripUs = 0): number {
  const { links } = world.s;
  let meanUs = roundTripUs;
  let deviationUs = 0;
  if (hasLinks(links)) {
    for (let layer = 0; layer < LAYERS; layer++)
      for (let way = 0; way < 2; way++) {
        const found = way === 0 ? onLayer(world, links, layer, from, to) : onLayer(world, links, layer, to, from);
        if (found === null) continue;
        for (const condition of found) {
          meanUs += links.conditions[condition].meanUs;
          deviationUs += links.conditions[condition].deviationUs;
        }
      }
  }
  return Math.min(RTO_MAX_US, (meanUs + Math.max(RTO_MIN_US, 4 * deviationUs)) * (1 << resent));
}

/**
 * How much later than without links a message of one segment arrives over a connection there is, if the links stay as they are; where nothing gets through, when TCP gives up.
 */
export function segmentUs(world: World, from: number, to: number, keyHi: number, keyLo: number, place: number, purpose: number, roundTripUs = 0): number {
  if (!hasLinks(world.s.links)) return 0;
  let us = 0;
  countSegment(world, from, false);
  for (let resent = 0; isLost(world, from, to, keyHi, keyLo, place, mix(purpose, resent, 0, 1)); resent++) {
    if (resent === MOST_RESENT) return TCP_GIVES_UP_US;
    us += retransmitUs(world, from, to, resent, roundTripUs);
    countSegment(world, from, true);
  }
  return us + delayUs(world, from, to, keyHi, keyLo, place, purpose);
}

/** How much longer than without links it takes to open a connection (SYN and its answer); where none comes about, when the kernel gives up. */
export function connectUs(world: World, from: number, to: number, keyHi: number, keyLo: number, place: number, purpose: number): number {
  if (!hasLinks(world.s.links)) return 0;
  let us = 0;
  for (let tries = 0; ; tries++) {
    const draw = mix(CONNECT, purpose, tries, 0);
    if (!isLost(world, from, to, keyHi, keyLo, place, draw) && !isLost(world, to, from, keyHi, keyLo, place, draw + 1)) break;
    us += SYN_TIMEOUT_US * (1 << tries);
    // tcp_syn_retries = 6
    if (tries === 6) return us;
  }
  return us + delayUs(world, from, to, keyHi, keyLo, place, purpose) + delayUs(world, to, from, keyHi, keyLo, place, purpose + 1);
}

/** Zones, programs, what leaves the sender's machine, what comes to the receiver's. */
const LAYERS = 4;

function onLayer(world: World, links: LinkState, layer: number, from: number, to: number): readonly number[] | null {
  switch (layer) {
    case 0:
      return links.betweenZones.length === 0 ? null : links.betweenZones[zoneOf(world, links, from) * links.zones + zoneOf(world, links, to)];
    case 1:
      return links.betweenPrograms.length === 0 ? null : links.betweenPrograms[programOf(world, links, from) * links.programs + programOf(world, links, to)];
    default:
      if (links.fromNode.length === 0) return null;
      return onMachine(
        layer === 2 ? links.fromNode : links.toNode,
        layer === 2 ? nodeOf(world, from) : nodeOf(world, to),
        layer === 2 ? nodeOf(world, to) : nodeOf(world, from),
      );
  }
}

/** Pods of one machine talk without its network card. */
function onMachine(table: LinkState['fromNode'], node: number, other: number): readonly number[] | null {
  return node < 0 || node === other || node >= table.length ? null : table[node];
}

/** Machine of a host, -1 where it is none of the fleet's. */
export function nodeOf(world: World, host: number): number {
  return host < 0 ? -1 : world.s.pods[host].record.node;
}

function zoneOf(world: World, links: LinkState, host: number): number {
  return host < 0 ? links.zoneOfFixed[-1 - host] : links.zoneOfNode[world.s.pods[host].record.node];
}

function programOf(world: World, links: LinkState, host: number): number {
  return host < 0 ? links.programOfFixed[-1 - host] : links.programOfService[world.s.pods[host].service];
}

/** A segment leaves a pod, for the counters of its machine. */
export function countSegment(world: World, host: number, isAgain: boolean): void {
  const { links } = world.s;
  const node = nodeOf(world, host);
  if (node < 0 || links === undefined) return;
  if (isAgain) links.resent[node]++;
  else links.segments[node]++;
}
