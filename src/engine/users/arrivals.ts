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
  scheduleCandidate(world, stream, candidatesPerSecond(world, stream, burstFactor(world, stream)));
}

function scheduleCandidate(world: World, stream: number, perSecond: number): void {
  if (perSecond <= 0) return;
  const gap = wholeUs((-detLog(1 - world.streams[stream].next()) * 1e6) / perSecond);
  pushEvent(world.s.queue, world.s.nowUs + gap, PRIORITY[EVENT.arrival], EVENT.arrival, stream, 0);
}

export function arrival(world: World, stream: number): void {
  const generator = world.streams[stream];
  const keep = generator.next();
  const keyHi = generator.bits();
  const keyLo = generator.bits();
  const { client, perSecond } = world.plan.streams[stream];
  const burst = burstFactor(world, stream);
  const candidates = candidatesPerSecond(world, stream, burst);
  const rate = curveAt(client.curve, world.s.nowUs - world.playStartUs) * perSecond * burst;
  if (keep * candidates < rate) startUserAction(world, stream, keyHi, keyLo);
  scheduleCandidate(world, stream, candidates);
}

/** At least the curve's peak, and more while a burst is on. */
function candidatesPerSecond(world: World, stream: number, burst: number): number {
  return world.plan.streams[stream].peakPerSecond * Math.max(1, burst);
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

function burstFactor(world: World, stream: number): number {
  const bursts = world.s.bursts;
  let factor = 1;
  for (let i = 0; i < bursts.length; i++) if (bursts[i].stream === stream && world.s.nowUs < bursts[i].untilUs) factor *= bursts[i].multiplier;
  return factor;
}
