import { INT } from './requests/attempt-table.ts';
import type { MetricsPort } from '../contract/metrics.ts';
import type { HttpAnswer } from '../contract/ports.ts';
import type { Recorder } from '../contract/records.ts';
import type { RandomStream, StreamState } from '../base/random.ts';
import type { AttemptTable } from './requests/attempt-table.ts';
import type { RetryWindow } from './requests/retry-window.ts';
import type { TimerRing } from './requests/timers.ts';
import type { BackendConnections } from './edge/backend-connections.ts';
import type { CdnState } from './cdn/cdn-state.ts';
import type { CallConnections } from './connect/call-connections.ts';
import type { CertificateState } from './connect/certificates.ts';
import type { DnsState } from './dns/dns-state.ts';
import type { EdgeRouteState } from './edge/route-rule.ts';
import type { OutlierDetector } from './protection/outlier-detector.ts';
import type { PasswordState } from './fleet/passwords.ts';
import type { EdgeLoad } from './edge/edge-load.ts';
import type { CacheState } from './fleet/cache.ts';
import type { ClientPools } from './fleet/client-pools.ts';
import type { ExternalState } from './network/externals.ts';
import type { DatabaseState } from './fleet/postgres.ts';
import type { ReplicationState } from './fleet/wal.ts';
import type { Pod } from './fleet/pod.ts';
import type { KafkaState } from './kafka/kafka-state.ts';
import type { NodeGroupState } from './nodes/node-groups.ts';
import type { LinkState } from './network/links.ts';
import type { NodePlace, NodeState } from './nodes/node-state.ts';
import type { QuotaState } from './nodes/quota.ts';
import type { PoolerState } from './fleet/pooler.ts';
import type { AnalysisRunState } from './control/canary-state.ts';
import type { ResourceQuotaState } from './control/resource-quota.ts';
import type { ServiceState } from './control/service-state.ts';
import type { ClientCacheState } from './users/client-cache.ts';
import type { HarmState } from './users/harm.ts';
import type { SyntheticRequest } from './users/synthetic-requests.ts';
import type { LifecycleStates } from './machines/lifecycle.ts';
import type { Meters } from './instruments/meters.ts';
import type { ShownPod } from './instruments/kube-gauges.ts';
import type { GaugeTrail } from './instruments/set-gauge.ts';
import type { Plan } from './plan/plan.ts';
import type { EventQueue } from './queue/event-queue.ts';

/**
 * Everything that changes while the fleet runs, as one tree of plain data: typed arrays, arrays, objects, numbers and text. A
 * snapshot is a deep copy of it and a digest is a walk over it; nothing may hide state elsewhere.
 */
export interface WorldState {
  nowUs: number;
  /** Events that changed state. */
  events: number;
  queue: EventQueue;
  attempts: AttemptTable;
  /** By call site. */
  timers: TimerRing[];
  /** By call site; null where it has no retry budget. */
  retryWindows: (RetryWindow | null)[];
  pods: Pod[];
  lifecycles: LifecycleStates;
  /** Machines, in the order they were asked for. */
  nodes: NodeState[];
  nodeGroups: NodeGroupState[];
  /** By the region's place in the fleet. */
  quotas: QuotaState[];
  /** Only where something is said of the network inside and between regions. */
  links?: LinkState;
  /** By the region's place in the fleet: 1 while its network is cut off from everything outside. */
  isolated: Uint8Array;
  services: ServiceState[];
  /** Every AnalysisRun there has been. */
  analyses: AnalysisRunState[];
  /** By stream: what its users' apps keep; null where they keep nothing. */
  clientCaches: (ClientCacheState | null)[];
  pools: ClientPools;
  poolers: PoolerState[];
  databases: DatabaseState[];
  replication: ReplicationState;
  caches: CacheState[];
  /** By the external's place in the fleet; absent where a fleet has none. */
  externals?: ExternalState[];
  /** Absent where the fleet has none. */
  cdn?: CdnState;
  /** By the quota's place in the fleet; absent where a fleet has none. */
  resourceQuotas?: ResourceQuotaState[];
  backendConnections: BackendConnections;
  edgeLoad: EdgeLoad;
  /** Retry policy of the load balancer: further tries after a failed one. */
  edgeRetries: number;
  /** By the rule's place in the URL map; absent where it has none. */
  edgeRoutes?: EdgeRouteState[];
  /** By proxy of the load balancer; absent where it detects no outliers. */
  edgeOutliers?: OutlierDetector[];
  /** Zones whose endpoint group is out of the backend service (capacity scaler 0), sorted. */
  drainedZones: string[];
  /** Absent where the fleet has none. */
  kafka?: KafkaState;
  /** Absent where names are simply known. */
  dns?: DnsState;
  /** By secret; absent where passwords are always right. */
  passwords?: PasswordState[];
  flags: FlagState[];
  breakers: BreakerTable;
  /** Connections between pods; absent where no calls keep any. */
  callConnections?: CallConnections;
  /** By the certificate's place in the fleet; absent where a fleet has none. */
  certificates?: CertificateState[];
  harm: HarmState;
  meters: Meters;
  resumes: ResumeRing;
  streams: { state: StreamState; factor: number }[];
  /** Extra arrivals by command: multiplier a stream, with its end. */
  bursts: { stream: number; multiplier: number; untilUs: number }[];
  /** Requests from terminals: those under way, and answers nobody has read yet. */
  http: { nextId: number; waiting: Record<string, SyntheticRequest>; answers: Record<string, HttpAnswer> };
  /** Growing number that makes names and ids. */
  nextName: number;
}

export interface FlagState {
  on: boolean;
  changedUs: number | null;
  changedBy: string;
}

/** Circuit breakers: one row per (pod, breaker of its service). */
export interface BreakerTable {
  count: number;
  pod: Int32Array;
  breaker: Int32Array;
  calls: Uint32Array;
  failures: Uint32Array;
  windowStartUs: Float64Array;
  trials: Uint32Array;
  guard: Uint32Array;
}

/** Attempts that may go on, in order. Whoever frees a resource puts the waiting attempt here; the engine's loop drains it. */
export interface ResumeRing {
  /** Places of the first entry and after the last. */
  head: number;
  tail: number;
  /** Entries of RESUME_INTS: attempt, its generation, outcome. */
  ints: Int32Array;
}

export const RESUME_INTS = 4;

/** The world with what is not state: the plan, the recorder, open random streams. */
export interface World {
  readonly plan: Plan;
  readonly seed: number;
  readonly playStartUs: number;
  /** Scrape target of the load balancer. */
  readonly edgeTarget: number;
  readonly recorder: Recorder;
  readonly streams: RandomStream[];
  /** Words interned once for logs and spans. */
  readonly words: Words;
  /** Called on scrape events. */
  onScrape: (tUs: number) => void;
  /** Called when the timeline's next entry is due. */
  onTimeline: (index: number) => void;
  metrics: MetricsPort;
  /** `s.nodes`, and their names. */
  nodes: readonly NodePlace[];
  nodeNames: string[];
  /** Where `setGauge` finds slots fast. */
  readonly gaugeTrail: GaugeTrail;
  /** By pod. */
  readonly shownPods: ShownPod[];
  s: WorldState;
}

/** Words interned once, and small tables derived from the plan. */
export interface Words {
  /** Routes and operations by endpoint. */
  readonly routes: readonly number[];
  readonly services: readonly number[];
  /** By call site: whom it calls, as clients name it. */
  readonly addresses: readonly number[];
  readonly operations: readonly number[];
  readonly queries: readonly number[];
  readonly errors: readonly number[];
  /** First breaker of each service. */
  readonly firstBreaker: readonly number[];
  /** `error.type` of an answered 5xx. */
  readonly of500: number;
  /** Envoy response flags, in the order of `ENVOY_FLAGS`. */
  readonly flags: readonly number[];
  readonly databaseOfPooler: readonly number[];
  readonly poolerAddress: readonly string[];
  /** The load balancer's recorder source, and what a line of it shows of a request, by the use of a stream. */
  readonly edgeSource: number;
  readonly edgeRequests: readonly number[];
  /** What a line of the log shows of a segment's request, by point of presence and client class. */
  readonly segmentRequests: readonly (readonly number[])[];
  readonly of: (text: string) => number;
}

/** How an attempt or a wait ended. `OUTCOME_ERROR_TYPES` gives OTel's `error.type` for each. */
export const OUTCOME = {
  ok: 0,
  timeout: 1,
  refused: 2,
  noEndpoint: 3,
  failed: 4,
  poolTimeout: 5,
  slots: 6,
  terminated: 7,
  reset: 8,
  breakerOpen: 9,
  skipped: 10,
  idleTimeout: 11,
  queryWait: 12,
  readOnly: 13,
  connectionFailure: 14,
  rateLimited: 15,
  overloaded: 16,
  bulkheadFull: 17,
  /** Dropped unserved: whoever asked has stopped waiting. */
  expired: 18,
  /** No connection: in the handshake an end has refused the other's certificate. */
  unverified: 19,
  /** Held back by its own caller, since too few are accepted. */
  throttled: 20,
  /** No connection: CoreDNS has not answered, or knows no such name. */
  lookupTimedOut: 21,
  noSuchHost: 22,
  /** No connection to a database: its password is not the role's. */
  wrongPassword: 23,
  /** Turned away by its pod's adaptive limit of requests in flight. */
  concurrencyLimit: 24,
  /** Its record did not get to the brokers in time. */
  recordExpired: 25,
} as const;

export const OUTCOME_ERROR_TYPES = [
  '',
  'timeout',
  'connection_refused',
  'no_healthy_upstream',
  '',
  'pool_timeout',
  '53300',
  '57P01',
  'connection_reset',
  'circuit_open',
  '',
  '25P03',
  'query_wait_timeout',
  '25006',
  '08006',
  '',
  '',
  'bulkhead_full',
  '',
  'certificate_expired',
  'throttled',
  'name_resolution_timeout',
  'name_not_resolved',
  '28P01',
  '',
  'org.apache.kafka.common.errors.TimeoutException',
] as const;

export function resume(s: WorldState, attempt: number, outcome: number): void {
  const ring = s.resumes;
  const { ints, tail } = ring;
  ints[tail] = attempt;
  ints[tail + 1] = s.attempts.ints[attempt + INT.generation];
  ints[tail + 2] = outcome;
  ring.tail = (tail + RESUME_INTS) & (ints.length - 1);
  if (ring.tail === ring.head) growRing(ring);
}

export function createResumeRing(): ResumeRing {
  return { head: 0, tail: 0, ints: new Int32Array(1024 * RESUME_INTS) };
}

function growRing(ring: ResumeRing): void {
  const { ints, head } = ring;
  ring.ints = new Int32Array(ints.length * 2);
  ring.ints.set(ints.subarray(head));
  ring.ints.set(ints.subarray(0, head), ints.length - head);
  ring.head = 0;
  ring.tail = ints.length;
}
