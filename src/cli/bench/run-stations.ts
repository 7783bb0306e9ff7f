import { createEngine } from '../../engine/engine.ts';
import { MeasuringRecorder } from './measuring-recorder.ts';
import { type StationFleet, stationNames, stationScenario } from './station-fleet.ts';
import { percentile } from './station-statistics.ts';

export interface StationsRun {
  /** Arrivals and service completions. */
  readonly events: number;
  readonly completed: number;
  readonly meanSojournSeconds: number;
  readonly p99SojournSeconds: number;
  /** Of the measured time alone; loading and the empty warm-up are not in it. */
  readonly wallSeconds: number;
  readonly eventsPerSecond: number;
  /** Core time that all stations gave out. */
  readonly coreSeconds: number;
  readonly recorder: MeasuringRecorder;
}

/** Simulated time of each of the two runs that let V8 compile the engine for its work. */
const COMPILING_SECONDS = 300;

/** As `runStations`, after runs that are not counted: what is timed is the engine at work, not the compiler. */
export function runStationsCompiled(network: StationFleet, durationSeconds: number, seed: number): StationsRun {
  for (let run = 1; run <= 2; run++) runStations(network, Math.min(durationSeconds, COMPILING_SECONDS), seed + run);
  return runStations(network, durationSeconds, seed);
}

/** Runs a network of stations, empty at the start, on the engine for `durationSeconds` of simulated time. @param keep whose times the recorder keeps */
export function runStations(network: StationFleet, durationSeconds: number, seed: number, keep: 'users' | 'all' = 'users'): StationsRun {
  const scenario = stationScenario(network);
  const recorder = new MeasuringRecorder(keep);
  const engine = createEngine(scenario, seed, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  const startUs = scenario.warmupUs;
  engine.advance(startUs);
  const began = performance.now();
  engine.advance(startUs + durationSeconds * 1e6);
  const wallSeconds = (performance.now() - began) / 1000;

  const completions = stationNames(network.stations).reduce((sum, name) => sum + recorder.served(name).count, 0);
  const arrivals = recorder.completed.count + recorder.lost;
  const events = arrivals + completions;
  const [sent, answered] = [recorder.completed.arrivals(), recorder.completed.departures()];
  const sojourns = sent.map((at, i) => (answered[i] ?? 0) - at).sort();
  return {
    events,
    completed: recorder.completed.count,
    meanSojournSeconds: sojourns.reduce((sum, us) => sum + us, 0) / sojourns.length / 1e6,
    p99SojournSeconds: percentile(sojourns, 0.99) / 1e6,
    wallSeconds,
    eventsPerSecond: Math.round(events / wallSeconds),
    coreSeconds: engine.world.s.pods.reduce((sum, pod) => sum + pod.cpuUsedUs, 0) / 1e6,
    recorder,
  };
}
