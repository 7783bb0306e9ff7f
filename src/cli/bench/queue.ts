import { runStations, type StationsRun } from './run-stations.ts';
import { stationStatistics } from './station-statistics.ts';
import type { ServiceTime } from './station-fleet.ts';

export interface QueueBench extends Omit<StationsRun, 'recorder'> {
  readonly meanWaitSeconds: number;
  readonly waitProbability: number;
  readonly lossProbability: number;
  readonly utilisation: number;
}

export interface QueueOptions {
  readonly servers: number;
  readonly arrivals: number;
  readonly serviceTime: ServiceTime;
  readonly capacity: number | null;
  readonly durationSeconds: number;
  readonly seed: number;
}

/** One station on the engine, and what queueing theory has formulas for. */
export function benchQueue(options: QueueOptions): QueueBench {
  const { servers, arrivals, serviceTime, capacity } = options;
  const { recorder, ...figures } = runStations({ stations: 1, servers, arrivals, serviceTime, capacity }, options.durationSeconds, options.seed, 'all');
  const times = recorder.served('station-1');
  const statistics = stationStatistics(times.arrivals(), times.departures(), servers, options.durationSeconds * 1e6);
  return {
    ...figures,
    meanWaitSeconds: statistics.meanWaitSeconds,
    waitProbability: statistics.waitProbability,
    lossProbability: recorder.lost / (recorder.lost + recorder.completed.count),
    utilisation: statistics.utilisation,
  };
}
