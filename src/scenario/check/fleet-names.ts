import { child, itemsOf, type Located, textAt, textOf } from '../document/located.ts';

/** The names a fleet defines, for checking references to them. */
export interface FleetNames {
  readonly regions: readonly string[];
  readonly zones: readonly string[];
  readonly regionOfZone: ReadonlyMap<string, string>;
  readonly nodePools: readonly string[];
  readonly services: readonly string[];
  readonly databases: readonly string[];
  readonly poolers: readonly string[];
  readonly caches: readonly string[];
  readonly externals: readonly string[];
  readonly hasCdn: boolean;
  readonly pointsOfPresence: readonly string[];
  readonly resourceQuotas: readonly string[];
  readonly certificates: readonly string[];
  readonly secrets: readonly string[];
  readonly consumerGroups: readonly string[];
  readonly topics: readonly string[];
  /** The cluster, if it is somewhere. */
  readonly kafkas: readonly string[];
  /** With a rule in the URL map. */
  readonly edgeRoutes: readonly string[];
  readonly flags: readonly string[];
  readonly clients: readonly string[];
  /** Service definitions by name. */
  readonly service: ReadonlyMap<string, Located>;
  readonly database: ReadonlyMap<string, Located>;
  /** Pooler to the instance behind it. */
  readonly poolerTarget: ReadonlyMap<string, string>;
}

export function fleetNames(fleet: Located | null): FleetNames {
  const services = itemsOf(fleet, 'services');
  const databases = itemsOf(fleet, 'databases');
  return {
    regions: names(itemsOf(fleet, 'regions')),
    zones: itemsOf(fleet, 'regions').flatMap((region) => itemsOf(region, 'zones').flatMap((zone) => textOf(zone) ?? [])),
    regionOfZone: regionsByZone(fleet),
    nodePools: names(itemsOf(fleet, 'nodePools')),
    services: names(services),
    databases: names(databases),
    poolers: names(itemsOf(fleet, 'poolers')),
    caches: names(itemsOf(fleet, 'caches')),
    externals: names(itemsOf(fleet, 'externals')),
    hasCdn: child(fleet, 'cdn') !== null,
    // a region that names none has one of its own name
    pointsOfPresence: itemsOf(fleet, 'regions').flatMap((region) => {
      const points = itemsOf(region, 'pointsOfPresence');
      return points.length > 0 ? names(points) : names([region]);
    }),
    resourceQuotas: [...new Set(names(itemsOf(fleet, 'resourceQuotas')))],
    certificates: names(itemsOf(fleet, 'certificates')),
    secrets: names(itemsOf(fleet, 'secrets')),
    consumerGroups: itemsOf(fleet, 'services').flatMap((service) => textAt(child(service, 'consumes'), 'group') ?? []),
    kafkas: textAt(child(fleet, 'kafka'), 'region') === null ? [] : [textAt(child(fleet, 'kafka'), 'name') ?? ''],
    topics: names(itemsOf(child(fleet, 'kafka'), 'topics')),
    edgeRoutes: names(itemsOf(child(fleet, 'loadBalancer'), 'routes'), 'route'),
    flags: names(itemsOf(fleet, 'flags')),
    clients: names(itemsOf(fleet, 'clients')),
    service: byName(services),
    database: byName(databases),
    poolerTarget: new Map(itemsOf(fleet, 'poolers').map((pooler) => [textAt(pooler, 'name') ?? '', textAt(pooler, 'database') ?? ''])),
  };
}

export function names(items: readonly Located[], key = 'name'): string[] {
  return items.flatMap((item) => textAt(item, key) ?? []);
}

/** Routes a service answers. */
export function routesOf(service: Located | null | undefined): string[] {
  return names(itemsOf(service ?? null, 'endpoints'), 'route');
}

/** Tables of an instance, all its databases together. */
export function tablesOf(database: Located | null | undefined): string[] {
  return names(itemsOf(database ?? null, 'tables'));
}

/** Names of the databases inside an instance. */
export function databasesIn(instance: Located | null | undefined): string[] {
  return itemsOf(instance ?? null, 'databases').flatMap((item) => (item.kind === 'scalar' && typeof item.value === 'string' ? [item.value] : []));
}

function byName(items: readonly Located[]): Map<string, Located> {
  return new Map(
    items.flatMap((item) => {
      const name = textAt(item, 'name');
      return name === null ? [] : [[name, item]];
    }),
  );
}

function regionsByZone(fleet: Located | null): ReadonlyMap<string, string> {
  return new Map(
    itemsOf(fleet, 'regions').flatMap((region) =>
      itemsOf(region, 'zones').flatMap((zone) => {
        const name = textOf(zone);
        return name === null ? [] : [[name, textAt(region, 'name') ?? ''] as const];
      }),
    ),
  );
}
