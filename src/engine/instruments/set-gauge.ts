import type { Labels } from '../../contract/metrics.ts';
import { STALE } from '../../contract/metrics.ts';
import type { World } from '../world.ts';
import { addTarget, knownSlot, namedSlot } from './meters.ts';

/** Sets a gauge (or a counter kept elsewhere) of a scrape target by name; makes its slot on first use. */
export function setGauge(world: World, target: number, name: string, labels: Labels, value: number, type: 'gauge' | 'counter' = 'gauge'): void {
  const { meters } = world.s;
  const slot = namedSlot(meters, target, name, labels, type);
  meters.values[slot] = value;
}

/** Ends a series, if there is one. */
export function endGauge(world: World, target: number, name: string, labels: Labels): void {
  const { meters } = world.s;
  const slot = knownSlot(meters, target, name, labels);
  if (slot !== undefined) meters.values[slot] = STALE;
}

/** A target that is no pod of the fleet's services: exporters, kube-state-metrics. Made on first use. */
export function infraTarget(world: World, job: string, instance: string, labels: Labels): number {
  const { meters } = world.s;
  const key = `target ${job} ${instance} ${Object.values(labels).join(' ')}`;
  const known = meters.named[key];
  if (known !== undefined) return known;
  const target = addTarget(meters, { job, instance, labels: { job, instance, ...labels } });
  meters.named[key] = target;
  return target;
}
