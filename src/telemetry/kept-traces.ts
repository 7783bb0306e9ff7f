import { mix } from '../base/hash.ts';
import { KEEP_REASONS, type KeepReason, type KeptTrace } from './kept-trace.ts';
import { packTraces, type PackedTraces, unpackTraces } from './packed-traces.ts';
import { createSpanPool, type SpanList, type SpanPool } from './span-pool.ts';

/** Kept traces, a bounded number. When full the oldest sample goes, then the oldest slow one, then the oldest error. */
export interface KeptTraces {
  /** Where the spans are. */
  readonly pool: SpanPool;
  /** @param spans of the pool; they are the kept trace's from now on */
  keep(hi: number, lo: number, rootOperation: number, startUs: number, endUs: number, status: number, kept: KeepReason, spans: SpanList): KeptTrace;
  /** The kept trace of a key, or null. No allocation. */
  find(hi: number, lo: number): KeptTrace | null;
  /** Newest first. */
  newestFirst(): KeptTrace[];
  readonly count: number;
  snapshot(): unknown;
  restore(state: unknown): void;
}

/** Oldest first from `head` on. */
interface Queue {
  traces: KeptTrace[];
  head: number;
}

interface KeptState {
  readonly everKept: number;
  readonly traces: PackedTraces;
}

export const KEPT_TRACES_MAX = 20_000;
const BUCKETS = 1 << 16;
const COMPACT_AT = 4_096;

export function createKeptTraces(tracesMax: number = KEPT_TRACES_MAX): KeptTraces {
  const pool = createSpanPool();
  /** Traces by hash of their key. Most spans of traces not kept end at an empty bucket. */
  const buckets = new Array<KeptTrace[] | undefined>(BUCKETS).fill(undefined);
  const queues: Record<KeepReason, Queue> = { sample: { traces: [], head: 0 }, slow: { traces: [], head: 0 }, error: { traces: [], head: 0 } };
  let count = 0;
  let everKept = 0;

  const bucketOf = (hi: number, lo: number): number => mix(hi, lo, 1, 0) & (BUCKETS - 1);
  const drop = (): void => {
    const queue = KEEP_REASONS.map((reason) => queues[reason]).find(({ traces, head }) => head < traces.length);
    if (queue === undefined) return;
    const oldest = queue.traces[queue.head++];
    if (queue.head >= COMPACT_AT) {
      queue.traces = queue.traces.slice(queue.head);
      queue.head = 0;
    }
    count--;
    pool.release(oldest.spans);
    const bucket = bucketOf(oldest.hi, oldest.lo);
    const chain = buckets[bucket] ?? [];
    if (chain.length === 1) buckets[bucket] = undefined;
    else chain.splice(chain.indexOf(oldest), 1);
  };
  const admit = (trace: KeptTrace): KeptTrace => {
    if (count >= tracesMax) drop();
    count++;
    queues[trace.kept].traces.push(trace);
    const bucket = bucketOf(trace.hi, trace.lo);
    const chain = buckets[bucket];
    if (chain === undefined) buckets[bucket] = [trace];
    else chain.push(trace);
    return trace;
  };
  const newestFirst = (): KeptTrace[] => KEEP_REASONS.flatMap((reason) => queues[reason].traces.slice(queues[reason].head)).sort((a, b) => b.number - a.number);
  return {
    pool,
    keep: (hi, lo, rootOperation, startUs, endUs, status, kept, spans) =>
      admit({ hi: hi >>> 0, lo: lo >>> 0, rootOperation, startUs, endUs, status, kept, number: everKept++, spans }),
    find(hi, lo) {
      const chain = buckets[bucketOf(hi, lo)];
      if (chain === undefined) return null;
      for (let i = 0; i < chain.length; i++) if (chain[i].hi === hi >>> 0 && chain[i].lo === lo >>> 0) return chain[i];
      return null;
    },
    newestFirst,
    get count() {
      return count;
    },
    snapshot: (): KeptState => ({ everKept, traces: packTraces(newestFirst().reverse(), pool) }),
    restore(state) {
      const saved = state as KeptState;
      buckets.fill(undefined);
      for (const reason of KEEP_REASONS) queues[reason] = { traces: [], head: 0 };
      count = 0;
      unpackTraces(saved.traces, pool, admit);
      everKept = saved.everKept;
    },
  };
}
