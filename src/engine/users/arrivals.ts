import { detLog } from '../../base/det-math.ts';
import { wholeUs } from '../plan/distribution.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { startUserAction } from './user-actions.ts';

/**
 * Open-loop arrivals: a Poisson process a stream, thinned to its rate curve (Lewis & Shedler 1979): candidates come at the peak
 * rate, and one is kept with the probability rate(t) / peak. Candidates and keys come from the stream's own generator, so a
 * changed curve or action never shifts another stream.
 */
export function scheduleArrival(world: World, stream: number): void {
  const s = world.s;
  const peak = world.plan.streams[stream].peakPerSecond * burstPeak(world, stream);
  if (peak <= 0) return;
  const gap = wholeUs((-detLog(1 - world.streams[stream].next()) * 1e6) / peak);
  pushEvent(s.queue, s.nowUs + gap, PRIORITY[EVENT.arrival], EVENT.arrival, stream, 0);
}

export function arrival(world: World, stream: number): void {
  const generator = world.streams[stream];
  const keep = generator.next();
  const keyHi = generator.bits();
  const keyLo = generator.bits();
  const plan = world.plan.streams[stream];
  const rate = curveAt(plan.client.curve, world.s.nowUs - world.playStartUs) * (plan.peakPerSecond / curvePeak(plan.client.curve)) * burstFactor(world, stream);
  if (keep * plan.peakPerSecond * burstPeak(world, stream) < rate) startUserAction(world, stream, keyHi, keyLo);
  scheduleArrival(world, stream);
}

type Curve = readonly { readonly atUs: number; readonly factor: number }[];

/** Linear between points, constant outside them; 1 without points. */
export function curveAt(curve: Curve, atUs: number): number {
  if (curve.length === 0) return 1;
  if (atUs <= curve[0].atUs) return curve[0].factor;
  for (let i = 1; i < curve.length; i++) {
    if (atUs < curve[i].atUs) {
      const from = curve[i - 1];
      return from.factor + ((curve[i].factor - from.factor) * (atUs - from.atUs)) / (curve[i].atUs - from.atUs);
    }
  }
  return curve[curve.length - 1].factor;
}

function curvePeak(curve: Curve): number {
  let peak = curve.length === 0 ? 1 : 0;
  for (const point of curve) if (point.factor > peak) peak = point.factor;
  return peak;
}

/** Largest multiplier of the bursts that are on: candidates must come at least that fast. */
function burstPeak(world: World, stream: number): number {
  return Math.max(1, burstFactor(world, stream));
}

function burstFactor(world: World, stream: number): number {
  const bursts = world.s.bursts;
  let factor = 1;
  for (let i = 0; i < bursts.length; i++) if (bursts[i].stream === stream && world.s.nowUs < bursts[i].untilUs) factor *= bursts[i].multiplier;
  return factor;
}
