import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import type { World } from '../world.ts';

/** A feature flag, for all users at once. */
export function setFlag(world: World, command: Extract<FleetCommand, { kind: 'set-flag' }>, actor: string): CommandResult {
  const index = world.plan.flagIndex.get(command.flag);
  if (index === undefined) return refuse('command/flag_not_found', `no flag "${command.flag}"; flags: ${[...world.plan.flagIndex.keys()].join(', ')}`);
  const flag = world.s.flags[index];
  if (flag.on === command.on) return DONE;
  flag.on = command.on;
  flag.changedUs = world.s.nowUs;
  flag.changedBy = actor;
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'flag',
    subject: command.flag,
    title: `${command.flag} ${command.on ? 'on' : 'off'}`,
    detail: world.plan.scenario.fleet.flags[index].description,
    actor,
    undo: `flags set ${command.flag} ${command.on ? 'off' : 'on'}`,
  });
  return DONE;
}
