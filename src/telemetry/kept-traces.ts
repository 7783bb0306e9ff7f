import { mix } from '../base/hash.ts';
import { createPackedSpans, type PackedSpans } from './packed-spans.ts';

export type KeepReason = 'error' | 'slow' | 'sample';

/** A trace that is kept. */
export interface KeptTrace {
  readonly hi: number;
  readonly lo: number;
  readonly rootOperation: number;
  readonly startUs: number;
  readonly endUs: number;
  readonly status: number;
  readonly kept: KeepReason;
  readonly spans: PackedSpans;
}

/** Kept traces, a bounded number. When full the oldest sample goes, then the oldest slow one, then the oldest error. */
export interface KeptTraces {
  keep(trace: KeptTrace): void;
  /** The kept trace of a key, or null. Called for every span: no allocation. */
  find(hi: number, lo: number): KeptTrace | null;
  /** Newest first. */
  newestFirst(): Iterable<KeptTrace>;
  readonly count: number;
  snapshot(): unknown;
  restore(state: unknown): void;
}

/** All traces' spans one after the other; each trace says how many numbers are its own. */
interface KeptState {
  readonly traces: readonly (Omit<KeptTrace, 'spans'> & { readonly spans: number })[];
  readonly spans: Float64Array;
}

export const KEPT_TRACES_MAX = 20_000;
const REASONS: readonly KeepReason[] = ['sample', 'slow', 'error'];

export function createKeptTraces(tracesMax: number = KEPT_TRACES_MAX): KeptTraces {
  const slotsMax = 1 << 16;
  /** Newest trace of a hash bucket; further ones chained. Most spans of traces not kept end at an empty bucket. */
  const buckets: (KeptTrace[] | undefined)[] = new Array<KeptTrace[] | undefined>(slotsMax);
  const all = new Set<KeptTrace>();
  const queues: Record<KeepReason, Set<KeptTrace>> = { sample: new Set(), slow: new Set(), error: new Set() };

  const bucketOf = (hi: number, lo: number): number => mix(hi, lo, 1, 0) & (slotsMax - 1);
  const drop = (): void => {
    for (const reason of REASONS) {
      const oldest = queues[reason].values().next().value;
      if (oldest === undefined) continue;
      queues[reason].delete(oldest);
      all.delete(oldest);
      const bucket = bucketOf(oldest.hi, oldest.lo);
      const rest = (buckets[bucket] ?? []).filter((trace) => trace !== oldest);
      buckets[bucket] = rest.length === 0 ? undefined : rest;
      return;
    }
  };
  const keep = (trace: KeptTrace): void => {
    if (all.size >= tracesMax) drop();
    all.add(trace);
    queues[trace.kept].add(trace);
    (buckets[bucketOf(trace.hi, trace.lo)] ??= []).push(trace);
  };
  return {
    keep,
    find(hi, lo) {
      const chain = buckets[bucketOf(hi, lo)];
      if (chain === undefined) return null;
      for (let i = 0; i < chain.length; i++) if (chain[i].hi === hi >>> 0 && chain[i].lo === lo >>> 0) return chain[i];
      return null;
    },
    newestFirst: () => [...all].reverse(),
    get count() {
      return all.size;
    },
    snapshot(): KeptState {
      const traces = [...all];
      const lengths = traces.map(({ spans }) => spans.packed().length);
      const spans = new Float64Array(lengths.reduce((sum, length) => sum + length, 0));
      let at = 0;
      for (const trace of traces) {
        spans.set(trace.spans.packed(), at);
        at += trace.spans.packed().length;
      }
      return { traces: traces.map((trace, i) => ({ ...trace, spans: lengths[i] })), spans };
    },
    restore(state) {
      buckets.fill(undefined);
      all.clear();
      for (const reason of REASONS) queues[reason].clear();
      const saved = state as KeptState;
      let at = 0;
      for (const trace of saved.traces) {
        keep({ ...trace, spans: createPackedSpans(saved.spans.slice(at, at + trace.spans)) });
        at += trace.spans;
      }
    },
  };
}
