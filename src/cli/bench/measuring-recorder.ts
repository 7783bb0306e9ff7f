import type { Recorder, Source } from '../../contract/records.ts';
import { SPAN_SERVER } from '../../contract/records.ts';

/** Times of the requests a service has served, in microseconds; grows as needed. */
export class ServedTimes {
  #arrivals = new Float64Array(1 << 16);
  #departures = new Float64Array(1 << 16);
  #count = 0;

  add(arrivedUs: number, departedUs: number): void {
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

export function createMeasuringRecorder(): MeasuringRecorder {
  const sources: Source[] = [];
  const bySource: ServedTimes[] = [];
  const byService = new Map<string, ServedTimes>();
  const completed = new ServedTimes();
  let texts = 0;
  let lost = 0;
  const served = (service: string): ServedTimes => {
    let times = byService.get(service);
    if (times === undefined) byService.set(service, (times = new ServedTimes()));
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
