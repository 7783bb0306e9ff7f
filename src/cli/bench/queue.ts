import type { Discipline, ServiceTime } from './station-fleet.ts';
import { runStations, type StationsRun } from './run-stations.ts';
import { stationStatistics } from './station-statistics.ts';

export interface QueueBench extends Omit<StationsRun, 'recorder' | 'coreSeconds'> {
  /** Sojourn without the time a server alone would have taken; under processor sharing what sharing cost. */
  readonly meanWaitSeconds: number;
  /** Null under processor sharing, where nobody waits and everybody is slowed. */
  readonly waitProbability: number | null;
  readonly lossProbability: number;
  readonly utilisation: number;
}

export interface QueueOptions {
  readonly servers: number;
  readonly arrivals: number;
  readonly serviceTime: ServiceTime;
  readonly capacity: number | null;
  readonly discipline: Discipline;
  readonly durationSeconds: number;
  readonly seed: number;
}

/** One station on the engine, and what queueing theory has formulas for. */
export function benchQueue(options: QueueOptions): QueueBench {
  const { durationSeconds, seed, ...network } = options;
  const { recorder, coreSeconds, ...figures } = runStations({ stations: 1, ...network }, durationSeconds, seed, 'all');
  const times = recorder.served('station-1');
  const statistics = stationStatistics(times.arrivals(), times.departures(), options.servers, durationSeconds * 1e6);
  const shared = options.discipline === 'ps';
  return {
    ...figures,
    meanWaitSeconds: shared ? statistics.meanSojournSeconds - coreSeconds / statistics.served : statistics.meanWaitSeconds,
    waitProbability: shared ? null : statistics.waitProbability,
    lossProbability: recorder.lost / (recorder.lost + recorder.completed.count),
    utilisation: shared ? coreSeconds / (options.servers * durationSeconds) : statistics.utilisation,
  };
}
