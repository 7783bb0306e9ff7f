import type { DnsModel } from '../model/dns.ts';
import type { DnsWords } from '../schema/dns.ts';

export function resolveDns({ timeout, cache, search, ...rest }: DnsWords, namespace: string, project: string): DnsModel {
  return { ...rest, timeoutUs: timeout, cacheUs: cache, search: search ?? searchDomains(namespace, project) };
}

/** The kubelet's for ClusterFirst, then the node's own, which are Google's. Source: Kubernetes docs, dns-pod-service; Compute Engine docs, internal DNS. */
export function searchDomains(namespace: string, project: string): string[] {
  return [`${namespace}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local', `c.${project}.internal`, 'google.internal'];
}
