import { describe, expect, it } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { inspectLoadBalancer } from '../../../src/engine/inspect/inspect-load-balancer.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { type Edge, type EdgeOptions, tally, twoRegions } from './two-regions.ts';

const ruled = (rule: string, options: EdgeOptions = {}): Edge =>
  twoRegions({ cores: 1_000, work: '100ms', ...options, edge: `, routes: [{route: /job, ${rule}}]${options.edge ?? ''}` });
const set = ({ engine }: Edge, change: { timeoutUs?: number; retries?: number }) =>
  engine.execute({ kind: 'set-edge-route', route: '/job', ...change }, 'test');
const counted = (lines: readonly { readonly status: number; readonly details: string; readonly seconds: number }[]): Record<string, number> =>
  tally(lines.map(({ status, details, seconds }) => `${status} ${details} ${seconds}`));

describe('a route rule of the URL map', { timeout: 120_000 }, () => {
  it('ends what takes longer to the microsecond of its timeout, with 504 and backend_timeout; users wait for their own way too', () => {
    for (const [clientHop, seconds] of [
      ['0s', 0.05],
      ['7ms', 0.064],
    ] as const) {
      const edge = ruled('timeout: 50ms', { clientHop });
      edge.until(5);
      const lines = edge.lines();
      expect(lines.length).toBeGreaterThan(200);
      expect(counted(lines)).toEqual({ [`504 backend_timeout ${seconds}`]: lines.length });
    }
  });

  it('has an answer in time when the way there, the work and the way back take no longer, and not when they take a microsecond more', () => {
    // 5 ms there, 100 ms, 5 ms back, over connections that are there
    const edge = ruled('timeout: 1s');
    edge.until(10);
    set(edge, { timeoutUs: 110_001 });
    edge.until(20);
    const late = (from: number) => edge.lines().filter(({ atUs }) => atUs > from);
    const well = counted(late(10.2e6));
    expect(well['200 response_sent_by_backend 0.11']).toBeGreaterThan(450);
    // a new connection takes 10 ms more
    expect(Object.keys(well).sort()).toEqual(['200 response_sent_by_backend 0.11', '504 backend_timeout 0.110001']);
    set(edge, { timeoutUs: 109_999 });
    edge.until(30);
    const lines = late(20.2e6);
    expect(counted(lines)).toEqual({ '504 backend_timeout 0.109999': lines.length });
  });

  it('leaves those the user who is less patient; another route, and a load balancer without rules, keep the timeout of the backend service', () => {
    const edge = ruled('timeout: 45s', { work: '15s' });
    edge.until(14);
    const lines = edge.lines();
    expect(lines.length).toBeGreaterThan(150);
    expect(new Set(lines.map(({ status, details }) => `${status} ${details}`))).toEqual(new Set(['0 client_disconnected_before_any_response']));
    const without = twoRegions({ cores: 1_000, work: '100ms', edge: ', timeout: 50ms' });
    without.until(3);
    expect(new Set(without.lines().map(({ status, details }) => `${status} ${details}`))).toEqual(new Set(['502 backend_timeout']));
  });

  it('is changed while it runs; what is under way keeps the timeout it began with', () => {
    const edge = ruled('timeout: 4s', { work: '3s' });
    edge.until(10);
    expect(set(edge, { timeoutUs: 1e6 }).ok).toBe(true);
    edge.until(20);
    expect(set(edge, { timeoutUs: 5e6, retries: 2 }).ok).toBe(true);
    edge.until(30);
    const begun = (from: number, to: number) =>
      counted(edge.lines().filter(({ atUs, seconds }) => atUs - seconds * 1e6 > from * 1e6 && atUs - seconds * 1e6 < to * 1e6));
    const statuses = (counts: Record<string, number>): string[] => [...new Set(Object.keys(counts).map((words) => words.slice(0, 3)))];
    expect(statuses(begun(0, 9.98))).toEqual(['200']);
    expect(Object.keys(begun(10, 19.98))).toEqual(['504 backend_timeout 1']);
    expect(statuses(begun(20, 26))).toEqual(['200']);
    expect(inspectLoadBalancer(edge.engine.world, 'k8s1').routes).toEqual([{ route: '/job', timeoutUs: 5e6, retries: 2 }]);
  });

  it('covers all tries: one that comes after a late failure has what is left', () => {
    // one of the pods is gone without a word, so a connection to it is waited for 4.5 s; the next try takes 200 ms and two ways more
    const gets = (timeout: string): readonly { readonly status: number; readonly seconds: number }[] => {
      const edge = ruled(`timeout: ${timeout}, retries: 1`, { work: '200ms' });
      edge.until(0);
      Object.assign(edge.engine.world.s.pods[0], { listening: false, silent: true });
      edge.until(12);
      return edge.lines().filter(({ method, seconds }) => method === 'GET' && seconds > 1);
    };
    const enough = gets('6s');
    expect(enough.length).toBeGreaterThan(5);
    expect(new Set(enough.map(({ status }) => status))).toEqual(new Set([200]));
    expect(enough.every(({ seconds }) => seconds > 4.7 && seconds < 4.75)).toBe(true);
    const short = gets('4.6s');
    expect(short.length).toBe(enough.length);
    expect(tally(short.map(({ status, seconds }) => `${status} ${seconds}`))).toEqual({ '504 4.6': short.length });
  });

  it('counts tries again by its own number, not by that of the other routes', () => {
    const failures = (edgeKeys: string): number => {
      const edge = twoRegions({ edge: edgeKeys });
      edge.engine.execute({ kind: 'patch-config', configMap: 'entry-config', data: { idle_timeout: '0.5s' } }, 'platform');
      edge.until(150);
      return edge.lines().filter(({ method, status }) => method === 'GET' && status >= 500).length;
    };
    const rule = ', routes: [{route: /job, timeout: 10s, retries: ';
    expect(failures(`${rule}0}], retries: 3`)).toBeGreaterThan(5);
    expect(failures(`${rule}3}], retries: 0`)).toBe(0);
  });

  it.each([
    [{ route: '/nothing' }, 'no route rule for "/nothing"; there are /job'],
    [{ route: '/job', timeoutUs: 0 }, "Invalid value for field 'routeAction.timeout': '0s'. Must be greater than 0."],
    [{ route: '/job', retries: 11 }, "Invalid value for field 'retryPolicy.numRetries': '11'. Must be between 0 and 10."],
  ])('%j is refused', (command, message) => {
    expect(ruled('timeout: 1s').engine.execute({ kind: 'set-edge-route', ...command }, 'test')).toMatchObject({ ok: false, refusal: { message } });
  });

  it('is refused where the URL map has none, and gives a load balancer that has one the newer errors', () => {
    const classic = twoRegions();
    expect(classic.engine.execute({ kind: 'set-edge-route', route: '/job' }, 'test')).toMatchObject({ ok: false, refusal: { code: 'command/no_route_rules' } });
    for (const [edge, status] of [
      [classic, 502],
      [ruled('timeout: 1s'), 503],
    ] as const) {
      edge.until(1);
      for (const service of edge.engine.world.s.services) service.backends = [];
      edge.until(2);
      expect(new Set(edge.lines().flatMap(({ atUs, status: shown, details }) => (atUs > 1.2e6 ? [`${shown} ${details}`] : [])))).toEqual(
        new Set([`${status} failed_to_pick_backend`]),
      );
    }
  });

  it('a snapshot goes on as if it had never been one', () => {
    const digest = ({ engine }: Edge): string => {
      const hasher = new Hasher();
      hashWorld(engine.world, hasher);
      return hasher.digest();
    };
    const [straight, half, copy] = [1, 1, 1].map(() => ruled('timeout: 150ms'));
    for (const edge of [straight, half]) {
      edge.until(3);
      set(edge, { timeoutUs: 50_000, retries: 1 });
      edge.until(5);
    }
    restoreWorld(copy.engine.world, snapshotWorld(half.engine.world));
    straight.until(8);
    copy.until(8);
    expect(digest(copy)).toBe(digest(straight));
    expect(digest(half)).not.toBe(digest(straight));
  });
});
