import { mix, uniform } from '../../base/hash.ts';
import { cacheGet, cacheSet } from '../fleet/cache.ts';
import { countOriginRequest } from '../instruments/cdn-meters.ts';
import type { ExternalState } from '../network/externals.ts';
import type { CdnPlan, SegmentsPlan } from '../plan/cdn.ts';
import { sampleUs } from '../plan/distribution.ts';
import { takeToken } from '../protection/token-bucket.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { INT, NONE, TIME, timesOf } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { CACHE_RESULT, type CdnState } from './cdn-state.ts';
import { addFill, findFill, removeFill } from './fills.ts';

/** Purposes of draws. */
const SERVE = 0x7376;
const FAILURE = 0x6366;
const FILL = 0x666c;
const FILL_FAILURE = 0x6666;

/** More tries of a segment than there ever are. */
export const TRIES = 16;

/**
 * A player's request for a segment is at its point of presence. What is in the cache is sent at once. What is not is asked for at the origin, once: whoever
 * asks while the answer is on its way gets the same (request coalescing, which Cloud CDN does by default). When it will have been answered, and how, is known
 * from here on, so one event tells the player.
 */
export function serveSegment(world: World, row: number, cdn: CdnState, plan: CdnPlan, segments: SegmentsPlan): void {
  const { s } = world;
  const { ints, times } = s.attempts;
  const [keyHi, keyLo] = [ints[row + INT.keyHi], ints[row + INT.keyLo]];
  const place = ints[row + INT.pc] * TRIES + ints[row + INT.tries];
  const point = cdn.points[segments.pointOfPresence];
  let readyUs = s.nowUs;
  let status = 200;
  let result: number = CACHE_RESULT.hit;
  if (point.failures > 0 && uniform(mix(keyHi, keyLo, place, FAILURE)) < point.failures) {
    status = 503;
    result = CACHE_RESULT.unknown;
  } else if (!cacheGet(point.cache, ints[row + INT.question] + ints[row + INT.pc], s.nowUs)) {
    const object = segments.pointOfPresence * plan.objects + ints[row + INT.question] + ints[row + INT.pc];
    const known = findFill(cdn.fills, object);
    const fill = known === NONE ? askOrigin(world, cdn, plan, object, keyHi, keyLo, place) : known;
    readyUs = cdn.fills.dueUs[fill];
    status = cdn.fills.status[fill];
    result = CACHE_RESULT.miss;
  }
  const hasItUs = readyUs + Math.round(sampleUs(plan.time, keyHi, keyLo, place, SERVE) * point.slowdown) + segments.hopUs;
  const leavesUs = Math.max(s.nowUs, times[timesOf(row) + TIME.deadline]);
  ints[row + INT.status] = hasItUs > leavesUs ? 0 : status;
  ints[row + INT.outcome] = result;
  pushEvent(s.queue, Math.min(hasItUs, leavesUs), PRIORITY[EVENT.segmentReceived], EVENT.segmentReceived, row, ints[row + INT.generation]);
}

/** The origin is one of the fleet's externals; above its rate it answers 429, as Cloud Storage does. @returns the fill */
function askOrigin(world: World, cdn: CdnState, plan: CdnPlan, object: number, keyHi: number, keyLo: number, place: number): number {
  const { s } = world;
  const { slowdown, failures } = (s.externals as ExternalState[])[plan.origin];
  const takesUs = Math.round(sampleUs(world.plan.externalDurations[plan.origin], keyHi, keyLo, place, FILL) * slowdown);
  let status = 200;
  if (plan.limit !== null && !takeToken(cdn.origin, plan.limit, s.nowUs)) status = 429;
  else if (uniform(mix(keyHi, keyLo, place, FILL_FAILURE)) < failures) status = 503;
  const fill = addFill(cdn.fills, object, s.nowUs + takesUs, status);
  pushEvent(s.queue, s.nowUs + takesUs, PRIORITY[EVENT.segmentFilled], EVENT.segmentFilled, fill, 0);
  return fill;
}

/** The origin has answered. Errors are not kept: of those it gives, Cloud CDN caches none by default. Source: docs.cloud.google.com/cdn/docs/using-negative-caching. */
export function segmentFilled(world: World, fill: number): void {
  const { s, plan } = world;
  const { cdn } = s;
  if (cdn === undefined || plan.cdn === undefined) return;
  const { objects } = plan.cdn;
  const pointOfPresence = Math.floor(cdn.fills.object[fill] / objects);
  const status = cdn.fills.status[fill];
  if (status === 200) cacheSet(cdn.points[pointOfPresence].cache, cdn.fills.object[fill] - pointOfPresence * objects, s.nowUs);
  countOriginRequest(world, cdn, plan.cdn, pointOfPresence, status);
  removeFill(cdn.fills, fill);
}
