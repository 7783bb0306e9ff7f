import { BOUNDS_US, type NameServer, RCODE } from '../dns/dns-state.ts';
import type { World } from '../world.ts';
import { setGauge } from './set-gauge.ts';

const SERVER = { server: 'dns://:53', zone: '.', view: '' };
const CACHE = { server: 'dns://:53', zones: '.', view: '' };
const BOUNDS = Array.from(BOUNDS_US, (us) => String(us / 1e6));

/** CoreDNS under its own names, as of 1.11: what has come to it. Queries that were lost on the way, and answers, are not to be seen here. Source: CoreDNS docs, plugins metrics, cache, forward. */
export function nameServerGauges(world: World, target: number, server: NameServer): void {
  const count = (name: string, labels: Record<string, string>, value: number): void => setGauge(world, target, name, labels, value, 'counter');
  const { requests, rcodes, buckets } = server;
  count('coredns_dns_requests_total', { ...SERVER, proto: 'udp', family: '1', type: 'A' }, requests[0]);
  count('coredns_dns_requests_total', { ...SERVER, proto: 'udp', family: '1', type: 'AAAA' }, requests[1]);
  count('coredns_dns_responses_total', { ...SERVER, rcode: 'NOERROR' }, rcodes[RCODE.noerror]);
  count('coredns_dns_responses_total', { ...SERVER, rcode: 'NXDOMAIN' }, rcodes[RCODE.nxdomain]);
  let below = 0;
  buckets.forEach((own, at) => {
    below += own;
    count('coredns_dns_request_duration_seconds_bucket', { ...SERVER, le: BOUNDS[at] ?? '+Inf' }, below);
  });
  count('coredns_dns_request_duration_seconds_sum', SERVER, server.sumUs / 1e6);
  count('coredns_dns_request_duration_seconds_count', SERVER, below);
  if ((world.plan.dns?.model.cacheUs ?? 0) > 0) {
    count('coredns_cache_requests_total', CACHE, server.hits + server.denialHits + server.misses);
    count('coredns_cache_hits_total', { ...CACHE, type: 'success' }, server.hits);
    count('coredns_cache_hits_total', { ...CACHE, type: 'denial' }, server.denialHits);
    count('coredns_cache_misses_total', CACHE, server.misses);
  }
  // the name server of Compute Engine, beside each machine
  ['NOERROR', 'NXDOMAIN'].forEach((rcode, at) => {
    const upstream = { proxy_name: 'forward', to: '169.254.169.254:53', rcode };
    count('coredns_proxy_request_duration_seconds_sum', upstream, server.forwardedUs[at] / 1e6);
    count('coredns_proxy_request_duration_seconds_count', upstream, server.forwarded[at]);
  });
}
