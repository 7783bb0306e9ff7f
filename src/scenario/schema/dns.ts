import { z } from 'zod';
import { closed } from './closed.ts';
import { duration, name, text, whole } from './quantity.ts';
import { randomDuration } from './random-duration.ts';

const SECOND = 1_000_000;

/**
 * Defaults: resolv.conf(5) (timeout 5 s, attempts 2), the kubelet's ClusterFirst (ndots 5), the Corefile of kubeadm (cache 30, records' ttl 30). A core of CoreDNS answers some 17,000
 * queries a second. Source: kubernetes docs, dns-pod-service; coredns/deployment, Scaling_CoreDNS.md.
 */
export const dns = closed({
  service: name,
  ndots: whole(0, 15).default(5),
  timeout: duration.refine((us) => us > 0, { error: 'expected more than 0s' }).default(5 * SECOND),
  attempts: whole(1, 5).default(2),
  /** Absent: those of the fleet's namespace and of Google's project. */
  search: z.array(text).max(32, { error: 'expected at most 32, as the kubelet does' }).optional(),
  time: randomDuration.default({ kind: 'constant', us: 60 }),
  upstream: randomDuration.default({ kind: 'constant', us: 1_000 }),
  cache: duration.default(30 * SECOND),
});

export type DnsWords = z.output<typeof dns>;
