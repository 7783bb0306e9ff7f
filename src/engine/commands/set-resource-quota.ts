import type { FleetCommand } from '../../contract/commands.ts';
import { QUOTA_RESOURCES, type QuotaResource } from '../../contract/resource-quota.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { amountWords, bounded } from '../control/resource-quota.ts';
import type { World } from '../world.ts';

/** `kubectl patch resourcequota`: new bounds; null takes one away, what is left out stays. Pods that are there stay, and no controller is told. */
export function setResourceQuota(world: World, command: Extract<FleetCommand, { kind: 'set-resource-quota' }>, actor: string): CommandResult {
  const quotas = world.plan.scenario.fleet.resourceQuotas ?? [];
  const at = quotas.findIndex(({ name, region }) => name === command.quota && (command.region === undefined || region === command.region));
  const state = world.s.resourceQuotas?.[at];
  if (state === undefined) return refuse('command/quota_not_found', `resourcequotas "${command.quota}" not found`);
  const after: Partial<Record<QuotaResource, number>> = {};
  for (const resource of QUOTA_RESOURCES) {
    const asked = command.hard[resource];
    const amount = asked === undefined ? state.hard[resource] : asked;
    if (amount === null || amount === undefined) continue;
    if (!Number.isInteger(amount) || amount < 0)
      return refuse(
        'command/invalid_object',
        `The ResourceQuota "${command.quota}" is invalid: spec.hard[${resource}]: Invalid value: "${amountWords(resource, amount)}": must be greater than or equal to 0`,
      );
    after[resource] = amount;
  }
  state.hard = after;
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'config',
    subject: command.quota,
    title: `ResourceQuota ${command.quota} changed`,
    detail: bounded(after)
      .map((resource) => `${resource}=${amountWords(resource, after[resource] ?? 0)}`)
      .join(', '),
    actor,
  });
  return DONE;
}
