import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { askForQuota } from '../nodes/quota.ts';
import type { World } from '../world.ts';
import { findRegion } from './find.ts';

/** `gcloud beta quotas preferences create`: asks for a larger quota of vCPUs in a region, which is granted some minutes later. */
export function setQuota(world: World, command: Extract<FleetCommand, { kind: 'set-quota' }>, actor: string): CommandResult {
  const region = findRegion(world, command.region);
  if (typeof region !== 'number') return region;
  const { cpus, asked } = world.s.quotas[region];
  if (!Number.isInteger(command.cpus) || command.cpus < 1) return refuse('command/bad_quota', 'preferred_value must be a positive number');
  if (cpus === Infinity) return refuse('command/no_quota', `no CPUS quota is set for region ${command.region}`);
  if (command.cpus < cpus) return refuse('command/quota_decrease', `the preferred value ${command.cpus} is below the present limit of ${cpus}`);
  if (command.cpus === cpus || command.cpus === asked) return { ok: true, data: { changed: false } };
  askForQuota(world, region, command.cpus);
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'config',
    subject: command.region,
    title: `CPUS quota of ${command.region}: ${command.cpus} asked for`,
    detail: `is ${cpus}`,
    actor,
  });
  return DONE;
}
