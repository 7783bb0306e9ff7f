import type { SpanRow } from './span-ring.ts';

/** Numbers a span takes: id, parent, kind, operation, source, start, end, status, error type, attempt. */
const STRIDE = 10;

/** The spans of one kept trace in a single array: twenty thousand traces as objects would be half a million objects to copy for every checkpoint. */
export interface PackedSpans {
  add(
    id: number,
    parent: number,
    kind: number,
    operation: number,
    source: number,
    startUs: number,
    endUs: number,
    status: number,
    errorType: number,
    attempt: number,
  ): void;
  /** Spans in the order they ended. */
  rows(hi: number, lo: number): SpanRow[];
  /** True for any span's source. */
  hasSource(test: (source: number) => boolean): boolean;
  /** The numbers in use, for a snapshot. */
  packed(): Float64Array;
}

export function createPackedSpans(initial: Float64Array = new Float64Array(0)): PackedSpans {
  let numbers = initial;
  let used = initial.length;
  return {
    add(id, parent, kind, operation, source, startUs, endUs, status, errorType, attempt) {
      if (used + STRIDE > numbers.length) {
        const wider = new Float64Array(Math.max(4 * STRIDE, numbers.length + (numbers.length >> 1), used + STRIDE));
        wider.set(numbers.subarray(0, used));
        numbers = wider;
      }
      numbers[used] = id;
      numbers[used + 1] = parent;
      numbers[used + 2] = kind;
      numbers[used + 3] = operation;
      numbers[used + 4] = source;
      numbers[used + 5] = startUs;
      numbers[used + 6] = endUs;
      numbers[used + 7] = status;
      numbers[used + 8] = errorType;
      numbers[used + 9] = attempt;
      used += STRIDE;
    },
    rows(hi, lo) {
      const out: SpanRow[] = [];
      for (let at = 0; at < used; at += STRIDE) {
        const [id, parent, kind, operation, source, startUs, endUs, status, errorType, attempt] = numbers.subarray(at, at + STRIDE);
        out.push({ hi, lo, id, parent, kind, operation, source, startUs, endUs, status, errorType, attempt });
      }
      return out;
    },
    hasSource(test) {
      for (let at = 4; at < used; at += STRIDE) if (test(numbers[at])) return true;
      return false;
    },
    packed: () => numbers.subarray(0, used),
  };
}
