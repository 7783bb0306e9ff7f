import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE } from '../../contract/refusals.ts';
import { SETTING_CATALOG } from '../fleet/postgres-settings.ts';
import { logPostgres } from '../fleet/postgres.ts';
import type { World } from '../world.ts';
import { findDatabase } from './find.ts';

/** `pg_reload_conf()`: what ALTER SYSTEM wrote comes into force, apart from settings that need a restart. */
export function reloadConf(world: World, command: Extract<FleetCommand, { kind: 'reload-conf' }>, actor: string): CommandResult {
  const database = findDatabase(world, command.database);
  if (typeof database !== 'number') return database;
  const state = world.s.databases[database];
  logPostgres(world, database, 1, '', '', 'LOG', 'received SIGHUP, reloading configuration files');
  for (const [name, value] of Object.entries(state.pendingSettings)) {
    if (SETTING_CATALOG.get(name)?.context === 'postmaster') {
      logPostgres(world, database, 1, '', '', 'LOG', `parameter "${name}" cannot be changed without restarting the server`);
      continue;
    }
    const boot = SETTING_CATALOG.get(name)?.boot ?? '';
    const before = state.settings[name] ?? boot;
    const after = value ?? boot;
    delete state.pendingSettings[name];
    if (before === after) continue;
    state.settings[name] = after;
    logPostgres(world, database, 1, '', '', 'LOG', `parameter "${name}" changed to "${after}"`);
    world.recorder.change({
      atUs: world.s.nowUs,
      kind: 'database',
      subject: command.database,
      title: `${name} = ${after}`,
      detail: `was ${before}`,
      actor,
      undo: `psql -h ${command.database} -c "alter system set ${name} = '${before}'" -c "select pg_reload_conf()"`,
    });
  }
  return DONE;
}
