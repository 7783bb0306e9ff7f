import type { PlaceName } from '../../contract/network.ts';
import type { FleetModel } from '../../scenario/model/fleet.ts';
import type { World } from '../world.ts';

/**
 * Everything that packets go between, as one number each: a pod by its own, and below zero what stays where it is. `OUTSIDE` are the load balancer's front ends,
 * Prometheus and terminals: outside every zone, and everybody else to all.
 */
export const OUTSIDE = -1;

export function databaseHost(database: number): number {
  return -2 - database;
}

export function poolerHost(fleet: FleetModel, pooler: number): number {
  return -2 - fleet.databases.length - pooler;
}

export function cacheHost(fleet: FleetModel, cache: number): number {
  return -2 - fleet.databases.length - fleet.poolers.length - cache;
}

export function kafkaHost(fleet: FleetModel): number {
  return -2 - fleet.databases.length - fleet.poolers.length - fleet.caches.length;
}

/** The cluster, where it is somewhere. */
function kafkasOf({ kafka }: FleetModel): readonly { readonly name: string; readonly region: string }[] {
  return kafka?.region === undefined ? [] : [{ name: kafka.name, region: kafka.region }];
}

/**
 * Places packets have in a link's tables. Zones come first; then, for stores whose file names no zone, a place of each region in none of its zones; last the outside.
 */
export function zonesOf(fleet: FleetModel): readonly { readonly region: string; readonly zone: string | null }[] {
  return [
    ...fleet.regions.flatMap(({ name, zones }) => zones.map((zone) => ({ region: name, zone }))),
    ...fleet.regions.map(({ name }) => ({ region: name, zone: null })),
    { region: '', zone: null },
  ];
}

/** Services, a service of several regions once; then databases, poolers, caches, Kafka; last the outside. */
export function programsOf(fleet: FleetModel): readonly PlaceName[] {
  return [
    ...[...new Set(fleet.services.map(({ name }) => name))].map((name) => ({ kind: 'service', name })),
    ...fleet.databases.map(({ name }) => ({ kind: 'database', name })),
    ...fleet.poolers.map(({ name }) => ({ kind: 'pooler', name })),
    ...fleet.caches.map(({ name }) => ({ kind: 'cache', name })),
    ...kafkasOf(fleet).map(({ name }) => ({ kind: 'kafka', name })),
    { kind: '', name: '' },
  ];
}

/** Where the hosts below zero are, in the order of their numbers, as places in `zonesOf` and `programsOf`. */
export function fixedHosts(fleet: FleetModel): { readonly zone: Int32Array; readonly program: Int32Array } {
  const zones = zonesOf(fleet);
  const programs = programsOf(fleet);
  const stores = [...fleet.databases, ...fleet.poolers, ...fleet.caches, ...kafkasOf(fleet)];
  const services = programs.length - 1 - stores.length;
  const zoneAt = (store: { readonly region: string; readonly zone?: string | null }): number =>
    zones.findIndex(({ region, zone }) => region === store.region && zone === (store.zone ?? null));
  return {
    zone: Int32Array.of(zones.length - 1, ...stores.map(zoneAt)),
    program: Int32Array.of(programs.length - 1, ...stores.map((_, at) => services + at)),
  };
}

/** Names there are of a kind of place, for refusals. */
export function namesOf(world: World, kind: string): string[] {
  const { fleet } = world.plan.scenario;
  switch (kind) {
    case 'zone':
      return fleet.regions.flatMap(({ zones }) => [...zones]);
    case 'region':
      return fleet.regions.map(({ name }) => name);
    case 'node':
      return [...world.nodeNames];
    default:
      return programsOf(fleet).flatMap((place) => (kind !== '' && place.kind === kind ? [place.name] : []));
  }
}
