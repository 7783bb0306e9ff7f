import { mix } from '../base/hash.ts';
import type { Source, Span, Trace, TraceFilter } from '../contract/records.ts';
import { SPAN_CLIENT, SPAN_SERVER } from '../contract/records.ts';
import { MICROS_PER_SECOND, type Micros } from '../contract/time.ts';
import type { KeepReason, KeptTrace } from './kept-trace.ts';
import { createKeptTraces } from './kept-traces.ts';
import { createOpenTraces } from './open-traces.ts';
import type { SpanRow } from './span-row.ts';
import { traceIdOf, traceKeyOf } from './trace-id.ts';
import { spanIdOf } from './log-layouts/request-identity.ts';

/**
 * Slower than this is kept. Healthy requests of the fleet take tens to hundreds of milliseconds (latency objectives are set below half a second), so one second is
 * well past the 95th percentile when well, and everything a person would look for is past it when not.
 */
const SLOW_US = MICROS_PER_SECOND;
/** One in this many of the others is kept, chosen by the key: the same requests in every replay. */
const SAMPLE_ONE_IN = 100;

export interface TraceStore {
  span(
    hi: number,
    lo: number,
    id: number,
    parent: number,
    kind: number,
    operation: number,
    source: number,
    startUs: Micros,
    endUs: Micros,
    status: number,
    errorType: number,
    attempt: number,
  ): void;
  finished(hi: number, lo: number, rootOperation: number, startUs: Micros, endUs: Micros, status: number): void;
  /** Null when there is no such trace or it was not kept. */
  trace(traceId: string): Trace | null;
  /** Newest first. */
  traces(filter: TraceFilter): Trace[];
  readonly keptCount: number;
  snapshot(): unknown;
  restore(state: unknown): void;
}

export function createTraceStore(text: (id: number) => string, sourceOf: (id: number) => Source): TraceStore {
  const kept = createKeptTraces();
  const open = createOpenTraces(kept.pool);

  const shown = (trace: KeptTrace): Trace => ({
    traceId: traceIdOf(trace.hi, trace.lo),
    rootName: text(trace.rootOperation),
    startUs: trace.startUs,
    endUs: trace.endUs,
    status: trace.status,
    kept: trace.kept,
    spans: kept.pool
      .rows(trace.spans, trace.hi, trace.lo)
      .map(shownSpan)
      .sort((a, b) => a.startUs - b.startUs),
  });
  const shownSpan = (span: SpanRow): Span => {
    const { service, pod, version } = sourceOf(span.source);
    return {
      spanId: spanIdOf(span.hi, span.lo, span.id),
      parentSpanId: span.parent === 0 ? '' : spanIdOf(span.hi, span.lo, span.parent),
      name: text(span.operation),
      kind: span.kind === SPAN_SERVER ? 'server' : span.kind === SPAN_CLIENT ? 'client' : 'internal',
      service,
      pod,
      version,
      startUs: span.startUs,
      endUs: span.endUs,
      status: span.status,
      errorType: text(span.errorType),
      attempt: span.attempt,
    };
  };
  const passes = (trace: KeptTrace, filter: TraceFilter): boolean =>
    trace.startUs >= (filter.fromUs ?? -Infinity) &&
    trace.startUs <= (filter.toUs ?? Infinity) &&
    trace.endUs <= (filter.endedByUs ?? Infinity) &&
    trace.endUs - trace.startUs >= (filter.minDurationUs ?? 0) &&
    (filter.errorsOnly !== true || trace.kept === 'error') &&
    (filter.service === undefined || kept.pool.hasSource(trace.spans, (source) => sourceOf(source).service === filter.service));
  return {
    span(hi, lo, id, parent, kind, operation, source, startUs, endUs, status, errorType, attempt) {
      let trace = open.find(hi, lo);
      if (trace < 0) {
        const known = kept.find(hi, lo);
        if (known !== null) {
          kept.pool.add(known.spans, id, parent, kind, operation, source, startUs, endUs, status, errorType, attempt);
          return;
        }
        trace = open.begin(hi, lo);
      }
      open.add(trace, id, parent, kind, operation, source, startUs, endUs, status, errorType, attempt);
    },
    finished(hi, lo, rootOperation, startUs, endUs, status) {
      const trace = open.find(hi, lo);
      const reason = reasonToKeep(hi, lo, endUs - startUs, status);
      if (reason !== null && kept.find(hi, lo) === null)
        kept.keep(hi, lo, rootOperation, startUs, endUs, status, reason, trace < 0 ? kept.pool.newList() : open.take(trace));
      else if (trace >= 0) open.drop(trace);
    },
    trace(traceId) {
      const key = traceKeyOf(traceId);
      const found = key === null ? null : kept.find(key.hi, key.lo);
      return found === null ? null : shown(found);
    },
    traces(filter) {
      const out: Trace[] = [];
      for (const trace of kept.newestFirst()) {
        if (out.length >= filter.limit) break;
        if (passes(trace, filter)) out.push(shown(trace));
      }
      return out;
    },
    get keptCount() {
      return kept.count;
    },
    snapshot: () => ({ open: open.snapshot(), kept: kept.snapshot() }),
    restore(state) {
      const saved = state as { readonly open: unknown; readonly kept: unknown };
      // the pool is the kept ones' and emptied by them
      kept.restore(saved.kept);
      open.restore(saved.open);
    },
  };
}

function reasonToKeep(hi: number, lo: number, durationUs: Micros, status: number): KeepReason | null {
  if (status >= 500 || status === 0) return 'error';
  if (durationUs > SLOW_US) return 'slow';
  return mix(hi, lo, 2, 0) % SAMPLE_ONE_IN === 0 ? 'sample' : null;
}
