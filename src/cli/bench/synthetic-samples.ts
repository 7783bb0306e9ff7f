import { openStream } from '../../base/random.ts';
import type { Labels } from '../../contract/metrics.ts';
import { collectSamples, type SampleSet } from '../samples/sample-set.ts';

/** An hour of a made-up fleet's metrics at 15 s, for timing PromQL: per pod a gauge, CPU and request counters, a latency histogram. */
export interface SyntheticFleet {
  readonly pods: number;
  readonly durationSeconds: number;
  readonly intervalSeconds: number;
  /** Unix seconds of the first sample. */
  readonly startSeconds: number;
}

/** 51 pods give 1,989 series of 241 samples. Times lie 5 s off the window edges, so that left-open and left-closed ranges agree. */
export const DEFAULT_FLEET: SyntheticFleet = { pods: 51, durationSeconds: 3_600, intervalSeconds: 15, startSeconds: 1_795_334_405 };

const SERVICES = ['frontend', 'cart', 'checkout', 'payments', 'catalog', 'search', 'auth', 'shipping', 'email', 'ads'];
const CODES: readonly (readonly [string, number])[] = [
  ['200', 0.97],
  ['404', 0.02],
  ['500', 0.006],
  ['503', 0.004],
];
const ROUTES: readonly (readonly [string, number])[] = [
  ['/', 1],
  ['/api', 0.6],
];
const BOUNDS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function syntheticSamples(fleet: SyntheticFleet = DEFAULT_FLEET, seed = 1): SampleSet {
  const random = openStream(seed, 'bench/promql');
  const steps = Math.floor((fleet.durationSeconds - 1) / fleet.intervalSeconds) + 1;
  const collector = collectSamples(() => 'synthetic samples');
  /** A series that starts somewhere and moves by `next` a step. */
  const series = (labels: Labels, first: number, next: (value: number) => number): void => {
    let value = first;
    for (let k = 0; k < steps; k++) {
      collector.add(labels, (fleet.startSeconds + k * fleet.intervalSeconds) * 1000, value);
      value = next(value);
    }
  };
  for (let p = 0; p < fleet.pods; p++) {
    const service = SERVICES[p % SERVICES.length] ?? '';
    const pod: Labels = { service, pod: `${service}-${p}`, node: `node-${p % 12}`, instance: `10.0.${p >> 8}.${p & 255}:8080` };
    const perStep = (5 + 40 * random.next()) * fleet.intervalSeconds;
    series({ __name__: 'up', ...pod }, 1, () => (random.next() < 0.998 ? 1 : 0));
    series({ __name__: 'container_memory_working_set_bytes', ...pod }, 4e8, (bytes) => Math.max(5e7, bytes + (random.next() - 0.5) * 4e6));
    series({ __name__: 'container_cpu_usage_seconds_total', ...pod }, 1000 * random.next(), (seconds) => seconds + perStep * 0.01 * (0.5 + random.next()));
    for (const [route, weight] of ROUTES) {
      for (const [code, share] of CODES) {
        // Every tenth pod is a burning one.
        const mean = perStep * weight * share * (code.startsWith('5') && p % 10 === 3 ? 8 : 1);
        series(
          { __name__: 'http_requests_total', ...pod, route, code },
          Math.floor(1e5 * random.next()),
          (count) => count + Math.round(mean * 2 * random.next()),
        );
      }
      histogram(series, { ...pod, route }, perStep * weight, 0.03 + 0.2 * random.next(), () => random.next());
    }
  }
  return collector.done();
}

function histogram(
  series: (labels: Labels, first: number, next: (value: number) => number) => void,
  labels: Labels,
  perStep: number,
  medianSeconds: number,
  draw: () => number,
): void {
  const name = 'http_request_duration_seconds';
  const below = (bound: number): number => 1 / (1 + (medianSeconds / bound) ** 1.9);
  for (const bound of [...BOUNDS_SECONDS, Number.POSITIVE_INFINITY]) {
    const le = bound === Number.POSITIVE_INFINITY ? '+Inf' : Number.isInteger(bound) ? `${bound}.0` : String(bound);
    const share = bound === Number.POSITIVE_INFINITY ? 1 : below(bound);
    series({ __name__: `${name}_bucket`, ...labels, le }, 0, (count) => count + perStep * share);
  }
  series({ __name__: `${name}_sum`, ...labels }, 0, (sum) => sum + perStep * medianSeconds * (1 + draw()));
  series({ __name__: `${name}_count`, ...labels }, 0, (count) => count + perStep);
}
