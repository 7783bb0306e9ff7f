import { describe, expect, it } from 'vitest';
import { tally, twoRegions } from './two-regions.ts';

const SENT = 'response_sent_by_backend';
const NO_CONNECTION = 'failed_to_connect_to_backend';
const CLOSED = 'backend_connection_closed_before_data_sent_to_client';

describe('endpoint groups and health checks', () => {
  it('send everything to backends while nothing happens, a new connection costing a round trip', () => {
    const edge = twoRegions();
    edge.until(60);
    const lines = edge.lines();
    expect(lines.length).toBeGreaterThan(2_500);
    expect(tally(lines.map(({ details }) => details))).toEqual({ [SENT]: lines.length });
    const [first] = lines;
    // SYN and SYN-ACK, the request there, the answer back: four ways of 5 ms, and 2 ms of work
    expect(first?.seconds).toBeCloseTo(0.022, 6);
    expect(lines.filter(({ seconds }) => Math.abs(seconds - 0.012) < 1e-9).length).toBeGreaterThan(0.9 * lines.length);
    // what the pod says of itself knows nothing of connections being made: 2 ms, always
    const took = edge.recorder.traces({ limit: 100 }).map(({ spans }) => (spans[0]?.endUs ?? 0) - (spans[0]?.startUs ?? 0));
    expect(new Set(took)).toEqual(new Set([2_000]));
  });

  it.each([
    ['without a preStop hook the load balancer goes on sending to a pod that is gone', '', 5],
    ['with one that waits long enough nobody notices', 'preStop: 10s', 0],
  ])('%s', (_name, service, least) => {
    const edge = twoRegions({ service: `${service}\n    onTerm: exit` });
    edge.until(30);
    const east = edge.engine.world.s.services[0];
    const [pod] = east?.endpoints ?? [];
    const name = edge.engine.world.s.pods[pod ?? 0]?.record.name ?? '';
    expect(edge.engine.execute({ kind: 'delete-pod', pod: name }, 'player').ok).toBe(true);
    edge.until(60);
    const bad = edge.lines().filter(({ status }) => status === 502);
    if (least === 0) expect(bad).toEqual([]);
    // a quarter of 50 a second for the five seconds and a half until the group is in sync
    else expect(bad.length).toBeGreaterThan(40);
    expect(bad.every(({ details }) => details === NO_CONNECTION || details === CLOSED)).toBe(true);
    expect(bad.every(({ atUs }) => atUs > 30e6 && atUs < 36e6)).toBe(true);
  });

  it('take a pod whose process is dead out after two checks, before the controller has noticed', () => {
    const edge = twoRegions();
    edge.until(30);
    const east = edge.engine.world.s.services[0];
    const [pod] = east?.group ?? [];
    edge.engine.world.s.pods[pod ?? 0]!.listening = false;
    edge.until(34.1);
    expect(east?.group).toContain(pod);
    expect(east?.backends).not.toContain(pod);
  });
});

describe('regions', () => {
  it('users of a region without backends go to the other, which takes them longer', () => {
    const edge = twoRegions();
    edge.until(30);
    const before = edge.lines();
    expect(edge.engine.execute({ kind: 'scale', service: 'entry', region: 'east', replicas: 0 }, 'player').ok).toBe(true);
    edge.until(90);
    const late = edge.lines().filter(({ atUs }) => atUs > 60e6);
    expect(late.every(({ status }) => status === 200)).toBe(true);
    expect(before.filter(({ seconds }) => seconds > 0.05)).toEqual([]);
    const far = late.filter(({ seconds }) => seconds > 0.09);
    expect(far.length / late.length).toBeGreaterThan(0.45);
    expect(far.length / late.length).toBeLessThan(0.55);
    // there and back over the link between the regions
    expect(far.filter(({ seconds }) => Math.abs(seconds - 0.092) < 1e-9).length).toBeGreaterThan(0.8 * far.length);
  });

  it('with a quarter of its backends healthy, a region keeps half of its traffic', () => {
    const edge = twoRegions({ replicas: 4 });
    edge.until(10);
    const east = edge.engine.world.s.services[0];
    for (const pod of east?.group.slice(0, 3) ?? []) edge.engine.world.s.pods[pod]!.listening = false;
    edge.until(15);
    expect(east?.backends).toHaveLength(1);
    // until the kubelet's probes have failed too and the controller has taken the pods out
    edge.until(20);
    expect(east?.group).toHaveLength(4);
    const late = edge.lines().filter(({ atUs }) => atUs > 15e6);
    const far = late.filter(({ seconds }) => seconds > 0.09).length / late.length;
    expect(late.length).toBeGreaterThan(200);
    expect(far).toBeGreaterThan(0.17);
    expect(far).toBeLessThan(0.33);
  });

  it.each([
    // 25 a second arrive in each region; the east has two pods
    ['with room elsewhere the rest of what is too much goes there', 4, 10, { east: 20, west: 30 }],
    ['when all are full, all are overloaded alike', 4, 5, { east: 16.7, west: 33.3 }],
    ['with room at home everything stays', 2, 100, { east: 25, west: 25 }],
  ])('%s', (_name, west, rate, expected) => {
    const edge = twoRegions({ edge: `, maxRatePerEndpoint: ${rate}` });
    edge.engine.execute({ kind: 'scale', service: 'entry', region: 'west', replicas: west }, 'scenario');
    edge.until(90);
    const late = edge.lines().filter(({ atUs, status }) => atUs > 40e6 && status === 200);
    const eastern = new Set(edge.engine.world.s.pods.flatMap(({ service, record }) => (service === 0 ? [record.ip] : [])));
    const east = late.filter(({ ip }) => eastern.has(ip.split(':')[0] ?? '')).length / 50;
    const elsewhere = late.length / 50 - east;
    expect(Math.abs(east - expected.east)).toBeLessThan(1.5);
    expect(Math.abs(elsewhere - expected.west)).toBeLessThan(1.5);
  });

  it('answers by itself when no region has a backend', () => {
    const edge = twoRegions();
    edge.until(10);
    edge.engine.execute({ kind: 'scale', service: 'entry', replicas: 0 }, 'player');
    edge.until(40);
    const late = edge.lines().filter(({ atUs }) => atUs > 30e6);
    expect(late.length).toBeGreaterThan(200);
    expect(tally(late.map(({ status, details }) => `${status} ${details}`))).toEqual({ '502 failed_to_pick_backend': late.length });
  });

  it('a command that names no region is for all, one that does for that alone', () => {
    const { engine } = twoRegions();
    const replicas = (): number[] => engine.world.s.services.map((service) => service.replicas);
    engine.execute({ kind: 'scale', service: 'entry', replicas: 3 }, 'player');
    expect(replicas()).toEqual([3, 3]);
    engine.execute({ kind: 'scale', service: 'entry', region: 'west', replicas: 1 }, 'player');
    expect(replicas()).toEqual([3, 1]);
    const elsewhere = engine.execute({ kind: 'scale', service: 'entry', region: 'north', replicas: 1 }, 'player');
    expect(elsewhere.ok ? '' : elsewhere.refusal.message).toContain('not found');
  });
});
