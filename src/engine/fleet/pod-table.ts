import { growColumns } from '../columns.ts';
import type { Line } from '../requests/attempt-table.ts';
import { createLine } from '../requests/attempt-table.ts';

/** Pods: hot columns for the request path, a record each for the rest. Rows are never reused, so a pod's number names it for ever. */
export interface PodTable {
  capacity: number;
  count: number;
  service: Int32Array;
  /** The process accepts connections. */
  listening: Uint8Array;
  workers: Int32Array;
  cores: Int32Array;
  acceptLimit: Int32Array;
  busy: Int32Array;
  cpuBusy: Int32Array;
  /** BEHAVIOUR bits of the version it runs. */
  behaviour: Uint8Array;
  cpuUsedUs: Float64Array;
  /** First row of its client pools, and of its breakers. */
  firstPool: Int32Array;
  firstBreaker: Int32Array;
  /** Number of its process: grows with every restart and at the end, so that events of an earlier life are ignored. */
  life: Uint32Array;
  /** Recorder source. */
  source: Int32Array;
  accept: Line[];
  cpu: Line[];
  record: PodRecord[];
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

export function createPodTable(capacity = 64): PodTable {
  const i32 = (): Int32Array => new Int32Array(capacity);
  return {
    capacity,
    count: 0,
    service: i32(),
    listening: new Uint8Array(capacity),
    workers: i32(),
    cores: i32(),
    acceptLimit: i32(),
    busy: i32(),
    cpuBusy: i32(),
    behaviour: new Uint8Array(capacity),
    cpuUsedUs: new Float64Array(capacity),
    firstPool: i32(),
    firstBreaker: i32(),
    life: new Uint32Array(capacity),
    source: i32(),
    accept: [],
    cpu: [],
    record: [],
  };
}

export function addPodRow(pods: PodTable, record: PodRecord): number {
  if (pods.count === pods.capacity) pods.capacity = growColumns(pods, pods.capacity);
  const pod = pods.count++;
  pods.accept.push(createLine());
  pods.cpu.push(createLine());
  pods.record.push(record);
  return pod;
}
