import { type Instruments, type Labels, type SeriesDescriptor, STALE, TARGET_GONE, TARGET_UP } from '../contract/metrics.ts';
import { type Epoch, type Micros, unixMsOf } from '../contract/time.ts';
import { labelKey } from './label-key.ts';
import type { Tsdb } from './tsdb.ts';

export interface Scraper {
  /** Reads every instrument once, as a Prometheus server does on its scrape interval. */
  scrape(tUs: Micros): void;
  /** Labels of gauges and recorded series repeat in tiled history, counters count: a test for which of the store's series, as of now, are counters. */
  counterTest(): (labels: Labels) => boolean;
  /** Which targets have had their staleness markers written. */
  snapshot(): unknown;
  /** Call after the store and the engine's instruments are restored. */
  restore(state: unknown): void;
}

/** Where targets of one identity are stored. A target that comes back under the same name goes on in the same columns. */
interface Place {
  readonly column: number;
  readonly upColumn: number;
  row: Float64Array;
}

/** One scraped target: where its row goes, and which slots fill it. */
interface Target {
  readonly place: Place;
  readonly slots: number[];
  /** Position in the row, one a slot. */
  readonly positions: number[];
  /** 1 where the value is added to the previous slot's: the further buckets of one histogram. */
  readonly accumulates: number[];
  /** Another target of the same identity has taken its place. */
  superseded: boolean;
  /** Last state written: up, down or gone. -1 before the first scrape. */
  written: number;
}

interface ScraperState {
  /** By target, those that had been met at the last scrape. */
  readonly written: readonly number[];
  /** Slots that had been met by then: what has come since is met at the next scrape, and has no series before. */
  readonly seen: number;
  /** Columns by identity: a rule's own series can carry the labels of a target, so they can't be told apart afterwards. */
  readonly places: readonly (readonly [key: string, column: number, upColumn: number])[];
}

export function createScraper(instruments: Instruments, tsdb: Tsdb, epoch: Epoch): Scraper {
  const targets: Target[] = [];
  const places = new Map<string, Place>();
  const counters: Labels[] = [];
  const upRow = new Float64Array(1);
  let seen = 0;

  const admitTarget = (number: number): void => {
    const { labels, job, instance } = instruments.targets[number];
    const identity = { ...labels, job, instance };
    const key = labelKey(identity);
    let place = places.get(key);
    if (place === undefined) {
      place = { column: tsdb.column(), upColumn: tsdb.column(), row: new Float64Array(16) };
      places.set(key, place);
      tsdb.register(place.upColumn, { ...identity, __name__: 'up' });
    }
    for (const target of targets) if (target.place === place) target.superseded = true;
    targets.push({ place, slots: [], positions: [], accumulates: [], superseded: false, written: -1 });
  };
  const admitSlot = (slot: number): void => {
    const descriptor = instruments.descriptors[slot];
    // A slot of no target is nobody's: the engine keeps slot 0 so.
    if (descriptor.target < 0) return;
    const target = targets[descriptor.target];
    const { labels, job, instance } = instruments.targets[descriptor.target];
    // Prometheus' honor_labels: false would rename clashing labels; the fleet's exporters never set job or instance.
    const full = { ...descriptor.labels, ...labels, job, instance, __name__: descriptor.name };
    const position = tsdb.register(target.place.column, full);
    target.slots.push(slot);
    target.positions.push(position);
    target.accumulates.push(continuesHistogram(instruments.descriptors, slot) ? 1 : 0);
    if (descriptor.type !== 'gauge') counters.push(full);
    if (position >= target.place.row.length) target.place.row = new Float64Array((position + 1) * 2);
  };
  const admit = (targetCount: number, slotCount: number): void => {
    for (let number = targets.length; number < targetCount; number++) admitTarget(number);
    for (; seen < slotCount; seen++) admitSlot(seen);
  };
  const writeUp = (target: Target, timeMs: number, value: number): void => {
    upRow[0] = value;
    tsdb.appendRow(target.place.upColumn, timeMs, upRow);
  };
  const readSlots = (target: Target): void => {
    const { slots, positions, accumulates, place } = target;
    const { values } = instruments;
    const row = place.row.fill(STALE);
    let running = 0;
    for (let i = 0; i < slots.length; i++) {
      running = accumulates[i] === 1 ? running + values[slots[i]] : values[slots[i]];
      row[positions[i]] = running;
    }
  };
  return {
    scrape(tUs) {
      instruments.refreshGauges();
      admit(instruments.targets.length, instruments.descriptors.length);
      const timeMs = unixMsOf(epoch, tUs);
      for (let number = 0; number < targets.length; number++) {
        const target = targets[number];
        if (target.superseded) continue;
        const state = instruments.up[number];
        if (state === TARGET_UP) {
          readSlots(target);
          tsdb.appendRow(target.place.column, timeMs, target.place.row);
        } else if (target.written === TARGET_UP) {
          target.place.row.fill(STALE);
          tsdb.appendRow(target.place.column, timeMs, target.place.row);
        }
        if (state !== TARGET_GONE) writeUp(target, timeMs, state === TARGET_UP ? 1 : 0);
        else if (target.written !== TARGET_GONE && target.written !== -1) writeUp(target, timeMs, STALE);
        target.written = state;
      }
    },
    counterTest() {
      const keys = new Set(counters.map(labelKey));
      return (labels) => keys.has(labelKey(labels));
    },
    snapshot: (): ScraperState => ({
      written: targets.map((target) => target.written),
      seen,
      places: [...places].map(([key, place]) => [key, place.column, place.upColumn]),
    }),
    restore(state) {
      targets.length = 0;
      places.clear();
      counters.length = 0;
      seen = 0;
      const { written, seen: slotCount, places: known } = state as ScraperState;
      for (const [key, column, upColumn] of known) places.set(key, { column, upColumn, row: new Float64Array(16) });
      // Targets and slots are only ever added and keep their order, so the first of them are those of the snapshot.
      admit(written.length, slotCount);
      written.forEach((value, number) => {
        targets[number].written = value;
      });
    },
  };
}

/** Buckets of one histogram are contiguous, same name and labels but `le`, ending at +Inf. */
function continuesHistogram(descriptors: readonly SeriesDescriptor[], slot: number): boolean {
  const descriptor = descriptors[slot];
  if (descriptor.type !== 'bucket' || slot === 0) return false;
  const before = descriptors[slot - 1];
  return before.type === 'bucket' && before.name === descriptor.name && before.target === descriptor.target && before.labels.le !== '+Inf';
}
