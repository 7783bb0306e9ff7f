import { hashText, mix, pick } from '../../base/hash.ts';
import { standardExponential } from '../../base/exponential.ts';
import { type NameAnswer, type ResolverInspection, searchDomains } from '../../contract/names.ts';
import { clusterIpOf, databaseAddress, edgeAddress } from '../fleet/addresses.ts';
import { POD } from '../machines/lifecycle.ts';
import { delayUs, isLost } from '../network/packets.ts';
import type { World } from '../world.ts';

/** A query's round trip and its answering, on a quiet network. Our figures. */
const USUAL_US = 400;
const SPREAD_US = 80;
const THERE = 0x6e73;
const BACK = 0x6e62;
/** The Service's usual name where the fleet says nothing of DNS. */
const USUAL_SERVICE = 'kube-dns';

/** What stands in a pod's /etc/resolv.conf. */
export function resolverOf(world: World): ResolverInspection {
  const { dns, namespace, project } = world.plan.scenario.fleet;
  return {
    nameserver: clusterIpOf(dns?.service ?? USUAL_SERVICE),
    search: dns?.search ?? searchDomains(namespace, project),
    ndots: dns?.ndots ?? 5,
  };
}

/**
 * One query from a pod, out of a port of its own, and its answer as things are now. It takes the way other queries take; looking changes nothing: what is drawn follows from the instant, the pod and the number. CoreDNS does not count it.
 * @returns null where there is no such pod
 */
export function askName(world: World, podName: string, question: string, sequence: number): NameAnswer | null {
  const { pods, lifecycles, nowUs, services } = world.s;
  const from = pods.findIndex(({ record }, pod) => record.name === podName && lifecycles.pod.state[pod] !== POD.gone);
  if (from < 0) return null;
  const instant = Math.floor(nowUs / 1000);
  const usualUs = USUAL_US + Math.round(SPREAD_US * standardExponential(mix(instant, from, sequence, THERE)));
  const answer: NameAnswer = { outcome: 'answered', address: addressOf(world, question), afterUs: usualUs };
  const { dns } = world.plan;
  if (dns === undefined) return answer;
  const { endpoints } = services[dns.serviceIn[world.plan.services[pods[from].service].region]];
  if (endpoints.length === 0) return { outcome: 'refused', address: null, afterUs: usualUs };
  const to = endpoints[pick(mix(instant, from, sequence, BACK), endpoints.length)];
  const isSilent = pods[from].silent || pods[to].silent || !pods[to].listening;
  if (isSilent || isLost(world, from, to, instant, from, sequence, THERE) || isLost(world, to, from, instant, from, sequence, BACK))
    return { outcome: 'lost', address: null, afterUs: 0 };
  const waysUs = delayUs(world, from, to, instant, from, sequence, THERE) + delayUs(world, to, from, instant, from, sequence, BACK);
  return { ...answer, afterUs: usualUs + waysUs };
}

/** Of a name as it is asked for, with all its dots; null: there is no such name. */
function addressOf(world: World, name: string): string | null {
  const { namespace, services, poolers, databases, externals, loadBalancer } = world.plan.scenario.fleet;
  const inside = `.${namespace}.svc.cluster.local`;
  if (name.endsWith(inside)) {
    const short = name.slice(0, -inside.length);
    return [...services, ...poolers].some((one) => one.name === short) ? clusterIpOf(short) : null;
  }
  if (name === loadBalancer.host) return edgeAddress(world);
  if (databases.some(({ host }) => host === name)) return databaseAddress(name);
  return (externals ?? []).some(({ host }) => host === name) ? `192.0.2.${hashText(`external/${name}`) % 254}` : null;
}
