import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';

/** A controller reacts to a watch event soon, not at once; several events in between are one look. */
const REACTION_US = 200_000;

export function requestSync(world: World, service: number): void {
  const s = world.s;
  const state = s.services[service];
  if (state.syncScheduled) return;
  state.syncScheduled = true;
  pushEvent(s.queue, s.nowUs + REACTION_US, PRIORITY[EVENT.deployment], EVENT.deployment, service, 0);
}
