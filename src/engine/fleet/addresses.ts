import { hashText } from '../../base/hash.ts';
import { POD } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';

/** What a name or address stands for inside the cluster. */
export type HttpTarget =
  | { readonly kind: 'edge'; readonly service: number; readonly port: number }
  | { readonly kind: 'service'; readonly service: number; readonly ip: string; readonly port: number }
  | { readonly kind: 'pod'; readonly service: number; readonly pod: number; readonly ip: string; readonly port: number }
  /** An address without HTTP behind it. */
  | { readonly kind: 'elsewhere'; readonly ip: string; readonly port: number; readonly closed: boolean };

/** Port of every Kubernetes Service in the fleet; pods listen on their own. */
export const SERVICE_PORT = 80;

/**
 * Resolves `host[:port]` as a pod in the fleet's namespace would: the load balancer's public name, a Service's short or full name, a
 * ClusterIP, a pod's IP. Null when there is no such name. Source: Kubernetes docs, DNS for Services and Pods.
 */
export function resolveTarget(world: World, target: string): HttpTarget | null {
  const [, host, givenPort] = /^(.*?)(?::(\d+))?$/.exec(target) ?? ['', target];
  const { loadBalancer, namespace } = world.plan.scenario.fleet;
  const port = givenPort === undefined ? SERVICE_PORT : Number(givenPort);
  if (host === loadBalancer.host || host === loadBalancer.name || host === edgeAddress(world)) {
    const service = world.plan.serviceIndex.get(loadBalancer.service) ?? 0;
    return port === SERVICE_PORT || port === 443 ? { kind: 'edge', service, port } : { kind: 'elsewhere', ip: edgeAddress(world), port, closed: false };
  }
  const [name, space, svc, ...domain] = host.replace(/\.$/, '').split('.');
  const qualified = (space ?? namespace) === namespace && (svc ?? 'svc') === 'svc' && (domain.length === 0 || domain.join('.') === 'cluster.local');
  const named = qualified ? world.plan.serviceIndex.get(name) : undefined;
  if (named !== undefined) return { kind: 'service', service: named, ip: clusterIpOf(name), port };
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) ? byAddress(world, host, port) : databaseHost(world, host, port);
}

function byAddress(world: World, ip: string, port: number): HttpTarget {
  const service = world.plan.services.findIndex(({ model }) => clusterIpOf(model.name) === ip);
  if (service >= 0) return { kind: 'service', service, ip, port };
  const { pods, lifecycles } = world.s;
  for (let pod = 0; pod < pods.length; pod++) {
    if (pods[pod].record.ip === ip && lifecycles.pod.state[pod] !== POD.gone) return { kind: 'pod', service: pods[pod].service, pod, ip, port };
  }
  return { kind: 'elsewhere', ip, port, closed: world.nodes.some((node) => node.ip === ip) || ip.startsWith('127.') };
}

/** Databases and poolers have names too, and nothing that speaks HTTP. */
function databaseHost(world: World, host: string, port: number): HttpTarget | null {
  const { databases, poolers } = world.plan.scenario.fleet;
  const short = host.split('.')[0];
  const known = host === 'localhost' || databases.some((database) => database.host === host) || poolers.some(({ name }) => name === short);
  return known ? { kind: 'elsewhere', ip: host === 'localhost' ? '127.0.0.1' : host, port, closed: true } : null;
}

/** A Service's ClusterIP, out of GKE's range for Services (34.118.224.0/20). */
export function clusterIpOf(name: string): string {
  const number = hashText(`clusterip/${name}`);
  return `34.118.${224 + (number % 16)}.${(number >>> 8) % 254}`;
}

/** A database instance's address, out of a range for private services access; an instance may be known by its address alone. */
export function databaseAddress(host: string): string {
  const number = hashText(`database/${host}`);
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) ? host : `10.64.${number % 8}.${2 + ((number >>> 8) % 250)}`;
}

/** Public address of the load balancer: from TEST-NET-2, so that it can be nobody's (clients are in TEST-NET-3). Source: RFC 5737. */
export function edgeAddress(world: World): string {
  return `198.51.100.${10 + (hashText(`edge/${world.plan.scenario.fleet.loadBalancer.name}`) % 200)}`;
}
