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
export class MeasuringRecorder implements Recorder {
  /** Users' requests that were answered well, from sending to answer. */
  readonly completed = new ServedTimes(true);
  /** Users' requests that were refused or failed. */
  lost = 0;
  readonly #keepAll: boolean;
  readonly #bySource: ServedTimes[] = [];
  readonly #byService = new Map<string, ServedTimes>();
  #texts = 0;

  /** @param keep whose times are kept: a benchmark of speed needs the users' only, and should not measure how fast memory can be filled */
  constructor(keep: 'users' | 'all' = 'all') {
    this.#keepAll = keep === 'all';
  }

  /** Answered requests of a service. */
  served(service: string): ServedTimes {
    let times = this.#byService.get(service);
    if (times === undefined) this.#byService.set(service, (times = new ServedTimes(this.#keepAll)));
    return times;
  }

  intern(): number {
    return ++this.#texts;
  }

  source(source: Source): number {
    return this.#bySource.push(this.served(source.service)) - 1;
  }

  span(_hi: number, _lo: number, _id: number, _parent: number, kind: number, _operation: number, source: number, startUs: number, endUs: number): void {
    if (kind === SPAN_SERVER) this.#bySource[source]?.add(startUs, endUs);
  }

  traceFinished(_hi: number, _lo: number, _operation: number, startUs: number, endUs: number, status: number): void {
    if (status === 200) this.completed.add(startUs, endUs);
    else this.lost++;
  }

  log(): void {}

  change(): void {}

  event(): void {}
}
