import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { configChanged } from '../control/config-maps.ts';
import { recordChange } from '../control/record-change.ts';
import type { World } from '../world.ts';

/** `kubectl patch configmap`, or a config release: new values for some keys. */
export function patchConfig(world: World, command: Extract<FleetCommand, { kind: 'patch-config' }>, actor: string): CommandResult {
  const service = world.s.services.findIndex(
    ({ config }, at) => config?.name === command.configMap && (command.region === undefined || world.plan.services[at].model.region === command.region),
  );
  const config = world.s.services[service]?.config;
  if (config === undefined || config === null) return refuse('command/config_not_found', `configmaps "${command.configMap}" not found`);
  const changed = Object.entries(command.data).filter(([key, value]) => (config.data[key] ?? null) !== value);
  if (changed.length === 0) return { ok: true, data: { changed: false } };
  const before = Object.fromEntries(changed.map(([key]) => [key, config.data[key] ?? null]));
  for (const [key, value] of changed) {
    if (value === null) delete config.data[key];
    else config.data[key] = value;
  }
  config.version++;
  configChanged(world, service);
  recordChange(world, service, {
    atUs: world.s.nowUs,
    kind: 'config',
    subject: world.plan.services[service].model.name,
    title: `${config.name}: ${changed.map(([key, value]) => (value === null ? `${key} removed` : `${key} = ${value}`)).join(', ')}`,
    detail: `was ${Object.values(before)
      .map((value) => value ?? 'not set')
      .join(', ')}`,
    actor,
    undo: `kubectl patch configmap ${config.name} --type merge -p '${JSON.stringify({ data: before })}'`,
  });
  return DONE;
}
