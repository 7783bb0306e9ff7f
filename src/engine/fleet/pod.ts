import type { Failing } from '../faults/request-failure.ts';
import type { Retention } from '../faults/memory-growth.ts';
import type { Bulkheads } from '../protection/bulkhead.ts';
import type { Throttle } from '../protection/adaptive-throttling.ts';
import type { OutlierDetector } from '../protection/outlier-detector.ts';
import type { PodProtection } from '../protection/pod-protection.ts';
import type { CallPool } from '../connect/call-connections.ts';
import type { PodCertificate } from '../connect/certificates.ts';
import type { NameServer, Resolver } from '../dns/dns-state.ts';
import type { Line } from '../requests/attempt-table.ts';
import type { ElasticWorkers } from './elastic-workers.ts';
import type { CpuShare } from './cpu-share.ts';

/** A pod: what the request path needs, and the rest in its record. Pods are never forgotten, so a pod's number names it for ever. */
export interface Pod {
  readonly service: number;
  /** The process accepts connections. */
  listening: boolean;
  /** Its machine has stopped: nothing sent to it comes back. */
  silent: boolean;
  workers: number;
  readonly cores: number;
  readonly acceptLimit: number;
  /** Workers and cores in use. */
  busy: number;
  cpuBusy: number;
  /** BEHAVIOUR bits of the version it runs. */
  readonly behaviour: number;
  /** What it keeps of each request, and how much that is by now; null: nothing. */
  readonly retention: Retention | null;
  retainedKiB: number;
  /** Requests it cannot answer; null: it can answer all. */
  readonly failing: readonly Failing[] | null;
  cpuUsedUs: number;
  /** First row of its client pools, and of its breakers. */
  readonly firstPool: number;
  readonly firstBreaker: number;
  /** Number of its process: grows with every restart and at the end, so that events of an earlier life are ignored. */
  life: number;
  /** Place among the pods behind the load balancer whose connections are followed, NONE for others. */
  place: number;
  /** After how long without a request it closes a connection, by the ConfigMap it has; and when it last closed all. */
  idleTimeoutUs: number;
  closedAllUs: number;
  /** Recorder source. */
  source: number;
  accept: Line;
  cpu: Line;
  /** Where steps share the cores instead of waiting for one; null where they wait. */
  readonly share: CpuShare | null;
  /** Where the number of workers follows utilisation; null where it stays. */
  readonly elastic: ElasticWorkers | null;
  /** Absent where its service has none. */
  readonly protection?: PodProtection;
  /** Absent where its service has none. */
  readonly bulkheads?: Bulkheads;
  /** Absent where its service has none. */
  readonly throttles?: Throttle[];
  /** By cluster of its service; absent where no outliers are detected. */
  readonly outliers?: OutlierDetector[];
  /** Connections to the services it calls; absent where none are kept. */
  readonly callPools?: CallPool[];
  /** Absent where its service has no certificate. */
  readonly certificate?: PodCertificate;
  /** Absent where names are simply known, and in an Envoy; and in all but CoreDNS. */
  readonly resolver?: Resolver;
  readonly nameServer?: NameServer;
  readonly record: PodRecord;
}

/** What a version's code does differently; set by faults when the pod starts. */
export const BEHAVIOUR = { leavesTransactionOpen: 1 } as const;

export interface PodRecord {
  name: string;
  uid: string;
  ip: string;
  node: number;
  revision: number;
  hash: string;
  createdUs: number;
  startedUs: number | null;
  readyUs: number | null;
  deletionUs: number | null;
  goneUs: number | null;
  graceUs: number;
  restarts: number;
  lastRestartUs: number | null;
  lastExit: { reason: string; exitCode: number; startedUs: number | null; finishedUs: number } | null;
  waitingReason: string;
  readinessSuccesses: number;
  readinessFailures: number;
  livenessFailures: number;
  /** Of the load balancer's health checks, in a row. */
  edgeFailures: number;
  backOffUs: number;
  /** Milli-CPU used over the last second, and memory now. */
  cpuMilli: number;
  memoryMiB: number;
  cpuMarkUs: number;
  target: number;
  /** At the last scrape it had found no room. */
  wasUnschedulable: boolean;
  /** Its kube-state-metrics series have had their staleness marker. */
  seriesEnded: boolean;
}
