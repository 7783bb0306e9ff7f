import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { POD } from '../machines/lifecycle.ts';
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

/** Room has come free in a region: the scheduler looks again at the pods that found none. */
export function retryPending(world: World, region: number): void {
  const { services, lifecycles } = world.s;
  for (const plan of world.plan.services) {
    if (plan.region !== region) continue;
    const { replicaSets } = services[plan.index];
    if (replicaSets.some(({ pods }) => pods.some((pod) => lifecycles.pod.state[pod] === POD.pending))) requestSync(world, plan.index);
  }
}
