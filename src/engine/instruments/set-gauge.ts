import type { Labels } from '../../contract/metrics.ts';
import { STALE } from '../../contract/metrics.ts';
import type { World } from '../world.ts';
import { addTarget, knownSlot, type Meters, namedSlot } from './meters.ts';

/** Sets a gauge (or a counter kept elsewhere) of a scrape target by name; makes its slot on first use. */
export function setGauge(world: World, target: number, name: string, labels: Labels, value: number, type: 'gauge' | 'counter' = 'gauge'): void {
  const { meters } = world.s;
  const { gaugeTrail } = world;
  const guess = gaugeTrail.after[gaugeTrail.last];
  let slot = guess;
  if (guess === undefined || !isSlotOf(meters, guess, target, name, labels)) {
    slot = namedSlot(meters, target, name, labels, type);
    gaugeTrail.after[gaugeTrail.last] = slot;
  }
  gaugeTrail.last = slot;
  meters.values[slot] = value;
}

/**
 * Gauges are set in the same order at every scrape, so the one that came after the last one is tried first: that spares a name made of strings, thousands of times a
 * scrape. A guess is checked, so this is no state of the fleet's.
 */
export interface GaugeTrail {
  last: number;
  /** By slot: the slot that was set after it. */
  readonly after: number[];
}

export function createGaugeTrail(): GaugeTrail {
  return { last: 0, after: [] };
}

function isSlotOf({ descriptors }: Meters, slot: number, target: number, name: string, labels: Labels): boolean {
  const known = descriptors[slot];
  if (known === undefined || known.target !== target || known.name !== name) return false;
  for (const label in labels) if (known.labels[label] !== labels[label]) return false;
  return true;
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
