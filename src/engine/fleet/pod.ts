import type { Line } from '../requests/attempt-table.ts';
import type { ElasticWorkers } from './elastic-workers.ts';
import type { CpuShare } from './cpu-share.ts';

/** A pod: what the request path needs, and the rest in its record. Pods are never forgotten, so a pod's number names it for ever. */
export interface Pod {
  readonly service: number;
  /** The process accepts connections. */
  listening: boolean;
  workers: number;
  readonly cores: number;
  readonly acceptLimit: number;
  /** Workers and cores in use. */
  busy: number;
  cpuBusy: number;
  /** BEHAVIOUR bits of the version it runs. */
  readonly behaviour: number;
  cpuUsedUs: number;
  /** First row of its client pools, and of its breakers. */
  readonly firstPool: number;
  readonly firstBreaker: number;
  /** Number of its process: grows with every restart and at the end, so that events of an earlier life are ignored. */
  life: number;
  /** Recorder source. */
  source: number;
  accept: Line;
  cpu: Line;
  /** Where steps share the cores instead of waiting for one; null where they wait. */
  readonly share: CpuShare | null;
  /** Where the number of workers follows utilisation; null where it stays. */
  readonly elastic: ElasticWorkers | null;
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
  backOffUs: number;
  /** Milli-CPU used over the last second, and memory now. */
  cpuMilli: number;
  memoryMiB: number;
  cpuMarkUs: number;
  target: number;
  /** Its kube-state-metrics series have had their staleness marker. */
  seriesEnded: boolean;
}
