import { logTemplateIndex } from '../../contract/log-templates.ts';
import { ERROR, WARN } from '../../contract/records.ts';
import type { SitePlan } from '../plan/plan.ts';
import { RUNTIME } from '../plan/plan.ts';
import { INT } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { stateOf } from './certificates.ts';
import { timestampOf } from './timestamps.ts';

/** Who refuses whose certificate in a handshake. */
const NOBODY = 0;
const CALLER = 1;
const SERVER = 2;

/** The caller looks at the server's certificate; with mutual TLS the server looks at the caller's, which comes after. */
function refusal(world: World, caller: number, server: number): number {
  if (hasExpired(world, server)) return CALLER;
  const { tls } = world.plan.services[world.s.pods[server].service].model;
  return tls?.verifiesClients === true && hasExpired(world, caller) ? SERVER : NOBODY;
}

/** By what the pod's process has loaded, whatever its file or the secret have by now. */
function hasExpired(world: World, number: number): boolean {
  return world.s.nowUs > expiryOf(world, number);
}

function expiryOf(world: World, number: number): number {
  const { certificate, service } = world.s.pods[number];
  return certificate === undefined ? Infinity : stateOf(world, world.plan.services[service].certificate).versions[certificate.loaded].notAfterUs;
}

/** Whether a handshake between two pods ends with an alert. What servers write of it is written here, what callers write where failed calls are logged. */
export function refusesCertificate(world: World, row: number, caller: number, server: number): boolean {
  const by = refusal(world, caller, server);
  if (by === NOBODY) return false;
  const service = world.plan.services[world.s.pods[server].service];
  if (service.runtime === RUNTIME.go) logGoServer(world, row, caller, server, by);
  return true;
}

const GO_SERVER_TOLD = logTemplateIndex('goHandshakeTold');
const GO_SERVER_REFUSED = logTemplateIndex('goHandshakeRefused');

/** net/http's Server logs failed handshakes; Node's, Tomcat and Envoy's listeners don't unless told to. */
function logGoServer(world: World, row: number, caller: number, server: number, by: number): void {
  const { recorder, words, plan, s } = world;
  const { source } = s.pods[server];
  // one of the ephemeral ports, of no further meaning
  const port = 32_768 + ((s.attempts.ints[row + INT.keyLo] >>> 0) % 28_232);
  if (by === SERVER) {
    const expiry = words.of(timestampOf(world, expiryOf(world, caller)));
    recorder.log(s.nowUs, source, ERROR, GO_SERVER_REFUSED, 0, 0, s.pods[caller].source, port, expiry, 0, 0);
    return;
  }
  const alert = ALERTS[plan.services[s.pods[caller].service].runtime];
  if (alert !== undefined) recorder.log(s.nowUs, source, ERROR, GO_SERVER_TOLD, 0, 0, s.pods[caller].source, port, words.of(alert), 0, 0);
}

/**
 * The alert each client sends for an expired certificate, in crypto/tls's words: Go bad_certificate (handshake_client.go), Java and BoringSSL certificate_expired. Node lets OpenSSL finish
 * the handshake and then closes, which servers don't take for an error.
 */
const ALERTS: Readonly<Record<number, string | undefined>> = {
  [RUNTIME.go]: 'bad certificate',
  [RUNTIME.java]: 'expired certificate',
  [RUNTIME.envoy]: 'expired certificate',
};

const WORDS: Readonly<Record<number, readonly [number, number] | undefined>> = {
  [RUNTIME.go]: [logTemplateIndex('goUnverified'), logTemplateIndex('goAlerted')],
  [RUNTIME.java]: [logTemplateIndex('javaUnverified'), logTemplateIndex('javaAlerted')],
  [RUNTIME.node]: [logTemplateIndex('nodeUnverified'), logTemplateIndex('nodeAlerted')],
};

/** What a caller writes of a call for which no connection came about. */
export function logUnverified(world: World, row: number, caller: number, site: SitePlan): void {
  const { words, s, plan } = world;
  const { ints } = s.attempts;
  const templates = WORDS[plan.services[site.from].runtime];
  if (templates === undefined) return;
  const server = ints[row + INT.pod];
  const { name, port } = plan.services[site.target].model;
  const template = templates[refusal(world, caller, server) === SERVER ? 1 : 0];
  const { method } = plan.endpoints[site.endpoint];
  const expiry = words.of(timestampOf(world, expiryOf(world, server)));
  const shown = plan.services[site.from].runtime === RUNTIME.go ? `${method[0]}${method.slice(1).toLowerCase()}` : method;
  world.recorder.log(
    s.nowUs,
    s.pods[caller].source,
    WARN,
    template,
    ints[row + INT.keyHi],
    ints[row + INT.keyLo],
    words.routes[site.endpoint],
    words.of(`${name}:${port}`),
    words.of(shown),
    expiry,
    ints[row + INT.tries] + 1,
  );
}
