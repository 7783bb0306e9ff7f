import { describe, expect, it } from 'vitest';
import { Hasher } from '../../../src/base/hash.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { type Edge, tally, twoRegions } from './two-regions.ts';

const digest = ({ engine }: Edge): string => {
  const hasher = new Hasher();
  hashWorld(engine.world, hasher);
  return hasher.digest();
};
const CLOSED = 'backend_connection_closed_before_data_sent_to_client';
const DATA = { idle_timeout: '1s' };

describe('connections that pods close', { timeout: 300_000 }, () => {
  it('are lost to some requests only once the idle timeout is short, in pods that have the new file', () => {
    const edge = twoRegions();
    edge.until(60);
    expect(tally(edge.lines().map(({ status }) => String(status)))).toEqual({ 200: edge.lines().length });
    expect(edge.engine.execute({ kind: 'patch-config', configMap: 'entry-config', data: DATA }, 'platform').ok).toBe(true);
    edge.until(61);
    expect(edge.engine.world.s.pods.some(({ idleTimeoutUs }) => idleTimeoutUs === 1e6)).toBe(false);
    edge.until(123);
    expect(edge.engine.world.s.pods.map(({ idleTimeoutUs }) => idleTimeoutUs)).toEqual([1e6, 1e6, 1e6, 1e6]);
    edge.until(600);
    const late = edge.lines().filter(({ atUs }) => atUs > 123e6);
    const lost = late.filter(({ status }) => status === 502);
    expect(lost.length).toBeGreaterThan(20);
    expect(lost.every(({ details }) => details === CLOSED)).toBe(true);
    // the news that nobody is there takes the way there and back
    expect(lost.every(({ seconds }) => Math.abs(seconds - 0.01) < 1e-9)).toBe(true);
    // and no pod has seen one
    const served = edge.recorder.logs({ services: ['entry'], take: 'newest', limit: 1e6, text: 'HTTP/1.1' }).length;
    expect(served).toBe(edge.lines().filter(({ status }) => status === 200).length);
  });

  it('are tried again by the load balancer for GET, not for POST', () => {
    const edge = twoRegions({ service: '', edge: ', retries: 1' });
    edge.engine.execute({ kind: 'patch-config', configMap: 'entry-config', data: { idle_timeout: '0.5s' } }, 'platform');
    edge.until(600);
    const lines = edge.lines();
    const lost = lines.filter(({ status }) => status === 502);
    expect(lost.length).toBeGreaterThan(5);
    // two tries can both meet a closed connection
    const losses = tally(lost.map(({ method }) => method));
    expect(losses['POST']).toBeGreaterThan(10);
    expect(losses['GET'] ?? 0).toBeLessThan(4);
    // a GET that was tried again: the failure's way there and back, the new request, and a new connection perhaps
    const again = lines.filter(
      ({ method, status, seconds }) => method === 'GET' && status === 200 && (Math.abs(seconds - 0.022) < 1e-9 || Math.abs(seconds - 0.032) < 1e-9),
    );
    expect(again.length).toBeGreaterThan(20);
    const requests = edge.engine.world.s.harm.requests[0];
    expect(requests).toBe(lines.length);
  });

  it('keep their timeout when the new one cannot be read, and say so', () => {
    const edge = twoRegions();
    edge.engine.execute({ kind: 'patch-config', configMap: 'entry-config', data: { idle_timeout: 'soon' } }, 'platform');
    edge.until(70);
    expect(edge.engine.world.s.pods.every(({ idleTimeoutUs }) => idleTimeoutUs === 620e6)).toBe(true);
    const lines = edge.recorder.logs({ services: ['entry'], take: 'newest', limit: 100, text: 'rejected' });
    expect(lines).toHaveLength(4);
    expect(lines[0]?.text).toContain("invalid duration 'soon'");
  });

  it('refuses a ConfigMap that nobody has, and notices when nothing changes', () => {
    const { engine, recorder } = twoRegions();
    const unknown = engine.execute({ kind: 'patch-config', configMap: 'web-config', data: DATA }, 'player');
    expect(unknown.ok ? '' : unknown.refusal.message).toBe('configmaps "web-config" not found');
    expect(engine.execute({ kind: 'patch-config', configMap: 'entry-config', region: 'west', data: { idle_timeout: '620s' } }, 'player')).toEqual({
      ok: true,
      data: { changed: false },
    });
    expect(recorder.changes()).toEqual([]);
  });

  it('a snapshot taken amid them goes on as if it had never been one', () => {
    const straight = twoRegions();
    const resumed = twoRegions();
    for (const edge of [straight, resumed]) edge.engine.execute({ kind: 'patch-config', configMap: 'entry-config', data: DATA }, 'platform');
    resumed.until(101.3);
    const copy = twoRegions();
    restoreWorld(copy.engine.world, snapshotWorld(resumed.engine.world));
    copy.until(200);
    straight.until(200);
    expect(digest(copy)).toBe(digest(straight));
  });
});
