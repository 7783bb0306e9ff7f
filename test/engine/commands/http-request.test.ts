import { beforeAll, describe, expect, it } from 'vitest';
import { inspectFleet } from '../../../src/engine/inspect/inspect-fleet.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { HISTOGRAM_SLOTS } from '../../../src/engine/instruments/meters.ts';
import { hashWorld, restoreWorld, snapshotWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { Hasher } from '../../../src/base/hash.ts';
import { createRecorder } from '../../../src/telemetry/recorder.ts';
import { hurried, scenarioNamed } from '../../session/load.ts';

const SECOND = 1_000_000;
const scenario = hurried(scenarioNamed('playlist-hangs'), 120 * SECOND);

function engineAt(seconds: number): Engine {
  const engine = createEngine(scenario, 3, createRecorder({ startUnixMs: 0, playStartUs: scenario.warmupUs }), {
    onScrape: () => undefined,
    onTimeline: () => undefined,
  });
  engine.advance(seconds * SECOND);
  return engine;
}

function ask(engine: Engine, target: string, path: string, { method = 'GET', timeoutUs = 5 * SECOND, waitUs = 6 * SECOND } = {}) {
  const result = engine.execute({ kind: 'http-request', target, method, path, timeoutUs }, 'player');
  if (!result.ok) return result.refusal.message;
  const { world } = engine;
  engine.advance(world.s.nowUs + waitUs);
  return world.s.http.answers[String(result.data?.id)];
}

const digest = ({ world }: Engine): string => {
  const hasher = new Hasher();
  hashWorld(world, hasher);
  return hasher.digest();
};

describe('a request from the terminal', () => {
  let engine: Engine;
  let podIp = '';
  beforeAll(() => {
    engine = engineAt(20);
    podIp = inspectFleet(engine.world, [], engine.world.plan.scenario.fleet.regions[0]).pods.find(({ service }) => service === 'playlist')?.ip ?? '';
  });

  it.each([
    ['the load balancer', 'api.wavelength.example', '/playlists/42', 200, /"id":"42"/],
    ['a service', 'playlist', '/playlists/42', 200, /"id":"42"/],
    ['a service by its full name and the pods’ port', 'playlist.wavelength.svc.cluster.local:8080', '/playlists/42', 200, /"id":"42"/],
    ['a probe path', 'playlist', '/actuator/health/readiness', 200, /^\{"status":"UP"\}$/],
    ['another runtime’s probe path', 'catalog', '/readyz', 200, /^ok$/],
    ['a path Spring does not know', 'playlist', '/nothing', 404, /"status":404,"error":"Not Found","path":"\/nothing"/],
    ['a path Go does not know', 'catalog', '/nothing', 404, /^404 page not found\n$/],
    ['a path Express does not know', 'web-api', '/nothing', 404, /Cannot GET \/nothing/],
    ['a path Envoy does not know', 'api.wavelength.example', '/nothing', 404, /^$/],
  ])('reaches %s', (_, target, path, status, body) => {
    expect(ask(engine, target, path)).toMatchObject({ status, failure: '', body: expect.stringMatching(body) });
  });

  it('reaches a pod by its address, and its management port', () => {
    expect(ask(engine, `${podIp}:8080`, '/playlists/7')).toMatchObject({ status: 200, address: `${podIp}:8080` });
    expect(ask(engine, `${podIp}:8081`, '/actuator/health/liveness')).toMatchObject({ status: 200, body: '{"status":"UP"}' });
    expect(ask(engine, `${podIp}:9999`, '/')).toMatchObject({ status: 0, failure: 'connect' });
  });

  it('refuses a name nobody has', () => {
    expect(ask(engine, 'playlists', '/')).toBe('Could not resolve host: playlists');
    expect(ask(engine, 'playlist.other.svc.cluster.local', '/')).toContain('Could not resolve host');
  });

  it('answers another method with 405, and HEAD as GET', () => {
    expect(ask(engine, 'playlist', '/playlists/1', { method: 'DELETE' })).toMatchObject({ status: 405 });
    expect(ask(engine, 'playlist', '/playlists/1', { method: 'HEAD' })).toMatchObject({ status: 200 });
  });

  it('counts at the server and in no objective', () => {
    const quiet = engineAt(20);
    const asked = engineAt(20);
    for (let i = 0; i < 5; i++) ask(asked, 'playlist', `/playlists/${i}`, { waitUs: SECOND });
    quiet.advance(asked.world.s.nowUs);
    expect(asked.world.s.harm.requests).toEqual(quiet.world.s.harm.requests);
    const served = ({ world }: Engine): number =>
      [...world.s.meters.server].reduce((sum, first) => sum + (first > 0 ? world.s.meters.values[first + HISTOGRAM_SLOTS - 1] : 0), 0);
    expect(served(asked)).toBeGreaterThanOrEqual(served(quiet) + 5);
  });

  it('is cut short by the caller’s patience and leaves nothing behind', () => {
    const impatient = engineAt(20);
    expect(ask(impatient, 'recs', '/for-you', { timeoutUs: 1_000 })).toMatchObject({ status: 0, failure: 'timeout', durationUs: 1_000 });
    expect(impatient.world.s.http.waiting).toEqual({});
  });

  it('is refused by a service without endpoints, and gets 503 from the load balancer', () => {
    const empty = engineAt(20);
    for (const service of ['playlist', 'gateway']) empty.execute({ kind: 'scale', service, replicas: 0 }, 'player');
    empty.advance(60 * SECOND);
    expect(ask(empty, 'playlist', '/playlists/1')).toMatchObject({ status: 0, failure: 'connect' });
    expect(ask(empty, 'api.wavelength.example', '/home')).toMatchObject({ status: 503, body: 'no healthy upstream' });
  });

  it('shows Envoy’s own words, or passes on what the upstream said', () => {
    const broken = engineAt(20);
    broken.execute({ kind: 'scale', service: 'playlist', replicas: 0 }, 'player');
    broken.advance(60 * SECOND);
    expect(ask(broken, 'gateway', '/playlists/1')).toMatchObject({ status: 503, headers: { server: 'envoy', 'x-powered-by': 'Express' } });
    broken.execute({ kind: 'scale', service: 'web-api', replicas: 0 }, 'player');
    broken.advance(120 * SECOND);
    expect(ask(broken, 'gateway', '/playlists/1')).toMatchObject({ status: 503, body: 'no healthy upstream', headers: { server: 'envoy' } });
  });

  it('under way is part of a snapshot', () => {
    const whole = engineAt(20);
    whole.execute({ kind: 'http-request', target: 'playlist', method: 'GET', path: '/playlists/1', timeoutUs: SECOND }, 'player');
    const resumed = engineAt(1);
    restoreWorld(resumed.world, structuredClone(snapshotWorld(whole.world)));
    for (const each of [whole, resumed]) each.advance(25 * SECOND);
    expect(resumed.world.s.http.answers['1']).toMatchObject({ status: 200 });
    expect(digest(resumed)).toBe(digest(whole));
  });
});
