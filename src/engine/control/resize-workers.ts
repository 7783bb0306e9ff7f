import { meterWorkers } from '../fleet/elastic-workers.ts';
import { startNext } from '../requests/workers.ts';
import type { World } from '../world.ts';

/** Once a second: one worker more or fewer, if the last window says so. */
export function resizeWorkers(world: World, number: number): void {
  const { s } = world;
  const pod = s.pods[number];
  const { elastic } = pod;
  const model = world.plan.services[pod.service].model.elasticWorkers;
  if (elastic === null || model === null) return;
  meterWorkers(elastic, pod, s.nowUs);
  if (elastic.busyUs === 0) return; // before its first request a pool keeps the size it was given
  const at = elastic.looks % elastic.busyAt.length;
  const full = elastic.looks++ >= elastic.busyAt.length;
  const used = (elastic.busyUs - elastic.busyAt[at]) / Math.max(1, elastic.thereUs - elastic.thereAt[at]);
  elastic.busyAt[at] = elastic.busyUs;
  elastic.thereAt[at] = elastic.thereUs;
  if (!full || s.nowUs - elastic.changedUs < model.cooldownUs) return;
  if (used > model.high && pod.workers < model.max) {
    pod.workers++;
    startNext(world, number);
  } else if (used < model.low && pod.workers > model.min) pod.workers--;
  else return;
  elastic.changedUs = s.nowUs;
}
