import type { Micros } from '../../contract/time.ts';
import type { DurationModel } from './duration.ts';

/** How pods find addresses of names: what is in their /etc/resolv.conf, and the CoreDNS they ask. */
export interface DnsModel {
  /** Its Deployment, in every region. */
  readonly service: string;
  /** Of resolv.conf: names with fewer dots are tried with the search domains first. */
  readonly ndots: number;
  readonly search: readonly string[];
  /** For the answer to a query, and how often a name is asked for. */
  readonly timeoutUs: Micros;
  readonly attempts: number;
  /** CPU of a query in CoreDNS. */
  readonly time: DurationModel;
  /** For names outside the cluster: the answer of the name server it forwards to. */
  readonly upstream: DurationModel;
  /** How long CoreDNS keeps an answer; 0: not at all. */
  readonly cacheUs: Micros;
}
