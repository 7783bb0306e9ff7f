import { mix, pick, uniform } from '../../base/hash.ts';
import type { StreamPlan } from '../plan/plan.ts';

/**
 * Answers that apps keep, such as a player its manifests: by person, until when. Whose action it is follows from the request's key, so that one changed action
 * moves nobody else's.
 */
export interface ClientCacheState {
  /** By person; 0: has none. */
  untilUs: Float64Array;
}

const WHO = 0x7768;
const HAS = 0x6861;
const AGE = 0x6167;

/**
 * As it is in the long run when people act at the stream's rate: with λ the actions a second of one person, λ·ttl / (1 + λ·ttl) of them have an answer, and how
 * much longer they will is uniform (a renewal process that begins again ttl after every miss's answer).
 */
export function createClientCache(stream: StreamPlan, seed: number): ClientCacheState {
  const { cached, perSecond } = stream;
  if (cached === null) return { untilUs: new Float64Array(0) };
  const perTtl = ((perSecond / cached.users) * cached.ttlUs) / 1e6;
  return {
    untilUs: Float64Array.from({ length: cached.users }, (_, person) =>
      uniform(mix(seed, person, 0, HAS)) < perTtl / (1 + perTtl) ? Math.floor(uniform(mix(seed, person, 0, AGE)) * cached.ttlUs) : 0,
    ),
  };
}

/** Whose action it is. */
function personOf(cache: ClientCacheState, keyHi: number, keyLo: number): number {
  return pick(mix(keyHi, keyLo, 0, WHO), cache.untilUs.length);
}

export function hasAnswer(cache: ClientCacheState, keyHi: number, keyLo: number, nowUs: number): boolean {
  return cache.untilUs[personOf(cache, keyHi, keyLo)] > nowUs;
}

export function keepAnswer(cache: ClientCacheState, keyHi: number, keyLo: number, untilUs: number): void {
  cache.untilUs[personOf(cache, keyHi, keyLo)] = untilUs;
}
