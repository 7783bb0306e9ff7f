import { mix, uniform } from '../../base/hash.ts';
import type { World } from '../world.ts';

/**
 * What regions are offered, where the backend service says how much an endpoint is good for (balancing mode RATE, `maxRatePerEndpoint`). What is more than a
 * region's healthy endpoints are good for goes to the next one with room; when all are full, all are overloaded to the same relative level.
 * Source: Google, "Application capacity optimizations with global load balancing". How fast rates are measured there is not published: our figure.
 */
export interface EdgeLoad {
  /** Requests since the last look: each once, and by service each time one of its region was considered. */
  arrived: number;
  offered: Float64Array;
  /** The same a second, smoothed. */
  arrivedRate: number;
  offeredRate: Float64Array;
  /** Share of what a region is offered that goes to the next. */
  spill: Float64Array;
}

/** Of the newest second; so a change counts by two thirds after five. */
const SMOOTHING = 0.2;
const SPILL = 0x73;

export function createEdgeLoad(services: number): EdgeLoad {
  const column = (): Float64Array => new Float64Array(services);
  return { arrived: 0, offered: column(), arrivedRate: 0, offeredRate: column(), spill: column() };
}

/** Counts a request that is offered to a region; which ones are too many follows from their keys. */
export function isSpilled(load: EdgeLoad, service: number, keyHi: number, keyLo: number): boolean {
  load.offered[service]++;
  return load.spill[service] > 0 && uniform(mix(keyHi, keyLo, service, SPILL)) < load.spill[service];
}

/** Once a second. */
export function updateEdgeLoad(world: World): void {
  const { edgeLoad: load, services } = world.s;
  const { maxRatePerEndpoint } = world.plan.edge;
  load.arrivedRate += (load.arrived - load.arrivedRate) * SMOOTHING;
  load.arrived = 0;
  const behind = world.plan.services.filter(({ model }) => model.name === world.plan.scenario.fleet.loadBalancer.service);
  const capacity = behind.reduce((sum, { index }) => sum + services[index].backends.length * maxRatePerEndpoint, 0);
  const level = capacity === 0 ? 1 : Math.max(1, load.arrivedRate / capacity);
  for (const { index } of behind) {
    load.offeredRate[index] += (load.offered[index] - load.offeredRate[index]) * SMOOTHING;
    load.offered[index] = 0;
    const room = services[index].backends.length * maxRatePerEndpoint * level;
    load.spill[index] = load.offeredRate[index] > room ? 1 - room / load.offeredRate[index] : 0;
  }
}
