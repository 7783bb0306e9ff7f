import { describe, expect, it } from 'vitest';
import { candidatesOf } from '../../../src/contract/names.ts';
import { restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { namedFleet, type NamedOptions } from './named-fleet.ts';

const SEARCH = ['prod.svc.cluster.local', 'svc.cluster.local', 'cluster.local', 'c.example.internal', 'google.internal'];
const ASKED = 2;

/** A station that reads from a store over a pool of its own. */
const reads = (target: string, further = ''): NamedOptions => ({
  stations: 1,
  perSecond: 2,
  pools: `[{name: store, kind: hikaricp, target: ${target}, database: app, user: app, application: station, size: 5, minIdle: 0${further}}]`,
  steps: '[{query: {pool: store, statement: "SELECT 1 FROM things", table: things, time: 1ms}}]',
});

describe('what is asked for', () => {
  it.each([
    { name: 'leaf', ndots: 5, tried: [...SEARCH.map((domain) => `leaf.${domain}`), 'leaf'] },
    { name: 'store.sql.example', ndots: 5, tried: [...SEARCH.map((domain) => `store.sql.example.${domain}`), 'store.sql.example'] },
    { name: 'store.sql.example', ndots: 2, tried: ['store.sql.example', ...SEARCH.map((domain) => `store.sql.example.${domain}`)] },
    { name: 'store.sql.example.', ndots: 5, tried: ['store.sql.example'] },
  ])('$name with ndots:$ndots', ({ name, ndots, tried }) => {
    expect(candidatesOf(name, { ndots, search: SEARCH })).toEqual(tried);
  });

  it.each([
    { dns: '', candidates: SEARCH.length + 1 },
    { dns: ', ndots: 1', candidates: 1 },
    { dns: ', search: []', candidates: 1 },
  ])('a name outside the cluster costs $candidates times two questions with {$dns }', ({ dns, candidates }) => {
    const fleet = namedFleet({ ...reads('store'), dns });
    fleet.until(60);
    // requests that meet each other open connections of their own
    expect(fleet.dns.asked).toBeGreaterThan(0);
    expect(fleet.dns.queries).toBe(fleet.dns.asked * ASKED * candidates);
    expect(fleet.dns.failed).toBe(0);
    expect(fleet.spans(/^3 SELECT/, 10, 50).length).toBeGreaterThan(50);
  });

  it('CoreDNS asks on once for what is not of the cluster, then remembers it for half a minute, each pod for itself', () => {
    const fleet = namedFleet({ ...reads('store', ', maxLifetime: 2s'), coredns: 1 });
    fleet.until(29);
    const [server] = fleet.servers();
    // three of the six names end outside cluster.local
    expect(server?.forwarded.reduce((sum, count) => sum + count, 0)).toBe(3 * ASKED);
    expect(server?.misses).toBe(6 * ASKED);
    expect((server?.hits ?? 0) + (server?.denialHits ?? 0)).toBe(fleet.dns.queries - 6 * ASKED);
    expect(fleet.metric('coredns_cache_misses_total')).toBe(6 * ASKED);
    fleet.until(59);
    expect(server?.misses).toBe(12 * ASKED);
  });
});

describe('pools', () => {
  it.each(['store', 'bouncer'])('cannot open a connection to the %s while nobody answers, and those they have serve on', (target) => {
    const fleet = namedFleet({ ...reads(target, ', maxLifetime: 60s, acquireTimeout: 30s'), patience: '50s' });
    fleet.until(20);
    for (const node of new Set(fleet.nodesOf('coredns'))) expect(fleet.execute({ kind: 'degrade-link', from: `node/${node}`, loss: 1 })).toBe('');
    fleet.until(50);
    expect(Math.max(...fleet.spans(/^3 SELECT/, 20, 45))).toBeLessThan(100);
    fleet.until(110);
    expect(fleet.dns.failed).toBeGreaterThan(0);
    expect(fleet.recorder.logs({ services: ['station'], text: '08001', limit: 1, take: 'oldest' }).length).toBe(1);
  });
});

it('lookups under way are part of the state: a snapshot amid them goes on the same', () => {
  const fleets = [namedFleet({ runtime: 'go' }), namedFleet({ runtime: 'go' }), namedFleet({ runtime: 'go' })] as const;
  const [straight, half, copy] = fleets;
  for (const fleet of [straight, half]) {
    fleet.until(20);
    fleet.execute({ kind: 'degrade-link', from: `node/${fleet.nodesOf('coredns')[0]}`, loss: 0.6 });
  }
  half.until(31.3);
  expect(half.dns.lookups.state.some((state) => state !== 0)).toBe(true);
  restoreWorld(copy.engine.world, snapshotWorld(half.engine.world));
  for (let second = 32; second < 50; second++) copy.until(second);
  for (const fleet of [straight, copy]) {
    fleet.until(50);
    fleet.execute({ kind: 'rollout-restart', service: 'station' });
    fleet.until(90);
  }
  expect(copy.dns.timeouts).toBeGreaterThan(0);
  expect(copy.digest()).toBe(straight.digest());
});

it('a process that ends forgets what it was asking; its successor asks anew, and no lookup is left over', () => {
  const fleet = namedFleet({ runtime: 'java', stations: 2, perSecond: 20 });
  fleet.until(20);
  fleet.execute({ kind: 'degrade-link', from: 'service/coredns', loss: 0.9 });
  fleet.until(60);
  fleet.execute({ kind: 'rollout-restart', service: 'station' });
  fleet.until(70);
  fleet.execute({ kind: 'restore-link', from: 'service/coredns' });
  fleet.until(200);
  const { lookups, sockets } = fleet.dns;
  expect([...lookups.state].filter((state) => state !== 0).length).toBeLessThanOrEqual(1);
  expect([...sockets.questions].filter((questions) => questions !== 0).length).toBeLessThanOrEqual(1);
  expect(Math.max(...fleet.spans(/^3 .*leaf/, 150, 195))).toBeLessThan(100);
});
