import { child, itemsOf, type Located, textAt } from '../document/located.ts';
import { bytesAt, cpuAt, numberAt } from './amounts.ts';
import { cpusOf, DEFAULT_MACHINE } from '../model/machine-type.ts';
import type { Remarks } from './remarks.ts';

/** Requests of a service without any, as in the schema. */
const DEFAULT_CPU_MILLI = 500;
const DEFAULT_MEMORY_BYTES = 256 * 1024 * 1024;

interface Room {
  cpuMilli: number;
  memoryBytes: number;
  pods: number;
}

/** Limits of the cluster autoscaler, and the quota the first machines take a part of. */
export function checkNodePools(remarks: Remarks, root: Located): void {
  const firstRegion = textAt(itemsOf(root, 'regions')[0] ?? null, 'name');
  const pools = itemsOf(root, 'nodePools');
  for (const pool of pools) {
    const [min, max, count] = [numberAt(pool, 'minNodes'), numberAt(pool, 'maxNodes'), numberAt(pool, 'nodesPerZone') ?? 1];
    if (min !== null && max === null) remarks.error(child(pool, 'minNodes') ?? pool, 'says nothing without maxNodes');
    if (child(pool, 'scaleDown') !== null && max === null) remarks.error(child(pool, 'scaleDown') ?? pool, 'says nothing without maxNodes');
    if (max !== null && (count > max || count < (min ?? 0)))
      remarks.error(child(pool, 'nodesPerZone') ?? pool, `must lie between the autoscaler's ${min ?? 0} and ${max}`);
  }
  for (const region of itemsOf(root, 'regions')) {
    const quota = child(region, 'quota');
    const cpus = numberAt(quota, 'cpus');
    if (quota === null || cpus === null) continue;
    const zones = itemsOf(region, 'zones').length;
    const own = pools.filter((pool) => (textAt(pool, 'region') ?? firstRegion) === textAt(region, 'name'));
    const taken = own.reduce(
      (sum, pool) => sum + zones * (numberAt(pool, 'nodesPerZone') ?? 1) * cpusOf(textAt(pool, 'machineType') ?? DEFAULT_MACHINE, cpuAt(pool, 'cpu') ?? 0),
      0,
    );
    if (taken > cpus) remarks.error(child(quota, 'cpus') ?? quota, `is less than the ${taken} vCPUs of the nodes that are there from the beginning`);
  }
}

/** Do all pods fit on the nodes by their requests, as the scheduler would place them one by one on the emptiest node? */
export function checkCapacity(remarks: Remarks, root: Located): void {
  const firstRegion = textAt(itemsOf(root, 'regions')[0] ?? null, 'name');
  const rooms = roomsByRegion(root, firstRegion);
  for (const { service, region, replicas, at } of placesOf(root, firstRegion)) {
    const nodes = rooms.get(region);
    if (nodes === undefined) {
      const known = itemsOf(root, 'regions').some((candidate) => textAt(candidate, 'name') === region);
      if (known) remarks.error(child(service, 'region') ?? service, `region ${region} has no node pool`);
      continue;
    }
    const cpuMilli = cpuAt(child(service, 'cpu'), 'request') ?? DEFAULT_CPU_MILLI;
    const memoryBytes = bytesAt(child(service, 'memory'), 'request') ?? DEFAULT_MEMORY_BYTES;
    let placed = 0;
    while (placed < replicas && place(nodes, cpuMilli, memoryBytes)) placed++;
    if (placed < replicas) {
      remarks.error(
        at,
        `only ${placed} of ${replicas} pods fit on the nodes of ${region} (${nodes.length}) beside those above; each asks for ${cpuMilli}m CPU and ${Math.round(memoryBytes / 1024 / 1024)}Mi`,
      );
    }
  }
}

interface PlacedService {
  readonly service: Located;
  readonly region: string;
  readonly replicas: number;
  /** Where the number is written. */
  readonly at: Located;
}

function placesOf(root: Located, firstRegion: string | null): PlacedService[] {
  return itemsOf(root, 'services').flatMap((service): PlacedService[] => {
    const everywhere = { service, replicas: numberAt(service, 'replicas') ?? 1, at: child(service, 'replicas') ?? service };
    const regions = child(service, 'regions');
    if (regions?.kind !== 'map') return [{ ...everywhere, region: textAt(service, 'region') ?? firstRegion ?? '' }];
    return [...regions.entries].map(([region, { value }]) => {
      const own = child(value, 'replicas');
      return own === null ? { ...everywhere, region } : { service, region, replicas: numberAt(value, 'replicas') ?? 1, at: own };
    });
  });
}

function place(nodes: readonly Room[], cpuMilli: number, memoryBytes: number): boolean {
  const fitting = nodes.filter((node) => node.cpuMilli >= cpuMilli && node.memoryBytes >= memoryBytes && node.pods >= 1);
  if (fitting.length === 0) return false;
  const roomiest = fitting.reduce((best, node) => (node.cpuMilli > best.cpuMilli ? node : best));
  roomiest.cpuMilli -= cpuMilli;
  roomiest.memoryBytes -= memoryBytes;
  roomiest.pods--;
  return true;
}

function roomsByRegion(root: Located, firstRegion: string | null): Map<string, Room[]> {
  const zonesOf = new Map(itemsOf(root, 'regions').map((region) => [textAt(region, 'name') ?? '', itemsOf(region, 'zones').length]));
  const rooms = new Map<string, Room[]>();
  for (const pool of itemsOf(root, 'nodePools')) {
    const region = textAt(pool, 'region') ?? firstRegion ?? '';
    const count = Math.min(10_000, (numberAt(pool, 'nodesPerZone') ?? 1) * (zonesOf.get(region) ?? 0));
    const [cpuMilli, memoryBytes, pods] = [cpuAt(pool, 'cpu') ?? 0, bytesAt(pool, 'memory') ?? 0, numberAt(pool, 'podCapacity') ?? 110];
    const nodes = Array.from({ length: count }, (): Room => ({ cpuMilli, memoryBytes, pods }));
    rooms.set(region, [...(rooms.get(region) ?? []), ...nodes]);
  }
  return rooms;
}
