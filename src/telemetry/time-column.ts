/** Ascending times shared by series that are appended together. */
export interface TimeColumn {
  /** Unix milliseconds; the first `length` are used. Replaced when it grows. */
  readonly times: Float64Array;
  readonly length: number;
  /** Returns the new length. @throws RangeError if `timeMs` is not after the last time. */
  push(timeMs: number): number;
  /** Forgets the first `count` times. */
  dropFirst(count: number): void;
  /** Puts earlier times before all others. */
  prepend(earlier: Float64Array): void;
}

export function createTimeColumn(initial: Float64Array = new Float64Array(8), used = 0): TimeColumn {
  let times = initial;
  let length = used;
  const put = (wanted: number): void => {
    if (wanted <= times.length) return;
    const wider = new Float64Array(Math.max(wanted, times.length * 2));
    wider.set(times);
    times = wider;
  };
  return {
    get times() {
      return times;
    },
    get length() {
      return length;
    },
    push(timeMs) {
      if (length > 0 && timeMs <= times[length - 1]) throw new RangeError(`time ${timeMs} is not after ${times[length - 1]}`);
      put(length + 1);
      times[length++] = timeMs;
      return length;
    },
    dropFirst(count) {
      times.copyWithin(0, count, length);
      length -= count;
    },
    prepend(earlier) {
      put(length + earlier.length);
      times.copyWithin(earlier.length, 0, length);
      times.set(earlier);
      length += earlier.length;
    },
  };
}

/** First position in [low, high) whose time is at or after `timeMs`; `high` when none is. */
export function lowerBound(times: Float64Array, low: number, high: number, timeMs: number): number {
  let from = low;
  let to = high;
  while (from < to) {
    const middle = (from + to) >>> 1;
    if (times[middle] < timeMs) from = middle + 1;
    else to = middle;
  }
  return from;
}
