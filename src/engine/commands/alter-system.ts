import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { SETTING_CATALOG } from '../fleet/postgres-settings.ts';
import type { World } from '../world.ts';
import { findDatabase } from './find.ts';

/** `ALTER SYSTEM SET name = value`: written to postgresql.auto.conf; in force after a reload, or after a restart for postmaster settings. */
export function alterSystem(world: World, command: Extract<FleetCommand, { kind: 'alter-system' }>): CommandResult {
  const database = findDatabase(world, command.database);
  if (typeof database !== 'number') return database;
  const setting = SETTING_CATALOG.get(command.setting.toLowerCase());
  if (setting === undefined) return refuse('command/unknown_setting', `unrecognized configuration parameter "${command.setting}"`);
  let value = command.value;
  if (value !== null) {
    const parsed = setting.parse(value);
    if (parsed === null)
      return refuse(
        'command/bad_setting',
        setting.kind === 'bool' ? `parameter "${setting.name}" requires a Boolean value` : `invalid value for parameter "${setting.name}": "${value}"`,
      );
    value = parsed;
  }
  world.s.databases[database].pendingSettings[setting.name] = value;
  return DONE;
}
