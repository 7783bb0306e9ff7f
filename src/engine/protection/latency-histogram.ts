/**
 * Latencies in bins of two significant digits, as in Envoy's circllhist: what it reads from its samples is that coarse too. Whole microseconds below 100, then 90 bins a decade.
 * Source: libcircllhist's README ("log-linear", base 10, 90 bins a power).
 */
export interface LatencyHistogram {
  count: number;
  readonly bins: Int32Array;
}

const FINE = 100;
const PER_DECADE = 90;
const DECADES = 8;

export function createLatencyHistogram(): LatencyHistogram {
  return { count: 0, bins: new Int32Array(FINE + DECADES * PER_DECADE) };
}

export function addLatency(histogram: LatencyHistogram, us: number): void {
  histogram.bins[binOf(us)]++;
  histogram.count++;
}

function binOf(us: number): number {
  if (us < FINE) return Math.max(0, Math.floor(us));
  let width = 10;
  let first = FINE;
  while (us >= width * FINE && first < FINE + (DECADES - 1) * PER_DECADE) {
    width *= 10;
    first += PER_DECADE;
  }
  return first + Math.min(PER_DECADE - 1, Math.floor(us / width) - 10);
}

export function clearLatencies(histogram: LatencyHistogram): void {
  histogram.bins.fill(0);
  histogram.count = 0;
}

/** Whole microseconds, on a line through the bin that it falls into. @param percent 0…100 @throws RangeError without samples */
export function percentileUs({ bins, count }: LatencyHistogram, percent: number): number {
  if (count === 0) throw new RangeError('no latencies');
  const target = (count * percent) / 100;
  let below = 0;
  let at = 0;
  while (at < bins.length - 1 && (bins[at] === 0 || below + bins[at] < target)) below += bins[at++];
  return Math.floor(lowerEdge(at) + (widthOf(at) * Math.max(0, target - below)) / bins[at]);
}

function widthOf(bin: number): number {
  let width = 1;
  for (let first = FINE; bin >= first; first += PER_DECADE) width *= 10;
  return width;
}

function lowerEdge(bin: number): number {
  return bin < FINE ? bin : widthOf(bin) * (10 + ((bin - FINE) % PER_DECADE));
}
