import type { World } from '../world.ts';
import { readAdaptiveSettings } from './adaptive-settings.ts';
import { readLimitShares } from './criticality.ts';
import { moveOn } from './gradient-controller.ts';

/** What a ConfigMap says about adaptive concurrency and the shares of the limits. @returns whether something is different; what cannot be read, where something cannot: then nothing is */
export function applyShedding(world: World, pod: number, data: Readonly<Record<string, string>>): boolean | string {
  const { protection, service } = world.s.pods[pod];
  const { adaptiveConcurrency } = world.plan.services[service].model;
  if (protection === undefined) return false;
  const { adaptive, shares } = protection;
  const readShares = shares === undefined ? undefined : readLimitShares(data);
  if (typeof readShares === 'string') return readShares;
  let isChanged = false;
  if (adaptive !== undefined && adaptiveConcurrency !== undefined) {
    const read = readAdaptiveSettings(adaptiveConcurrency, data);
    if (typeof read === 'string') return read;
    const before = adaptive.settings;
    isChanged = (Object.keys(read) as (keyof typeof read)[]).some((key) => read[key] !== before[key]);
    // what was due before was due by the old settings
    moveOn(adaptive.controller, before, world.s.nowUs);
    adaptive.settings = read;
  }
  if (readShares === undefined) return isChanged;
  protection.shares = readShares;
  return isChanged || readShares.some((share, at) => share !== shares?.[at]);
}
