import type { World } from '../world.ts';
import { SETTING_CATALOG } from './postgres-settings.ts';
import type { WAL_DEFAULTS } from './postgres.ts';

/** A setting of the write-ahead log in its own unit, MB or seconds; files may write it with another one. */
export function walSetting(world: World, index: number, name: keyof typeof WAL_DEFAULTS): number {
  const setting = SETTING_CATALOG.get(name);
  const text = world.s.databases[index].settings[name] ?? '';
  return Number(setting?.parse(text) ?? setting?.boot ?? 0);
}
