import type { Micros } from './time.ts';

/** What a pod's resolver is told: /etc/resolv.conf. */
export interface ResolverInspection {
  readonly nameserver: string;
  readonly search: readonly string[];
  readonly ndots: number;
}

/** What came of one DNS query. */
export interface NameAnswer {
  /** `refused`: nobody is behind the name server's address; `lost`: nothing came. */
  readonly outcome: 'answered' | 'refused' | 'lost';
  /** IPv4; null where nothing was answered, or that there is no such name. */
  readonly address: string | null;
  readonly afterUs: Micros;
}

/** The order of res_search(3): with fewer than `ndots` dots the search domains first, else the name itself. A dot at the end: that alone. */
export function candidatesOf(name: string, { ndots, search }: Pick<ResolverInspection, 'ndots' | 'search'>): readonly string[] {
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const searched = search.map((domain) => `${name}.${domain}`);
  return name.split('.').length - 1 < ndots ? [...searched, name] : [name, ...searched];
}

/** The kubelet's for ClusterFirst, then the node's own, which are Google's. Source: Kubernetes docs, dns-pod-service; Compute Engine docs, internal DNS. */
export function searchDomains(namespace: string, project: string): string[] {
  return [`${namespace}.svc.cluster.local`, 'svc.cluster.local', 'cluster.local', `c.${project}.internal`, 'google.internal'];
}
