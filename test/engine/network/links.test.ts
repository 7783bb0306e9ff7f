import { describe, expect, it } from 'vitest';
import type { FleetCommand } from '../../../src/contract/commands.ts';
import { POD, NODE } from '../../../src/engine/machines/lifecycle.ts';
import { OUTSIDE } from '../../../src/engine/network/hosts.ts';
import { isCut, lossOn } from '../../../src/engine/network/packets.ts';
import { restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { type Linked, linkedFleet } from './linked-fleet.ts';

const SERVED = /^2 GET \/work/;
const CALLED = /^3 GET \/work/;
const STATEMENT = /^3 SELECT/;

const distinct = (values: readonly number[]): number[] => [...new Set(values.map((value) => Math.round(value * 1000) / 1000))].sort((a, b) => a - b);
const podsOn = ({ engine }: Linked, node: number, service: number): number[] =>
  engine.world.s.pods.flatMap(({ record, service: of }, pod) => (of === service && record.node === node ? [pod] : []));

describe('what the file says of the network', () => {
  it('zones that are 1 ms apart make calls and statements between them slower by 2 ms, and leave those inside a zone', () => {
    const near = linkedFleet();
    const apart = linkedFleet({ network: 'network: {links: [{from: zone/here-a, to: zone/here-b, delay: 1ms}]}' });
    for (const fleet of [near, apart]) fleet.until(40);
    // the same requests, each with the same work
    const [before, after] = [near, apart].map((fleet) => fleet.spans(SERVED, 10, 35)) as [number[], number[]];
    expect(after.length).toBe(before.length);
    expect(distinct(near.spans(STATEMENT, 10, 35))).toEqual([3]);
    // the database is in here-a
    expect(distinct(apart.spans(STATEMENT, 10, 35))).toEqual([3, 5]);
    expect(distinct(near.spans(CALLED, 10, 35))).toEqual(distinct(near.spans(SERVED, 10, 35)));
    const gaps = apart.spans(CALLED, 10, 35).map((ms, at) => ms - (after[at] ?? 0));
    expect(distinct(gaps).filter((gap) => gap === 0 || gap === 2).length).toBe(2);
  });

  it('nothing, and no command either, leaves no trace in the state', () => {
    const fleet = linkedFleet();
    fleet.until(5);
    expect(Object.keys(fleet.engine.world.s)).not.toContain('links');
    fleet.engine.instruments.refreshGauges();
    expect(fleet.engine.instruments.targets.some(({ job }) => job === 'node-exporter')).toBe(false);
  });
});

describe('a machine whose network is sick', () => {
  it('makes what goes to and from its pods late, and nothing else', () => {
    const fleet = linkedFleet();
    fleet.until(20);
    const { world } = fleet.engine;
    expect(fleet.execute({ kind: 'degrade-link', from: `node/${world.nodeNames[0]}`, loss: 0.3 })).toBe('');
    fleet.until(60);
    const here = podsOn(fleet, 0, 1);
    const there = podsOn(fleet, 1, 1);
    const neighbour = podsOn(fleet, 0, 0);
    expect([here.length, there.length, neighbour.length].every((count) => count > 0)).toBe(true);
    expect(lossOn(world, here[0]!, there[0]!)).toBeCloseTo(0.3, 12);
    expect(lossOn(world, there[0]!, here[0]!)).toBeCloseTo(0.3, 12);
    // pods of one machine talk without its network card
    expect(lossOn(world, neighbour[0]!, here[0]!)).toBe(0);
    expect(lossOn(world, there[0]!, podsOn(fleet, 2, 1)[0]!)).toBe(0);
    expect(lossOn(world, OUTSIDE, here[0]!)).toBeCloseTo(0.3, 12);
    const { links } = world.s;
    fleet.engine.instruments.refreshGauges();
    const { descriptors, targets, values } = fleet.engine.instruments;
    const resent = descriptors.flatMap(({ name, target }, slot) =>
      name === 'node_netstat_Tcp_RetransSegs' ? [[targets[target]?.labels.node, values[slot]] as const] : [],
    );
    expect(resent.map(([node]) => node)).toEqual(world.nodeNames);
    expect(resent.map(([, value]) => value)).toEqual(links?.resent);
    expect(links?.resent[0]).toBeGreaterThan(100);
    expect(links?.segments[0]).toBeGreaterThan(links?.resent[0] ?? 0);
    expect(fleet.execute({ kind: 'restore-link', from: `node/${world.nodeNames[0]}` })).toBe('');
    fleet.until(90);
    expect(distinct(fleet.spans(STATEMENT, 65, 85))).toEqual([3]);
  });

  it('that hears nothing is NotReady after 50 s though it runs, and comes back with its pods', () => {
    const fleet = linkedFleet();
    fleet.until(20);
    const { world } = fleet.engine;
    const { s } = world;
    const node = world.nodeNames[0]!;
    fleet.execute({ kind: 'degrade-link', from: `node/${node}`, partition: true });
    fleet.until(60);
    expect(s.lifecycles.node.state[0]).toBe(NODE.ready);
    fleet.engine.instruments.refreshGauges();
    const { targets, up } = fleet.engine.instruments;
    expect(targets.flatMap(({ job, labels }, at) => (job === 'node-exporter' && up[at] === 0 ? [labels.node] : []))).toEqual([node]);
    fleet.until(80);
    expect(s.lifecycles.node.state[0]).toBe(NODE.unknown);
    const stranded = [...podsOn(fleet, 0, 0), ...podsOn(fleet, 0, 1)];
    expect(stranded.every((pod) => s.lifecycles.pod.state[pod] !== POD.ready && s.pods[pod]?.listening)).toBe(true);
    fleet.until(120);
    // everybody goes elsewhere by now; what hung was given up by users after 20 s
    const lines = fleet.recorder.logs({ services: ['edge'], take: 'newest', limit: 1e6 });
    const bad = (from: number, to: number): number =>
      lines.filter(({ text, tUs }) => tUs >= 600e6 + from * 1e6 && tUs < 600e6 + to * 1e6 && !text.includes('"status":200')).length;
    expect(bad(40, 95)).toBeGreaterThan(100);
    expect(bad(102, 120)).toBe(0);
    fleet.execute({ kind: 'restore-link', from: `node/${node}` });
    fleet.until(140);
    expect(s.lifecycles.node.state[0]).toBe(NODE.ready);
    expect(stranded.every((pod) => s.lifecycles.pod.state[pod] === POD.ready)).toBe(true);
  });
});

describe('a database that is cut off from a service', () => {
  it.each([false, true])('hangs statements until the socket timeout, new connections until theirs; pooled: %s', (pooled) => {
    const fleet = linkedFleet({ pooled, perSecond: 20 });
    fleet.until(20);
    const cut: FleetCommand = { kind: 'degrade-link', from: 'service/station', to: pooled ? 'pooler/bouncer' : 'database/store', partition: true };
    expect(fleet.execute(cut)).toBe('');
    fleet.until(60);
    const text = fleet.recorder
      .logs({ services: ['station'], take: 'newest', limit: 1e5 })
      .map((line) => line.text)
      .join('\n');
    expect(text).toContain('An I/O error occurred while sending to the backend.');
    expect(text).toContain('Connection is not available, request timed out after 5000ms');
    expect(fleet.execute({ kind: 'restore-link', from: 'service/station', to: cut.to })).toBe('');
    fleet.until(100);
    expect(distinct(fleet.spans(STATEMENT, 80, 95))).toEqual([3]);
    expect(fleet.engine.world.s.pools.hung).toEqual([]);
  });

  it('for a moment makes those that wait late, and nothing fails', () => {
    const fleet = linkedFleet({ perSecond: 20 });
    fleet.until(20);
    fleet.execute({ kind: 'degrade-link', from: 'service/station', to: 'database/store', partition: true });
    fleet.until(22);
    fleet.execute({ kind: 'restore-link', from: 'service/station', to: 'database/store' });
    fleet.until(60);
    const lines = fleet.recorder.logs({ services: ['edge'], take: 'newest', limit: 1e6 });
    expect(lines.filter(({ text }) => !text.includes('"status":200')).length).toBe(0);
    expect(Math.max(...fleet.spans(STATEMENT, 10, 30))).toBeLessThan(3_100);
    expect(Math.max(...fleet.spans(SERVED, 10, 30))).toBeGreaterThan(1_500);
  });

  it('loses statements in between as TCP does: a fifth of a second at a time', () => {
    const fleet = linkedFleet({ network: 'network: {links: [{from: service/station, to: database/store, loss: 5%}]}', perSecond: 200 });
    fleet.until(60);
    const times = fleet.spans(STATEMENT, 5, 50);
    const share = (ms: number): number => times.filter((one) => Math.abs(one - ms) < 0.01).length / times.length;
    const close = (found: number, theory: number): void => expect(Math.abs(found - theory)).toBeLessThan(4 * Math.sqrt((theory * (1 - theory)) / times.length));
    expect(times.length).toBeGreaterThan(5_000);
    close(share(3), 0.95 ** 2);
    close(share(203), 2 * 0.95 ** 2 * 0.05);
  });
});

describe('a cache that does not answer', () => {
  it('is a miss after the client has waited', () => {
    const fleet = linkedFleet({ runtime: 'go', perSecond: 5 });
    fleet.until(20);
    fleet.execute({ kind: 'degrade-link', from: 'cache/hot', partition: true });
    fleet.until(40);
    const { hits, misses } = fleet.engine.world.s.caches[0]!;
    fleet.until(60);
    expect(fleet.engine.world.s.caches[0]).toMatchObject({ hits, misses });
    // 3 s for the cache, 2 ms of work, 3 ms for the statement
    expect(distinct(fleet.spans(SERVED, 40, 50))).toEqual([3005]);
  });
});

describe('a degraded link', () => {
  it('is part of the state: a snapshot amid it goes on the same, one step or many', () => {
    const fleets = [linkedFleet(), linkedFleet(), linkedFleet()] as const;
    const [straight, half, copy] = fleets;
    for (const fleet of [straight, half]) {
      fleet.until(20);
      fleet.execute({ kind: 'degrade-link', from: 'service/entry', to: 'service/station', loss: 0.2, delay: { kind: 'exponential', meanUs: 5_000 } });
      fleet.execute({ kind: 'degrade-link', from: `node/${fleet.engine.world.nodeNames[1]}`, partition: true });
    }
    half.until(31.3);
    restoreWorld(copy.engine.world, snapshotWorld(half.engine.world));
    for (let second = 32; second < 50; second++) copy.until(second);
    for (const fleet of [straight, copy]) {
      fleet.until(50);
      fleet.execute({ kind: 'restore-link', from: 'service/entry', to: 'service/station' });
      fleet.until(70);
    }
    expect(copy.digest()).toBe(straight.digest());
  });

  it('adds to what the file says, and takes the place of what it was before', () => {
    const fleet = linkedFleet({ network: 'network: {links: [{from: zone/here-a, to: zone/here-b, loss: 10%}]}' });
    fleet.until(20);
    const { world } = fleet.engine;
    const [a, b] = ['here-a', 'here-b'].map((zone) => world.s.pods.findIndex(({ record }) => world.nodes[record.node]?.zone === zone)) as [number, number];
    expect(lossOn(world, a, b)).toBeCloseTo(0.1, 12);
    fleet.execute({ kind: 'degrade-link', from: 'zone/here-a', to: 'zone/here-b', loss: 0.5 });
    expect(lossOn(world, a, b)).toBeCloseTo(1 - 0.9 * 0.5, 12);
    fleet.execute({ kind: 'degrade-link', from: 'zone/here-a', to: 'zone/here-b', loss: 0.2, oneWay: true });
    expect([lossOn(world, a, b), lossOn(world, b, a)].map((loss) => Math.round(loss * 1000))).toEqual([640, 550]);
    fleet.execute({ kind: 'degrade-link', from: 'zone/here-a', to: 'zone/here-b', partition: true });
    expect([isCut(world, a, b), isCut(world, b, a), isCut(world, a, OUTSIDE)]).toEqual([true, true, false]);
    fleet.execute({ kind: 'restore-link', from: 'zone/here-a', to: 'zone/here-b' });
    expect([lossOn(world, a, b), lossOn(world, b, a)].map((loss) => Math.round(loss * 1000))).toEqual([280, 100]);
  });

  it.each([
    [{ kind: 'degrade-link', from: 'zone/here-c', partition: true }, 'no zone "here-c"; there are here-a, here-b'],
    [{ kind: 'degrade-link', from: 'service/entry', to: 'service/shop', loss: 0.1 }, 'no service "shop"; there are entry, station'],
    [{ kind: 'degrade-link', from: 'zone/here-a', to: 'zone/here-a', loss: 0.1 }, 'a link is between two places; zone/here-a is named twice'],
    [
      { kind: 'degrade-link', from: 'zone/here-a', to: 'service/entry', loss: 0.1 },
      'a link is between zones and regions, or between services and stores; zone/here-a and service/entry are one of each',
    ],
    [{ kind: 'degrade-link', from: 'region/here', to: 'zone/here-a', loss: 0.1 }, 'zone/here-a is in region/here'],
    [
      { kind: 'degrade-link', from: 'entry', loss: 0.1 },
      '"entry" is no place; expected zone/NAME, region/NAME, node/NAME, service/NAME, database/NAME, pooler/NAME, cache/NAME, kafka/NAME',
    ],
    [{ kind: 'degrade-link', from: 'zone/here-a', loss: 2 }, 'loss is a share of packets from 0 to 1, not 2'],
    [{ kind: 'degrade-link', from: 'zone/here-a' }, 'a degraded link has a delay, a loss or a partition; restore-link puts it right again'],
    [{ kind: 'restore-link', from: 'zone/here-a', to: 'zone/here-b' }, 'the link between zone/here-a and zone/here-b is not degraded'],
  ] as const)('%j is refused', (command, why) => {
    expect(linkedFleet().execute(command)).toBe(why);
  });
});
