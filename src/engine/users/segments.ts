import { mix, uniform } from '../../base/hash.ts';
import type { CdnState } from '../cdn/cdn-state.ts';
import { logSegment } from '../cdn/segment-log.ts';
import { serveSegment } from '../cdn/serve-segment.ts';
import { zipfKey } from '../fleet/cache.ts';
import { countSegment } from '../instruments/cdn-meters.ts';
import type { CdnPlan, SegmentsPlan } from '../plan/cdn.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { freeAttempt, INT, TIME, timesOf } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { meterAction } from './harm.ts';

const TRACK = 0x7472;
const MOST_BACKOFF_US = 5e6;

/**
 * A user's app has been told where the music is: it fetches one segment after another. The user's action ends when the first ones are there, or when one of
 * those is given up; whether later ones come on time nobody waits for. The user's row stays theirs until the last.
 * @param atUs when the app has the answer
 */
export function beginSegments(world: World, row: number, segments: SegmentsPlan, atUs: number): void {
  const { ints } = world.s.attempts;
  const { tracks, segmentsPerTrack } = world.plan.cdn as CdnPlan;
  const track = zipfKey(tracks, uniform(mix(ints[row + INT.keyHi], ints[row + INT.keyLo], 0, TRACK)));
  ints[row + INT.question] = track * segmentsPerTrack;
  ints[row + INT.pc] = 0;
  ints[row + INT.tries] = 0;
  askSegment(world, row, segments, atUs);
}

function askSegment(world: World, row: number, segments: SegmentsPlan, atUs: number): void {
  const { attempts, queue } = world.s;
  attempts.times[timesOf(row) + TIME.begun] = atUs;
  attempts.times[timesOf(row) + TIME.deadline] = atUs + segments.timeoutUs;
  pushEvent(queue, atUs + segments.hopUs, PRIORITY[EVENT.segmentAsked], EVENT.segmentAsked, row, attempts.ints[row + INT.generation]);
}

export function segmentAsked(world: World, row: number): void {
  const { plan, s } = world;
  serveSegment(world, row, s.cdn as CdnState, plan.cdn as CdnPlan, segmentsOf(world, row));
}

/** The player has a segment, or an error, or has waited for long enough. */
export function segmentReceived(world: World, row: number): void {
  const { s, plan } = world;
  const { ints, times } = s.attempts;
  const segments = segmentsOf(world, row);
  const status = ints[row + INT.status];
  const tookUs = s.nowUs - times[timesOf(row) + TIME.begun];
  countSegment(world, s.cdn as CdnState, plan.cdn as CdnPlan, row, segments.pointOfPresence, tookUs);
  logSegment(world, row, segments.pointOfPresence, tookUs);
  if (status !== 200 && ints[row + INT.tries] < segments.retries) {
    const errors = ++ints[row + INT.tries];
    // as ExoPlayer's DefaultLoadErrorHandlingPolicy: at once, then a second longer each time
    askSegment(world, row, segments, s.nowUs + Math.min((errors - 1) * 1e6, MOST_BACKOFF_US));
    return;
  }
  const at = ints[row + INT.pc]++;
  if (status !== 200) {
    if (at < segments.first) endAction(world, row, true);
    freeAttempt(s.attempts, row);
    return;
  }
  if (at + 1 === segments.first) endAction(world, row, false);
  if (at + 1 === segments.count) {
    freeAttempt(s.attempts, row);
    return;
  }
  ints[row + INT.tries] = 0;
  askSegment(world, row, segments, s.nowUs);
}

function endAction({ s, plan }: World, row: number, failed: boolean): void {
  const stream = s.attempts.ints[row + INT.parentGuard];
  meterAction(s.harm, plan.slos, plan.slosOfStream[stream], s.nowUs, failed, s.nowUs - s.attempts.times[timesOf(row) + TIME.sent]);
}

function segmentsOf({ s, plan }: World, row: number): SegmentsPlan {
  return plan.streams[s.attempts.ints[row + INT.parentGuard]].segments as SegmentsPlan;
}
