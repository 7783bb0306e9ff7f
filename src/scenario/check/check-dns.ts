import { child, itemsOf, type Located, textAt } from '../document/located.ts';
import { callsIn } from './check-calls.ts';
import type { FleetNames } from './fleet-names.ts';
import { names } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

/** What an HTTP server has and a name server hasn't. */
const NOT_OF_DNS = ['endpoints', 'pools', 'consumes', 'tls', 'keepAlive', 'rateLimit', 'maxInFlight', 'elasticWorkers'] as const;

/** CoreDNS is one of the fleet's services, in every region, and only answers names. */
export function checkDns(remarks: Remarks, root: Located, fleet: FleetNames): void {
  const dns = child(root, 'dns');
  if (dns === null || !remarks.known(dns, 'service', fleet.services, 'service', 'Services')) return;
  const name = textAt(dns, 'service') ?? '';
  const service = fleet.service.get(name);
  if (service === undefined) return;
  for (const key of NOT_OF_DNS) {
    const at = child(service, key);
    if (at !== null) remarks.error(at, `is not for ${name}, which answers names: see dns.service`);
  }
  checkRegions(remarks, root, service, fleet);
  for (const caller of fleet.service.values())
    for (const call of itemsOf(caller, 'endpoints').flatMap((endpoint) => callsIn(itemsOf(endpoint, 'steps'))))
      if (textAt(call, 'service') === name) remarks.error(child(call, 'service') ?? call, `${name} answers names and no calls: see dns.service`);
}

function checkRegions(remarks: Remarks, root: Located, service: Located, { regions }: FleetNames): void {
  const written = child(service, 'regions');
  const has = written?.kind === 'map' ? [...written.entries.keys()] : [textAt(service, 'region') ?? names(itemsOf(root, 'regions'))[0]];
  const missing = regions.filter((region) => !has.includes(region));
  if (missing.length > 0)
    remarks.error(written ?? service, `must be in every region, since pods ask the CoreDNS of their own cluster; not in ${missing.join(', ')}`);
}
