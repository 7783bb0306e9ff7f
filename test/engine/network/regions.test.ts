import { describe, expect, it } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { TARGET_DOWN, TARGET_UP } from '../../../src/contract/metrics.ts';
import { inspectFleet } from '../../../src/engine/inspect/inspect-fleet.ts';
import { reachable } from '../../../src/engine/network/reachable.ts';
import { INT, INTS, PHASE } from '../../../src/engine/requests/attempt-table.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { type Edge, tally, twoRegions } from '../edge/two-regions.ts';

const SENT = 'response_sent_by_backend';
const GONE = 'client_disconnected_before_any_response';
const NO_CONNECTION = 'failed_to_connect_to_backend';

const isolate = ({ engine }: Edge, region = 'east'): boolean => engine.execute({ kind: 'isolate-region', region }, 'scenario').ok;
const rejoin = ({ engine }: Edge, region = 'east'): boolean => engine.execute({ kind: 'rejoin-region', region }, 'scenario').ok;
const digest = ({ engine }: Edge): string => {
  const hasher = new Hasher();
  hashWorld(engine.world, hasher);
  return hasher.digest();
};
const between = (edge: Edge, from: number, to: number) => edge.lines().filter(({ atUs }) => atUs >= from * 1e6 && atUs < to * 1e6);

describe('a region whose network is cut', () => {
  it('loses what is sent to it until two checks have been missed; then its users go to the other, and all is well', () => {
    const edge = twoRegions();
    edge.until(30);
    expect(isolate(edge)).toBe(true);
    edge.until(34.1);
    const [east, west] = edge.engine.world.s.services;
    // checks of 2 s, two missed; the controller inside can't tell anybody anything, nor has it anything to tell
    expect([east?.group.length, east?.backends.length, west?.backends.length]).toEqual([2, 0, 2]);
    edge.until(80);
    const lost = edge.lines().filter(({ details }) => details !== SENT);
    // 25 a second for 2 to 4 s: the users' patience of 10 s ends before the load balancer's of 30 s; new connections are given up after 4.5 s
    expect(lost.length).toBeGreaterThan(40);
    expect(lost.length).toBeLessThan(110);
    expect(Object.keys(tally(lost.map(({ details, status }) => `${status} ${details}`))).sort()).toEqual([`0 ${GONE}`, `502 ${NO_CONNECTION}`]);
    expect(lost.every(({ details, seconds }) => Math.abs(seconds - (details === GONE ? 10 : 4.505)) < 0.011)).toBe(true);
    const late = between(edge, 50, 80);
    expect(tally(late.map(({ details }) => details))).toEqual({ [SENT]: late.length });
    expect(late.length / 30).toBeGreaterThan(45);
    expect(tally(late.map(({ ip }) => ip.split('.')[2] ?? ''))).not.toHaveProperty('0');
  });

  it('the load balancer gives up after its own timeout where users wait longer', () => {
    const edge = twoRegions({ edge: ', timeout: 3s' });
    edge.until(30);
    isolate(edge);
    edge.until(50);
    const lost = edge.lines().filter(({ details }) => details !== SENT);
    expect(lost.length).toBeGreaterThan(40);
    expect(tally(lost.map(({ details }) => details))).toEqual({ backend_timeout: lost.length });
  });

  it('goes on inside: what its pods had in hand is finished, and answered to nobody', () => {
    const edge = twoRegions({ work: '400ms' });
    edge.until(30);
    const { s } = edge.engine.world;
    const busy = (): number => s.pods.reduce((sum, pod) => sum + (pod.service === 0 ? pod.busy : 0), 0);
    const before = busy();
    expect(before).toBeGreaterThan(4);
    isolate(edge);
    expect(busy()).toBe(before);
    edge.until(30.05);
    expect(busy()).toBeGreaterThan(0);
    edge.until(31.5);
    expect(busy()).toBe(0);
    expect(edge.engine.world.s.services[0]?.endpoints).toHaveLength(2);
    edge.until(45);
    // those requests were never answered: their users left after 10 s
    const begunBefore = edge.lines().filter(({ atUs, seconds, details }) => atUs - seconds * 1e6 + 10_000 < 30e6 && details === GONE);
    expect(begunBefore).toHaveLength(before);
    expect(begunBefore.every(({ seconds }) => Math.abs(seconds - 10) < 0.011)).toBe(true);
  });

  it('is back after its next checks, with its traffic', () => {
    const edge = twoRegions();
    edge.until(30);
    isolate(edge);
    edge.until(60);
    expect(rejoin(edge)).toBe(true);
    edge.until(90);
    const late = between(edge, 65, 90);
    expect(tally(late.map(({ details }) => details))).toEqual({ [SENT]: late.length });
    expect(late.filter(({ seconds }) => seconds > 0.05)).toEqual([]);
  });

  it('leaves no request behind for ever, and a snapshot amid it goes on the same', () => {
    const [straight, half, copy] = [twoRegions(), twoRegions(), twoRegions()] as [Edge, Edge, Edge];
    for (const edge of [straight, half]) {
      edge.until(30);
      isolate(edge);
    }
    half.until(31.7);
    restoreWorld(copy.engine.world, snapshotWorld(half.engine.world));
    for (const edge of [straight, copy]) {
      edge.until(40);
      for (const service of ['entry']) edge.engine.execute({ kind: 'scale', service, replicas: 0 }, 'player');
      edge.until(100);
    }
    expect(digest(copy)).toBe(digest(straight));
    const { ints } = straight.engine.world.s.attempts;
    const waiting = Array.from({ length: ints.length / INTS }, (_, row) => ints[row * INTS + INT.phase]).filter((phase) => phase === PHASE.lost);
    expect(waiting).toEqual([]);
  });

  it('cannot be scraped, and its control plane cannot be reached', () => {
    const edge = twoRegions();
    const { engine } = edge;
    edge.until(30);
    const states = (): Record<string, number[]> => {
      engine.instruments.refreshGauges();
      const { targets, up } = engine.instruments;
      const found: Record<string, number[]> = {};
      targets.forEach(({ labels }, at) => (found[labels.region ?? ''] ??= []).push(up[at] ?? -1));
      return found;
    };
    isolate(edge);
    expect(states()).toEqual({ '': [TARGET_UP], east: [TARGET_DOWN, TARGET_DOWN, TARGET_DOWN], west: [TARGET_UP, TARGET_UP, TARGET_UP] });
    const [region] = engine.world.plan.scenario.fleet.regions;
    expect(inspectFleet(engine.world, [], region!)).toMatchObject({ reachable: false, controlPlane: '172.16.0.2' });
    const refused = engine.execute({ kind: 'scale', service: 'entry', region: 'east', replicas: 3 }, 'player');
    expect(refused).toEqual({ ok: false, refusal: { code: 'command/cluster_unreachable', message: 'dial tcp 172.16.0.2:443: i/o timeout' } });
    const pod = engine.world.s.pods[0]?.record.name ?? '';
    expect(engine.execute({ kind: 'delete-pod', pod }, 'player').ok).toBe(false);
    expect(engine.execute({ kind: 'cordon', node: engine.world.nodeNames[0] ?? '' }, 'player').ok).toBe(false);
    // a release for all regions reaches those it reaches
    expect(engine.execute({ kind: 'scale', service: 'entry', replicas: 3 }, 'player').ok).toBe(true);
    expect(engine.world.s.services.map(({ replicas }) => replicas)).toEqual([2, 3]);
    expect([reachable(engine.world, 0, 0), reachable(engine.world, 0, 1), reachable(engine.world, 1, 0)]).toEqual([true, false, false]);
    rejoin(edge);
    expect(states().east).toEqual([TARGET_UP, TARGET_UP, TARGET_UP]);
    expect(engine.execute({ kind: 'delete-pod', pod }, 'player').ok).toBe(true);
  });

  it('a curl through the load balancer takes the other region once the checks have noticed', () => {
    const edge = twoRegions();
    edge.until(30);
    isolate(edge);
    const curl = (): string => {
      const result = edge.engine.execute({ kind: 'http-request', target: 'edge.example', method: 'GET', path: '/job', timeoutUs: 2e6 }, 'player');
      return String(result.ok ? result.data?.id : '');
    };
    const early = curl();
    edge.until(40);
    const late = curl();
    edge.until(41);
    const { answers } = edge.engine.world.s.http;
    expect([answers[early]?.failure, answers[late]?.status]).toEqual(['timeout', 200]);
  });

  it.each([
    [{ kind: 'isolate-region', region: 'north' }, 'no region "north"; there are east, west'],
    [{ kind: 'rejoin-region', region: 'east' }, 'region "east" is not cut off'],
  ] as const)('%j is refused', (command, why) => {
    const result = twoRegions().engine.execute(command, 'player');
    expect(result.ok ? '' : result.refusal.message).toBe(why);
  });
});
