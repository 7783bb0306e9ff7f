import { mix, uniform } from '../../base/hash.ts';
import { sampleUs } from '../plan/distribution.ts';
import type { SitePlan } from '../plan/plan.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { INT } from '../requests/attempt-table.ts';
import { loseRequest } from '../requests/lost.ts';
import { OUTSIDE } from './hosts.ts';
import { passes, segmentUs } from './packets.ts';
import type { World } from '../world.ts';

/** Somebody else's service as it is now: times so much slower than usual, and the share of its answers that are errors. */
export interface ExternalState {
  slowdown: number;
  failures: number;
}

const TIME = 0x6578;
const FAILURE = 0x6578_66;

/**
 * A call to somebody else's service: as many at once as anybody likes, each with a time of its own. That is all that can be known from here of a fleet that
 * others run. Callers' timeouts, breakers and fallbacks are the same as for calls among services; there is no server's span.
 */
export function askExternal(world: World, row: number, site: SitePlan): void {
  const { s, plan } = world;
  const { ints } = s.attempts;
  const pod = ints[ints[row + INT.parent] + INT.pod];
  if (s.isolated[site.region] !== 0 || (s.links !== undefined && !passes(world, pod, OUTSIDE))) {
    loseRequest(world, row);
    return;
  }
  const us = sampleUs(plan.externalDurations[site.external], ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place], TIME);
  const state = stateOf(world, site);
  const wayUs = s.links === undefined ? 0 : bothWaysUs(world, row, pod);
  pushEvent(
    s.queue,
    s.nowUs + Math.round(us * state.slowdown + wayUs),
    PRIORITY[EVENT.externalAnswers],
    EVENT.externalAnswers,
    row,
    ints[row + INT.generation],
  );
}

/** What links add between a pod and everything outside, there and back. */
function bothWaysUs(world: World, row: number, pod: number): number {
  const { ints } = world.s.attempts;
  const [keyHi, keyLo, place] = [ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place]];
  return segmentUs(world, pod, OUTSIDE, keyHi, keyLo, place, TIME) + segmentUs(world, OUTSIDE, pod, keyHi, keyLo, place, FAILURE);
}

/** Whether the answer that has come is an error, 503; null when it cannot get through, and whoever asked waits in vain. */
export function isErrorAnswer(world: World, row: number): boolean | null {
  const { s } = world;
  const { ints } = s.attempts;
  const site = world.plan.sites[ints[row + INT.site]];
  if (s.isolated[site.region] !== 0) {
    loseRequest(world, row);
    return null;
  }
  return uniform(mix(ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place], FAILURE)) < stateOf(world, site).failures;
}

function stateOf({ s }: World, site: SitePlan): ExternalState {
  return (s.externals as ExternalState[])[site.external];
}
