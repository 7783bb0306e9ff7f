import type { World } from '../../engine/world.ts';
import type { CounterSnapshot } from '../rates.ts';

/** Between two counter snapshots; never 0. */
export function secondsBetween(then: CounterSnapshot, now: CounterSnapshot): number {
  return Math.max(1e-6, (now.tUs - then.tUs) / 1e6);
}

type PoolPick = (plan: { readonly pooler: number; readonly database: number }, service: number) => boolean;

/** Transactions begun and connections not got, over the pools that match. */
export function poolRates(world: World, now: CounterSnapshot, then: CounterSnapshot, pick: PoolPick): [number, number] {
  const { pools, pods } = world.s;
  let taken = 0;
  let failed = 0;
  for (let pool = 0; pool < pools.poolCount; pool++) {
    const service = pods[pools.pod[pool]].service;
    if (!pick(world.plan.services[service].pools[pools.which[pool]], service)) continue;
    taken += (now.taken[pool] ?? 0) - (then.taken[pool] ?? 0);
    failed += (now.failed[pool] ?? 0) - (then.failed[pool] ?? 0);
  }
  return [taken, failed];
}

/** A share of attempts that began in the window; those that failed in it may have begun before, so it is capped. */
export function share(part: number, attempts: number): number {
  return attempts > 0 ? Math.min(1, part / attempts) : 0;
}
