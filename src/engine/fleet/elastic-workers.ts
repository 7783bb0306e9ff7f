import type { ElasticWorkersModel } from '../../scenario/model/fleet.ts';
import type { Pod } from './pod.ts';

/**
 * A pool of workers that grows and shrinks by its own utilisation, one worker at a time: above `high` over the last `window` one more, below `low`
 * one fewer, then nothing for `cooldown`. Utilisation is worker time used over worker time there was, from every start and end of work and not from
 * samples, so it is what queueing theory means by ρ.
 */
export interface ElasticWorkers {
  /** Worker time used and there, in µs since the pod began. */
  busyUs: number;
  thereUs: number;
  sinceUs: number;
  /** Both at each look of the last window: a ring. */
  busyAt: Float64Array;
  thereAt: Float64Array;
  looks: number;
  changedUs: number;
}

/** Looked at once a second. */
const LOOK_US = 1_000_000;

export function createElasticWorkers(model: ElasticWorkersModel, nowUs: number): ElasticWorkers {
  const looks = Math.max(1, Math.round(model.windowUs / LOOK_US));
  return {
    busyUs: 0,
    thereUs: 0,
    sinceUs: nowUs,
    busyAt: new Float64Array(looks),
    thereAt: new Float64Array(looks),
    looks: 0,
    changedUs: nowUs,
  };
}

/** Brings worker time up to `nowUs`; called before `busy` or `workers` changes. */
export function meterWorkers(elastic: ElasticWorkers, pod: Pod, nowUs: number): void {
  const elapsed = nowUs - elastic.sinceUs;
  elastic.sinceUs = nowUs;
  elastic.busyUs += elapsed * pod.busy;
  // a worker that is let go while it works is there until it is done
  elastic.thereUs += elapsed * Math.max(pod.workers, pod.busy);
}
