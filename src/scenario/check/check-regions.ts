import { child, itemsOf, type Located, textAt } from '../document/located.ts';
import { callsIn } from './check-calls.ts';
import { cachesIn } from './check-steps.ts';
import { suggestion } from '../nearest.ts';
import type { FleetNames } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

/** What runs where: calls and stores stay in a region, since nothing between regions is simulated but the load balancer and the connections of pools that name an endpoint. */
export function checkRegions(remarks: Remarks, root: Located, fleet: FleetNames): void {
  const home = storeHomes(root, fleet);
  for (const service of itemsOf(root, 'services')) {
    const regions = child(service, 'regions');
    if (regions?.kind === 'map') {
      if (child(service, 'region') !== null) remarks.error(regions, 'beside region; expected one of the two');
      if (regions.entries.size === 0) remarks.error(regions, 'expected at least one region');
      for (const [region, { key }] of regions.entries)
        if (!fleet.regions.includes(region)) remarks.error(key, `no region "${region}";${suggestion(region, fleet.regions, 'Regions')}`);
    }
    const name = textAt(service, 'name') ?? '';
    // one that does not exist is told where it is named
    for (const region of regionsOf(service, fleet).filter((known) => fleet.regions.includes(known))) {
      for (const endpoint of itemsOf(service, 'endpoints')) {
        const steps = itemsOf(endpoint, 'steps');
        for (const call of callsIn(steps)) {
          const callee = fleet.service.get(textAt(call, 'service') ?? '');
          const there = callee === undefined ? [] : regionsOf(callee, fleet);
          if (callee !== undefined && there.every((known) => fleet.regions.includes(known)) && !there.includes(region))
            remarks.error(child(call, 'service') ?? call, `${name} runs in ${region}, where ${textAt(call, 'service')} does not`);
        }
        for (const cache of cachesIn(steps)) checkStore(remarks, cache, 'name', name, region, home);
      }
      for (const pool of itemsOf(service, 'pools')) if (child(pool, 'endpoint') === null) checkStore(remarks, pool, 'target', name, region, home);
    }
  }
  const front = fleet.service.get(textAt(child(root, 'loadBalancer'), 'service') ?? '');
  if (front === undefined) return;
  for (const region of itemsOf(root, 'regions'))
    if (!regionsOf(front, fleet).includes(textAt(region, 'name') ?? ''))
      remarks.error(region, `users come to ${textAt(region, 'name')}, where ${textAt(front, 'name')}, the load balancer's service, does not run`);
}

/** Regions of each store, as services know it: where it is, and where others take its place. */
function storeHomes(root: Located, fleet: FleetNames): ReadonlyMap<string, ReadonlySet<string>> {
  const homes = new Map<string, Set<string>>();
  for (const key of ['databases', 'poolers', 'caches'])
    for (const store of itemsOf(root, key)) {
      const region = textAt(store, 'region') ?? fleet.regions[0] ?? '';
      for (const name of [textAt(store, 'name'), textAt(store, 'inPlaceOf')]) {
        if (name === null) continue;
        const known = homes.get(name) ?? new Set();
        homes.set(name, known.add(region));
      }
    }
  return homes;
}

function checkStore(remarks: Remarks, user: Located, key: string, service: string, region: string, home: ReadonlyMap<string, ReadonlySet<string>>): void {
  const store = textAt(user, key) ?? '';
  const regions = home.get(store);
  if (regions !== undefined && !regions.has(region))
    remarks.error(child(user, key) ?? user, `${service} runs in ${region}, where no ${store} is; give a store there inPlaceOf: ${store}`);
}

/** Where a service runs. */
export function regionsOf(service: Located, fleet: FleetNames): string[] {
  const regions = child(service, 'regions');
  if (regions?.kind === 'map') return [...regions.entries.keys()];
  return [textAt(service, 'region') ?? fleet.regions[0] ?? ''];
}
