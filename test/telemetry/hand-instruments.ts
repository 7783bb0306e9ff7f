import { type Instruments, type Labels, type SeriesDescriptor, type ScrapeTarget, TARGET_UP } from '../../src/contract/metrics.ts';

/** Instruments a test turns by hand: the real contract, with no engine behind it. */
export interface HandInstruments extends Instruments {
  values: Float64Array;
  up: Uint8Array;
  target(job: string, instance: string, labels?: Labels): number;
  add(target: number, name: string, type: SeriesDescriptor['type'], labels?: Labels): number;
}

export function handInstruments(): HandInstruments {
  const descriptors: SeriesDescriptor[] = [];
  const targets: ScrapeTarget[] = [];
  return {
    descriptors,
    targets,
    values: new Float64Array(64),
    up: new Uint8Array(16),
    refreshGauges() {},
    target(job, instance, labels = {}) {
      this.up[targets.length] = TARGET_UP;
      return targets.push({ job, instance, labels: { ...labels, job, instance } }) - 1;
    },
    add(target, name, type, labels = {}) {
      return descriptors.push({ name, labels, type, target }) - 1;
    },
  };
}
