import { createEngine } from '../../engine/engine.ts';
import { MeasuringRecorder } from './measuring-recorder.ts';
import type { RateStep } from './rate-table.ts';
import type { Pod } from '../../engine/fleet/pod.ts';
import { UsageError } from '../usage-error.ts';
import { MOST_REQUESTS, stationScenario } from './station-fleet.ts';

export interface AutoscalerOptions {
  readonly arrivals: readonly RateStep[];
  /** Requests a server serves in a second. */
  readonly serviceRate: number;
  readonly servers: number;
  readonly windowSeconds: number;
  /** One server more above this utilisation, one fewer below `low`. */
  readonly high: number;
  readonly low: number;
  readonly cooldownSeconds: number;
  readonly max: number;
  readonly durationSeconds: number;
  readonly intervalSeconds: number;
  readonly seed: number;
}

/** One interval of the run. */
export interface AutoscalerRow {
  /** End of the interval, in seconds. */
  readonly t: number;
  /** Requests that waited for a server at its end. */
  readonly queueLength: number;
  /** Of the requests answered in it, from sending to answer; null when there were none. */
  readonly meanLatencySeconds: number | null;
  /** At its end. */
  readonly servers: number;
  /** Server time used over server time there, in the interval. */
  readonly utilisation: number;
}

/** A shared queue whose number of servers follows utilisation: a station of the engine with elastic workers, its requests Poisson by a table of rates. */
export function benchAutoscaler(options: AutoscalerOptions): AutoscalerRow[] {
  const scenario = stationScenario({
    stations: 1,
    servers: options.servers,
    arrivals: Math.max(...options.arrivals.map((step) => step.perSecond)),
    serviceTime: { kind: 'exponential', meanSeconds: 1 / options.serviceRate },
    capacity: null,
    elastic: options,
    rates: options.arrivals,
  });
  const recorder = new MeasuringRecorder();
  const engine = createEngine(scenario, options.seed, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  engine.advance(scenario.warmupUs);
  const podOf = (name: string): Pod | undefined => engine.world.s.pods.find((candidate) => candidate.service === engine.world.plan.serviceIndex.get(name));
  const pod = podOf('station-1');
  // what is under way holds a worker of the entry, which has many but not without end: the rest waits there
  const entry = podOf('entry');
  if (pod === undefined || entry === undefined || pod.elastic === null) throw new Error('broken invariant: the station has no elastic pod');
  const rows: AutoscalerRow[] = [];
  let before = { busyUs: pod.elastic.busyUs, thereUs: pod.elastic.thereUs };
  for (let t = options.intervalSeconds; t <= options.durationSeconds; t += options.intervalSeconds) {
    engine.advance(scenario.warmupUs + Math.round(t * 1e6));
    if (recorder.lost > 0) throw new UsageError(`--arrivals: by ${t} s more than the ${MOST_REQUESTS} requests the network has room for were waiting`);
    const { busyUs, thereUs } = pod.elastic;
    rows.push({
      t,
      queueLength: pod.accept.length + entry.accept.length,
      meanLatencySeconds: null,
      servers: pod.workers,
      utilisation: thereUs > before.thereUs ? (busyUs - before.busyUs) / (thereUs - before.thereUs) : 0,
    });
    before = { busyUs, thereUs };
  }
  return withLatencies(rows, recorder, scenario.warmupUs, options.intervalSeconds);
}

function withLatencies(rows: readonly AutoscalerRow[], recorder: MeasuringRecorder, beginUs: number, intervalSeconds: number): AutoscalerRow[] {
  const sums = rows.map(() => ({ count: 0, us: 0 }));
  const [sent, answered] = [recorder.completed.arrivals(), recorder.completed.departures()];
  answered.forEach((at, i) => {
    const sum = sums[Math.max(0, Math.ceil((at - beginUs) / 1e6 / intervalSeconds) - 1)];
    if (sum === undefined) return;
    sum.count++;
    sum.us += at - (sent[i] ?? 0);
  });
  return rows.map((row, i) => ({ ...row, meanLatencySeconds: sums[i] !== undefined && sums[i].count > 0 ? sums[i].us / sums[i].count / 1e6 : null }));
}
