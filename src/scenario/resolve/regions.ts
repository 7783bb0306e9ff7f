import type { ClientPoolModel, EndpointModel, StepModel } from '../model/fleet.ts';
import type { FleetWords } from '../schema/fleet.ts';
import type { ServiceWords } from '../schema/service.ts';

/** A region a service runs in, with what is its own there. */
export interface Home {
  readonly region: string;
  readonly replicas: number;
  readonly autoscaler: ServiceWords['autoscaler'];
}

export function homesOf(service: ServiceWords, firstRegion: string): Home[] {
  const { replicas, autoscaler } = service;
  if (service.regions === undefined) return [{ region: service.region ?? firstRegion, replicas, autoscaler }];
  return Object.entries(service.regions).map(([region, own]) => ({ region, replicas: own.replicas ?? replicas, autoscaler: own.autoscaler ?? autoscaler }));
}

/** Stores that take another's place in a region: what is asked for by name to what is there. */
export function standInsOf(fleet: FleetWords, region: string, firstRegion: string): ReadonlyMap<string, string> {
  const stores = [...fleet.databases, ...fleet.poolers, ...fleet.caches];
  return new Map(
    stores.flatMap(({ name, inPlaceOf, region: home }) => (inPlaceOf !== undefined && (home ?? firstRegion) === region ? [[inPlaceOf, name] as const] : [])),
  );
}

type StandIns = ReadonlyMap<string, string>;

export function poolsWith(pools: readonly ClientPoolModel[], standIns: StandIns): ClientPoolModel[] {
  return pools.map((pool) => (pool.endpoint === null ? { ...pool, target: standIns.get(pool.target) ?? pool.target } : pool));
}

export function endpointsWith(endpoints: readonly EndpointModel[], standIns: StandIns): EndpointModel[] {
  return endpoints.map((endpoint) => ({ ...endpoint, steps: stepsWith(endpoint.steps, standIns) }));
}

export function stepsWith(steps: readonly StepModel[], standIns: StandIns): StepModel[] {
  return steps.map((step): StepModel => {
    if (step.kind === 'cache') return { ...step, cache: standIns.get(step.cache) ?? step.cache, onMiss: stepsWith(step.onMiss, standIns) };
    if (step.kind === 'transaction' || step.kind === 'sometimes') return { ...step, steps: stepsWith(step.steps, standIns) };
    return step;
  });
}
