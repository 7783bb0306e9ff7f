import { expect, it, vi } from 'vitest';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import { createRecorder } from '../../../src/telemetry/recorder.ts';

vi.setConfig({ testTimeout: 300_000 });

const fleet = (callerRuntime: string, tls: string, connections: string, certificate: string): string => `schemaVersion: 1
name: inside
namespace: shop
regions: [{name: here, zones: [a], share: 100%}]
nodePools: [{name: pool, nodesPerZone: 2, cpu: 8, memory: 32Gi}]
certificates: [{name: internal, ${certificate}}]
services:
  - {name: entry, runtime: ${callerRuntime}, cores: 4, revisions: [{version: v1, changeCause: first, deployedAgo: 40d}], tls: {certificate: internal, reloads: false}, endpoints: [{route: "/users/:id", steps: [{call: {service: stock, route: "/items/:id", ${connections}}}]}]}
  - {name: stock, runtime: go, port: 8443, cores: 4, revisions: [{version: v1, changeCause: first, deployedAgo: 40d}], tls: {certificate: internal, ${tls}}, endpoints: [{route: "/items/:id", steps: [{compute: 2ms}]}]}
loadBalancer: {name: edge, host: shop.example, service: entry, hop: 0s}
clients: [{name: users, hop: 0s, timeout: 10s, routes: [{route: "/users/:id", perSecond: 50}]}]
`;

function play(callerRuntime: string, tls: string, connections = 'connections: {}', certificate = 'notAfter: 80d, renewBefore: 79d') {
  const scenario = fleetScenario(fleet(callerRuntime, tls, connections, certificate));
  const recorder = createRecorder({ startUnixMs: scenario.playStartUnixMs - scenario.warmupUs / 1000, playStartUs: scenario.warmupUs });
  const engine = createEngine(scenario, 4, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  const messages = (service: string): string[] =>
    recorder
      .logs({ services: [service], minLevel: 'warn', limit: 5, take: 'newest' })
      .map(({ text }) => (text.startsWith('{') ? String((JSON.parse(text) as { msg?: string; message?: string }).msg ?? text) : text));
  return { engine, scenario, messages, until: (seconds: number) => engine.advance(scenario.warmupUs + seconds * 1e6) };
}

it('takes CPU of both ends, for each connection', () => {
  const { engine, until } = play('go', 'handshake: 3ms', 'connections: {maxIdle: 0}');
  const [caller, server] = engine.world.s.pods;
  const pool = caller!.callPools![0]!;
  until(0);
  const before = [caller!.cpuUsedUs, server!.cpuUsedUs, pool.opened];
  until(20);
  const made = pool.opened - before[2]!;
  expect(made).toBeGreaterThan(900);
  expect((caller!.cpuUsedUs - before[0]!) / made / 1e3).toBeCloseTo(3, 1);
  expect((server!.cpuUsedUs - before[1]!) / made / 1e3).toBeCloseTo(5, 1);
});

it('is not made where connections are kept', () => {
  const { engine, until } = play('go', 'handshake: 3ms');
  until(0);
  const { opened } = engine.world.s.pods[0]!.callPools![0]!;
  until(20);
  expect(engine.world.s.pods[0]!.callPools![0]!.opened - opened).toBeLessThan(10);
});

/** The server's certificate expires at 09:01, and is held by both. */
const EXPIRES = 'notAfter: 5s, failedRenewals: {attempts: 9, lastAgo: 1h, message: no answer}';
const CURRENT = /current time 2026-01-01T00:00:1\dZ is after 2026-01-01T00:00:05Z$/;

it.each([
  [
    'go',
    /^Get "https:\/\/stock:8443\/items\/\d+": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time /,
    CURRENT,
  ],
  [
    'java',
    / I\/O error on GET request for "https:\/\/stock:8443\/items\/\d+": PKIX path validation failed: /,
    /java\.security\.cert\.CertPathValidatorException: validity check failed$/,
  ],
  ['node', /GET https:\/\/stock:8443\/items\/\d+ failed: certificate has expired \(CERT_HAS_EXPIRED\)/, /./],
])('an expired one in the words of %s', (runtime, begins, ends) => {
  const { until, messages } = play(runtime, 'reloads: false', 'connections: {maxAge: 1s}', EXPIRES);
  until(12);
  const [line] = messages('entry');
  expect(line).toMatch(begins);
  expect(line).toMatch(ends);
  const told = messages('stock');
  if (runtime === 'node') expect(told).toEqual([]);
  else
    expect(told[0]).toMatch(
      new RegExp(`^http: TLS handshake error from 10\\.8\\.\\d+\\.\\d+:\\d{5}: remote error: tls: ${runtime === 'go' ? 'bad' : 'expired'} certificate$`),
    );
});

/** Pods hold what they loaded 40 days ago, which expires five seconds into play; the server has reloaded. */
const RENEWED = 'notAfter: 60d5s';

it.each([
  ['go', /^Get "https:\/\/stock:8443\/items\/\d+": remote error: tls: expired certificate$/],
  ['java', /Received fatal alert: certificate_expired$/],
  ['node', /sslv3 alert certificate expired \(ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED\)/],
])('with mutual TLS the server refuses the caller, in the words of %s', (runtime, words) => {
  const { until, messages } = play(runtime, 'reloads: true, verifiesClients: true', 'connections: {maxAge: 1s}', RENEWED);
  until(12);
  expect(messages('entry')[0]).toMatch(words);
  expect(messages('stock')[0]).toMatch(/^http: TLS handshake error from [\d.:]+: tls: failed to verify certificate: x509: certificate has expired/);
  expect(messages('stock')[0]).toMatch(CURRENT);
});

it('and does not ask for one where it does not verify clients', () => {
  const { until, messages } = play('go', 'reloads: true', 'connections: {maxAge: 1s}', RENEWED);
  until(12);
  expect(messages('entry')).toEqual([]);
});
