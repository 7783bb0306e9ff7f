import { MeasuringRecorder } from '../../src/cli/bench/measuring-recorder.ts';
import { type StationFleet, stationNames, stationScenario } from '../../src/cli/bench/station-fleet.ts';
import { percentile } from '../../src/cli/bench/station-statistics.ts';
import { createEngine } from '../../src/engine/engine.ts';

/** What one stretch of a run gave. */
export interface Batch {
  readonly seconds: number;
  readonly arrived: number;
  readonly lost: number;
  /** Requests in the stations, as the engine's own tables say at regular moments. */
  readonly meanNumber: number;
  /** Of users' requests that were sent in the stretch and answered. */
  readonly meanSojourn: number;
  /** 99 of a hundred of them took less. */
  readonly p99Sojourn: number;
  /** At the first station. */
  readonly meanWait: number;
  readonly waited: number;
}

export const BATCHES = 40;

/**
 * Runs a network of stations, written as a fleet, through the ordinary loader and engine; leaves out the first tenth, in which it fills.
 * @param looks at the number in the stations, a batch
 */
export function observeStations(network: StationFleet, secondsOfBatch: number, seed: number, looks = 1): Batch[] {
  const scenario = stationScenario(network);
  const recorder = new MeasuringRecorder();
  const engine = createEngine(scenario, seed, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  const names = stationNames(network.stations);
  const beginUs = scenario.warmupUs + Math.round((BATCHES / 10) * secondsOfBatch * 1e6);
  engine.advance(beginUs);
  const counted: { arrived: number; lost: number; meanNumber: number }[] = [];
  for (let batch = 0; batch < BATCHES; batch++) {
    const before = { ended: recorder.completed.count + recorder.lost, lost: recorder.lost };
    let number = 0;
    for (let look = 1; look <= looks; look++) {
      engine.advance(beginUs + Math.round((batch + look / looks) * secondsOfBatch * 1e6));
      number += numberIn(engine, names);
    }
    counted.push({
      arrived: recorder.completed.count + recorder.lost - before.ended,
      lost: recorder.lost - before.lost,
      meanNumber: number / looks,
    });
  }
  const first = recorder.served('station-1');
  const waits = meansByBatch(waitsOf(first.arrivals(), first.departures(), network.servers), beginUs, secondsOfBatch);
  const [sent, answered] = [recorder.completed.arrivals(), recorder.completed.departures()];
  const sojourns = meansByBatch({ at: sent, us: answered.map((at, i) => at - (sent[i] ?? 0)) }, beginUs, secondsOfBatch);
  const p99s = p99ByBatch(sent, answered, beginUs, secondsOfBatch);
  return counted.map((count, i) => ({
    ...count,
    seconds: secondsOfBatch,
    meanSojourn: sojourns[i]?.mean ?? Number.NaN,
    p99Sojourn: p99s[i] ?? Number.NaN,
    meanWait: waits[i]?.mean ?? Number.NaN,
    waited: waits[i]?.positive ?? Number.NaN,
  }));
}

function p99ByBatch(sent: Float64Array, answered: Float64Array, beginUs: number, secondsOfBatch: number): number[] {
  const batches = Array.from({ length: BATCHES }, (): number[] => []);
  sent.forEach((at, i) => batches[Math.floor((at - beginUs) / (secondsOfBatch * 1e6))]?.push((answered[i] ?? 0) - at));
  return batches.map((batch) => percentile(Float64Array.from(batch).sort(), 0.99) / 1e6);
}

function numberIn(engine: ReturnType<typeof createEngine>, stations: readonly string[]): number {
  const { pods, services } = engine.world.s;
  let number = 0;
  for (let service = 0; service < services.length; service++) {
    if (!stations.includes(engine.world.plan.services[service]?.model.name ?? '')) continue;
    for (const pod of services[service]?.endpoints ?? []) number += (pods[pod].busy ?? 0) + (pods[pod].accept?.length ?? 0);
  }
  return number;
}

interface Timed {
  readonly at: Float64Array;
  readonly us: Float64Array;
}

/** First come first served on c servers: request k begins when it arrives or at departure k − c in order of time, whichever is later. */
function waitsOf(arrivalsUs: Float64Array, departuresUs: Float64Array, servers: number): Timed {
  const [at, departures] = [arrivalsUs.sort(), departuresUs.sort()];
  return { at, us: at.map((arrived, k) => Math.max(0, (departures[k - servers] ?? 0) - arrived)) };
}

function meansByBatch({ at, us }: Timed, beginUs: number, secondsOfBatch: number): { readonly mean: number; readonly positive: number }[] {
  const sums = Array.from({ length: BATCHES }, () => ({ count: 0, us: 0, positive: 0 }));
  for (let k = 0; k < at.length; k++) {
    const batch = sums[Math.floor(((at[k] ?? 0) - beginUs) / (secondsOfBatch * 1e6))];
    if (batch === undefined) continue;
    const value = us[k] ?? 0;
    batch.count++;
    batch.us += value;
    if (value > 0) batch.positive++;
  }
  return sums.map((batch) => ({ mean: batch.us / batch.count / 1e6, positive: batch.positive / batch.count }));
}
