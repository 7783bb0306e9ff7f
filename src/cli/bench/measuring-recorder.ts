import type { Recorder, Source } from '../../contract/records.ts';
import { SPAN_SERVER } from '../../contract/records.ts';

/** Requests a service has served: how many, and their times in microseconds where those are kept. Grows as needed. */
export class ServedTimes {
  readonly #kept: boolean;
  #arrivals = new Float64Array(1 << 16);
  #departures = new Float64Array(1 << 16);
  #count = 0;

  constructor(kept: boolean) {
    this.#kept = kept;
  }

  add(arrivedUs: number, departedUs: number): void {
    if (!this.#kept) {
      this.#count++;
      return;
    }
    if (this.#count === this.#arrivals.length) {
      this.#arrivals = doubled(this.#arrivals);
      this.#departures = doubled(this.#departures);
    }
    this.#arrivals[this.#count] = arrivedUs;
    this.#departures[this.#count++] = departedUs;
  }

  get count(): number {
    return this.#count;
  }

  arrivals(): Float64Array {
    return this.#arrivals.slice(0, this.#count);
  }

  departures(): Float64Array {
    return this.#departures.slice(0, this.#count);
  }
}

function doubled(values: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const longer = new Float64Array(values.length * 2);
  longer.set(values);
  return longer;
}

/** What the engine tells of a run, kept as numbers: when each service's requests came and went, and how users' requests ended. */
export interface MeasuringRecorder extends Recorder {
  /** Answered requests of a service. */
  served(service: string): ServedTimes;
  /** Users' requests that were answered well, from sending to answer. */
  readonly completed: ServedTimes;
  /** Users' requests that were refused or failed. */
  readonly lost: number;
}

/** @param keep whose times are kept: a benchmark of speed needs the users' only, and should not measure how fast memory can be filled */
export function createMeasuringRecorder(keep: 'users' | 'all' = 'all'): MeasuringRecorder {
  const sources: Source[] = [];
  const bySource: ServedTimes[] = [];
  const byService = new Map<string, ServedTimes>();
  const completed = new ServedTimes(true);
  let texts = 0;
  let lost = 0;
  const served = (service: string): ServedTimes => {
    let times = byService.get(service);
    if (times === undefined) byService.set(service, (times = new ServedTimes(keep === 'all')));
    return times;
  };
  return {
    completed,
    get lost() {
      return lost;
    },
    served,
    intern: () => ++texts,
    source(source) {
      bySource.push(served(source.service));
      return sources.push(source) - 1;
    },
    log: () => undefined,
    span(_hi, _lo, _id, _parent, kind, _operation, source, startUs, endUs) {
      if (kind === SPAN_SERVER) bySource[source]?.add(startUs, endUs);
    },
    traceFinished(_hi, _lo, _operation, startUs, endUs, status) {
      if (status === 200) completed.add(startUs, endUs);
      else lost++;
    },
    change: () => undefined,
    event: () => undefined,
  };
}
