import { type ColumnArray, narrowed } from './columns.ts';
import { KEEP_REASONS, type KeptTrace } from './kept-trace.ts';
import type { SpanPool } from './span-pool.ts';

/**
 * Kept traces as a snapshot holds them, oldest first: a column a field, each as narrow as its values. What stays the same from request to request
 * (a span's place in the call tree) is written once as a shape. A caller's span follows its callee's and begins and ends when that does or a hop apart,
 * so times are differences from the span before.
 */
export interface PackedTraces {
  readonly hi: ColumnArray;
  readonly lo: ColumnArray;
  readonly rootOperation: ColumnArray;
  readonly startUs: Float64Array;
  readonly durationUs: ColumnArray;
  readonly status: ColumnArray;
  /** Index into KEEP_REASONS. */
  readonly reason: ColumnArray;
  readonly number: ColumnArray;
  readonly spanCount: ColumnArray;
  readonly spans: {
    /** Index into the shapes. */
    readonly shape: ColumnArray;
    readonly source: ColumnArray;
    /** Since the start of the span before; of the trace, for its first. */
    readonly startStepUs: ColumnArray;
    /** Since the end of the span before; likewise. */
    readonly endStepUs: ColumnArray;
    readonly status: ColumnArray;
    readonly errorType: ColumnArray;
  };
  /** Five numbers a shape: id, parent, kind, operation, attempt. */
  readonly shapes: Float64Array;
}

const SHAPE = 5;

export function packTraces(traces: readonly KeptTrace[], pool: SpanPool): PackedTraces {
  const count = traces.reduce((sum, trace) => sum + trace.spans.count, 0);
  const shape = new Uint32Array(count);
  const source = new Uint32Array(count);
  const startStepUs = new Float64Array(count);
  const endStepUs = new Float64Array(count);
  const status = new Uint16Array(count);
  const errorType = new Uint32Array(count);
  const shapeOf = createShapes();
  const c = pool.columns;
  let row = 0;
  let startUs = 0;
  let endUs = 0;
  const packSpan = (at: number): void => {
    shape[row] = shapeOf.number(c.id[at], c.parent[at], c.kind[at], c.operation[at], c.attempt[at]);
    source[row] = c.source[at];
    startStepUs[row] = c.startUs[at] - startUs;
    endStepUs[row] = c.endUs[at] - endUs;
    status[row] = c.status[at];
    errorType[row++] = c.errorType[at];
    startUs = c.startUs[at];
    endUs = c.endUs[at];
  };
  for (const trace of traces) {
    startUs = trace.startUs;
    endUs = trace.startUs;
    pool.each(trace.spans, packSpan);
  }
  const column = (value: (trace: KeptTrace) => number): ColumnArray => narrowed(traces.map(value));
  return {
    hi: column((trace) => trace.hi),
    lo: column((trace) => trace.lo),
    rootOperation: column((trace) => trace.rootOperation),
    startUs: Float64Array.from(traces, (trace) => trace.startUs),
    durationUs: column((trace) => trace.endUs - trace.startUs),
    status: column((trace) => trace.status),
    reason: column((trace) => KEEP_REASONS.indexOf(trace.kept)),
    number: column((trace) => trace.number),
    spanCount: column((trace) => trace.spans.count),
    spans: {
      shape: narrowed(shape),
      source: narrowed(source),
      startStepUs: narrowed(startStepUs),
      endStepUs: narrowed(endStepUs),
      status: narrowed(status),
      errorType: narrowed(errorType),
    },
    shapes: Float64Array.from(shapeOf.numbers()),
  };
}

/** Empties the pool, fills it anew and calls `admit` for each trace, oldest first. */
export function unpackTraces(packed: PackedTraces, pool: SpanPool, admit: (trace: KeptTrace) => void): void {
  const { spans, shapes: s } = packed;
  pool.clear(spans.shape.length, packed.hi.length);
  let row = 0;
  for (let i = 0; i < packed.hi.length; i++) {
    const startUs = packed.startUs[i];
    const list = pool.newList();
    let from = startUs;
    let to = startUs;
    for (let left = packed.spanCount[i]; left > 0; left--, row++) {
      const at = spans.shape[row] * SHAPE;
      from += spans.startStepUs[row];
      to += spans.endStepUs[row];
      pool.add(list, s[at], s[at + 1], s[at + 2], s[at + 3], spans.source[row], from, to, spans.status[row], spans.errorType[row], s[at + 4]);
    }
    admit({
      hi: packed.hi[i],
      lo: packed.lo[i],
      rootOperation: packed.rootOperation[i],
      startUs,
      endUs: startUs + packed.durationUs[i],
      status: packed.status[i],
      kept: KEEP_REASONS[packed.reason[i]],
      number: packed.number[i],
      spans: list,
    });
  }
}

/** Numbers given to shapes as they are first seen. */
function createShapes(): { number(id: number, parent: number, kind: number, operation: number, attempt: number): number; numbers(): number[] } {
  const numbers: number[] = [];
  const byId = new Map<number, number[]>();
  return {
    number(id, parent, kind, operation, attempt) {
      let known = byId.get(id);
      if (known === undefined) byId.set(id, (known = []));
      for (const shape of known) {
        const at = shape * SHAPE;
        if (numbers[at + 1] === parent && numbers[at + 2] === kind && numbers[at + 3] === operation && numbers[at + 4] === attempt) return shape;
      }
      known.push(numbers.length / SHAPE);
      numbers.push(id, parent, kind, operation, attempt);
      return numbers.length / SHAPE - 1;
    },
    numbers: () => numbers,
  };
}
