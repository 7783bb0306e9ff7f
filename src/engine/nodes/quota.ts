import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';

/** vCPUs a project may have in a region. */
export interface QuotaState {
  /** Infinity where the fleet says nothing of it. */
  cpus: number;
  /** What has been asked for and not granted yet; 0 nothing. */
  asked: number;
}

/** Small increases are granted by themselves within minutes; large ones are looked at by somebody, which is not modelled. Our figure. */
const GRANTED_AFTER_US = 120e6;

export function askForQuota(world: World, region: number, cpus: number): void {
  world.s.quotas[region].asked = cpus;
  pushEvent(world.s.queue, world.s.nowUs + GRANTED_AFTER_US, PRIORITY[EVENT.quotaGranted], EVENT.quotaGranted, region, cpus);
}

/** @param cpus what was asked for: a later request has taken an earlier one's place */
export function quotaGranted(world: World, region: number, cpus: number): void {
  const quota = world.s.quotas[region];
  if (quota.asked !== cpus) return;
  const before = quota.cpus;
  world.s.quotas[region] = { cpus, asked: 0 };
  const { name } = world.plan.scenario.fleet.regions[region];
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'config',
    subject: name,
    title: `CPUS quota of ${name} ${before} to ${cpus}`,
    detail: 'the increase that was asked for is granted',
    actor: 'cloud-quotas',
  });
}
