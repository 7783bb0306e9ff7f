import { describe, expect, it, vi } from 'vitest';
import { type Named, namedFleet, type NamedOptions } from './named-fleet.ts';

vi.setConfig({ testTimeout: 300_000 });

const CALL = /^3 .*leaf/;

/** Share of calls that took at least so many seconds. */
function slow(times: readonly number[], seconds = 4.9): number {
  return times.filter((ms) => ms >= seconds * 1000).length / times.length;
}

function sick(options: NamedOptions, loss: number): Named {
  const fleet = namedFleet({ stations: 40, perSecond: 2, ...options });
  fleet.until(30);
  expect(fleet.execute({ kind: 'degrade-link', from: `node/${fleet.nodesOf('coredns')[0]}`, loss })).toBe('');
  return fleet;
}

/** A fleet of few calls a pod, so that lookups do not meet each other. @returns times of calls that began from 30 s to 930 s */
function measured(options: NamedOptions, loss: number): number[] {
  const fleet = sick(options, loss);
  fleet.until(1000);
  return fleet.spans(CALL, 31, 930);
}

/** Within so many standard deviations of a binomial share. */
function expectShare(found: number, of: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThan(3.5 * Math.sqrt((expected * (1 - expected)) / of));
}

describe('one of n CoreDNS pods on a machine that loses packets', () => {
  it.each([
    { runtime: 'node', loss: 0.3, n: 5 },
    { runtime: 'node', loss: 0.95, n: 5 },
    { runtime: 'node', loss: 0.95, n: 9 },
    { runtime: 'go', loss: 0.3, n: 5 },
    { runtime: 'go', loss: 0.95, n: 5 },
    { runtime: 'go', loss: 0.95, n: 9 },
  ])('$runtime, $loss lost, of $n: as many lookups time out as packets and choices say', ({ runtime, loss, n }) => {
    const times = measured({ runtime, coredns: n }, loss);
    const spoilt = (packets: number): number => (1 - (1 - loss) ** packets) / n;
    // glibc: two questions on one socket; Go: a socket for each
    const expected = runtime === 'go' ? 1 - (1 - spoilt(2)) ** 2 : spoilt(4);
    expectShare(slow(times), times.length, expected);
    expect([...times].sort((a, b) => a - b)[times.length >> 1]).toBeLessThan(12);
  });
});

describe('what helps, and what does not', () => {
  const share = (fleet: Named, from: number, to: number): number => slow(fleet.spans(CALL, from, to));

  it('draining the machine ends it; restarting the callers does not, and asks more', () => {
    const fleet = sick({ runtime: 'go' }, 0.9);
    fleet.until(330);
    expect(share(fleet, 31, 320)).toBeGreaterThan(0.25);
    expect(fleet.execute({ kind: 'rollout-restart', service: 'station' })).toBe('');
    fleet.until(730);
    expect(share(fleet, 400, 700)).toBeGreaterThan(0.25);
    const node = fleet.nodesOf('coredns')[0];
    expect(fleet.execute({ kind: 'cordon', node })).toBe('');
    expect(fleet.execute({ kind: 'delete-pod', pod: fleet.podsOf('coredns')[0] })).toBe('');
    fleet.until(1100);
    expect(fleet.nodesOf('coredns')).not.toContain(node);
    expect(fleet.nodesOf('coredns')).toHaveLength(5);
    expect(share(fleet, 760, 1050)).toBe(0);
  });

  it('more CoreDNS pods make the share smaller', () => {
    const fleet = sick({ runtime: 'node' }, 0.95);
    fleet.execute({ kind: 'scale', service: 'coredns', replicas: 9 });
    fleet.until(1000);
    const times = fleet.spans(CALL, 60, 930);
    expectShare(slow(times), times.length, 1 / 9);
  });

  it('CoreDNS itself sees nothing: fast answers, and fewer of them in one pod', () => {
    const fleet = sick({ runtime: 'node' }, 0.9);
    fleet.until(630);
    const [sickOne, ...others] = fleet.servers();
    expect(sickOne.buckets[0]).toBe(sickOne.buckets.reduce((sum, count) => sum + count, 0));
    expect(sickOne.requests[0]).toBeLessThan(0.5 * others[0].requests[0]);
    expect(fleet.metric('coredns_dns_request_duration_seconds_bucket', { le: '0.00025' })).toBe(fleet.metric('coredns_dns_request_duration_seconds_count'));
    expect(fleet.metric('http_client_request_duration_seconds_count', { error_type: 'name_resolution_timeout' })).toBeGreaterThan(0);
  });
});

describe('resolvers', () => {
  it('a cut machine is NotReady after 50 s, and its CoreDNS pod out of the endpoints', () => {
    const fleet = sick({ runtime: 'node' }, 1);
    fleet.until(300);
    expect(slow(fleet.spans(CALL, 31, 75))).toBeGreaterThan(0.1);
    expect(fleet.nodesOf('coredns')).toHaveLength(4);
    expect(slow(fleet.spans(CALL, 120, 290))).toBe(0);
  });

  it("glibc's second try goes to the pod of the first, Go's to any", () => {
    const failed = (runtime: string): number => {
      const fleet = sick({ runtime }, 0.98);
      fleet.until(1000);
      return fleet.dns.failed / fleet.dns.asked;
    };
    // nearly all that begin at the sick pod; for Go all ten sockets of A at the sick one
    expect(failed('node')).toBeGreaterThan(0.15);
    expect(failed('go')).toBeLessThan(0.08);
  });

  it('Node has two lookups at a time: slow ones hold up all others', () => {
    const busy = sick({ runtime: 'node', stations: 2, perSecond: 20 }, 0.95);
    busy.until(130);
    expect(slow(busy.spans(CALL, 60, 100))).toBeGreaterThan(0.9);
    const go = sick({ runtime: 'go', stations: 2, perSecond: 20 }, 0.95);
    go.until(130);
    expect(slow(go.spans(CALL, 60, 100), 0.02)).toBeLessThan(1);
    // those that ask meanwhile join the lookup under way
    expect(go.dns.queries).toBeLessThan(go.dns.asked);
  });

  it('Java asks again every 30 s', () => {
    const fleet = namedFleet({ runtime: 'java', stations: 2, perSecond: 20 });
    fleet.until(301);
    // the two pods' first lookups, and one for each half minute that ends
    expect(fleet.dns.queries).toBeGreaterThanOrEqual(2 * 2 * 9);
    expect(fleet.dns.queries).toBeLessThanOrEqual(2 * 2 * 11);
  });

  it('nobody to ask: at once, not after the timeout', () => {
    const fleet = namedFleet({ runtime: 'node', stations: 2 });
    fleet.until(10);
    fleet.execute({ kind: 'scale', service: 'coredns', replicas: 0 });
    fleet.until(60);
    expect(Math.max(...fleet.spans(CALL, 30, 50))).toBeLessThan(5);
    expect(fleet.dns.failed).toBeGreaterThan(0);
  });
});
