import { standardExponential } from '../../base/exponential.ts';
import { mix } from '../../base/hash.ts';
import type { EchoAnswer } from '../../contract/ports.ts';
import { databaseAddress, edgeAddress, resolveTarget } from '../fleet/addresses.ts';
import { POD } from '../machines/lifecycle.ts';
import { databaseHost, OUTSIDE } from '../network/hosts.ts';
import { delayUs, isLost } from '../network/packets.ts';
import type { World } from '../world.ts';

/** A round trip inside a machine, and to another: what pings in a VPC usually take. Our figures. */
const NEAR_US = 50;
const FAR_US = 220;
const SPREAD_US = 30;
const THERE = 0x7069;
const BACK = 0x706f;

interface Echoed {
  readonly address: string;
  /** Host whose answer it would be; null: nobody answers there. */
  readonly host: number | null;
  readonly ttl: number;
}

/**
 * An ICMP echo request from a pod, and its answer, as the network is now. It passes the same links as requests do, and nothing sends it again. Looking changes nothing: what is drawn follows from
 * the instant, the pod and the number.
 * @returns null where the name cannot be resolved
 */
export function echo(world: World, podName: string, target: string, sequence: number): EchoAnswer | null {
  const { pods, lifecycles, nowUs } = world.s;
  const from = pods.findIndex(({ record }, pod) => record.name === podName && lifecycles.pod.state[pod] !== POD.gone);
  const found = from < 0 ? null : echoedBy(world, from, target);
  if (found === null) return null;
  const { address, host, ttl } = found;
  const nothing = { address, ttl, rttUs: null };
  if (host === null || pods[from].silent || (host >= 0 && pods[host].silent)) return nothing;
  const instant = Math.floor(nowUs / 1000);
  if (isLost(world, from, host, instant, from, sequence, THERE) || isLost(world, host, from, instant, from, sequence, BACK)) return nothing;
  const isNear = host >= 0 && pods[host].record.node === pods[from].record.node;
  const usualUs = (isNear ? NEAR_US : FAR_US) + Math.round(SPREAD_US * standardExponential(mix(instant, from, sequence, THERE)));
  const ways = delayUs(world, from, host, instant, from, sequence, THERE) + delayUs(world, host, from, instant, from, sequence, BACK);
  return { ...nothing, rttUs: usualUs + ways };
}

/** Addresses of Services are rules for TCP and UDP on every node: nothing there answers a ping. Source: Kubernetes docs, Virtual IPs. */
function echoedBy(world: World, from: number, target: string): Echoed | null {
  const { databases } = world.plan.scenario.fleet;
  const database = databases.findIndex(({ host, name }) => host === target || name === target);
  if (database >= 0) return { address: databaseAddress(databases[database].host), host: databaseHost(database), ttl: 64 };
  const resolved = resolveTarget(world, target);
  if (resolved === null) return null;
  const { node, ip } = world.s.pods[from].record;
  switch (resolved.kind) {
    case 'pod': {
      const sameNode = world.s.pods[resolved.pod].record.node === node;
      return { address: resolved.ip, host: resolved.pod, ttl: resolved.ip === ip ? 64 : sameNode ? 63 : 62 };
    }
    case 'edge':
      return { address: edgeAddress(world), host: OUTSIDE, ttl: 115 };
    case 'service':
      return { address: resolved.ip, host: null, ttl: 64 };
    case 'elsewhere':
      return { address: resolved.ip, host: null, ttl: 64 };
  }
}
