import { logTemplateIndex } from '../../contract/log-templates.ts';
import { ERROR, WARN } from '../../contract/records.ts';
import { clusterIpOf } from '../fleet/addresses.ts';
import { RUNTIME, type SitePlan } from '../plan/plan.ts';
import { INT } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { dnsOf } from './dns-state.ts';

/**
 * What programs write of names they could not look up. Go's text names the server it asked, glibc's callers get one of two words. Source: Go net.DNSError, net.OpError; libuv's
 * and the JDK's texts of EAI_AGAIN and EAI_NONAME; pgjdbc's 08001.
 */
const TIMED_OUT: Readonly<Record<number, number | undefined>> = {
  [RUNTIME.go]: logTemplateIndex('goLookupTimedOut'),
  [RUNTIME.java]: logTemplateIndex('javaUnresolved'),
  [RUNTIME.node]: logTemplateIndex('nodeUnresolved'),
};
const NO_SUCH_HOST: Readonly<Record<number, number | undefined>> = {
  [RUNTIME.go]: logTemplateIndex('goNoSuchHost'),
  [RUNTIME.java]: logTemplateIndex('javaUnknownHost'),
  [RUNTIME.node]: logTemplateIndex('nodeUnknownHost'),
};

/** Of a call for which no connection came about. */
export function logUnresolvedCall(world: World, row: number, caller: number, site: SitePlan, outcome: number): void {
  const { words, s, plan } = world;
  const { ints } = s.attempts;
  const { runtime } = plan.services[site.from];
  const template = (outcome === OUTCOME.noSuchHost ? NO_SUCH_HOST : TIMED_OUT)[runtime];
  if (template === undefined) return;
  const { name, port, tls } = plan.services[site.target].model;
  const { method } = plan.endpoints[site.endpoint];
  const url = `${tls === undefined ? 'http' : 'https'}://${name}:${port}`;
  const { source } = s.pods[caller];
  const route = words.routes[site.endpoint];
  const [keyHi, keyLo] = [ints[row + INT.keyHi], ints[row + INT.keyLo]];
  if (runtime === RUNTIME.go) {
    const call = words.of(`${method[0]}${method.slice(1).toLowerCase()} "${url}`);
    world.recorder.log(
      s.nowUs,
      source,
      WARN,
      template,
      keyHi,
      keyLo,
      route,
      call,
      words.of(goError(world, caller, name, outcome)),
      portOf(keyLo),
      server(world),
    );
    return;
  }
  world.recorder.log(s.nowUs, source, WARN, template, keyHi, keyLo, route, words.of(method), words.of(url), words.of(name), 0);
}

/** Of a request that got no connection of its pool. */
export function logUnresolvedPool(world: World, row: number, pool: number, outcome: number): void {
  const { words, s, plan } = world;
  const { ints } = s.attempts;
  const number = s.pools.pod[pool];
  const { service, source } = s.pods[number];
  const [keyHi, keyLo] = [ints[row + INT.keyHi], ints[row + INT.keyLo]];
  if (plan.services[service].runtime !== RUNTIME.go) {
    const text = 'The connection attempt failed.';
    world.recorder.log(s.nowUs, source, WARN, logTemplateIndex('statementFailed'), keyHi, keyLo, words.of('08001'), words.of(text), 0, 0, 0);
    return;
  }
  const dns = dnsOf(world).plan;
  const name = dns.names[dns.nameOfPool[service][s.pools.which[pool]]].text;
  const template = logTemplateIndex(outcome === OUTCOME.noSuchHost ? 'goConnectionFailed' : 'goStoreLookupTimedOut');
  const error = goError(world, number, name, outcome);
  world.recorder.log(
    s.nowUs,
    source,
    ERROR,
    template,
    keyHi,
    keyLo,
    words.of(outcome === OUTCOME.noSuchHost ? `dial tcp: ${error}` : error),
    portOf(keyLo),
    server(world),
    0,
    0,
  );
}

/** Up to the client's port, where there is one. */
function goError(world: World, pod: number, name: string, outcome: number): string {
  const asked = `lookup ${name} on ${serverText(world)}`;
  return outcome === OUTCOME.noSuchHost ? `${asked}: no such host` : `${asked}: read udp ${world.s.pods[pod].record.ip}`;
}

function server(world: World): number {
  return world.words.of(serverText(world));
}

/** As it stands in resolv.conf: the Service's address. */
function serverText(world: World): string {
  return `${clusterIpOf(dnsOf(world).plan.model.service)}:53`;
}

/** One of the ephemeral ports, of no further meaning. */
function portOf(keyLo: number): number {
  return 32_768 + ((keyLo >>> 0) % 28_232);
}
