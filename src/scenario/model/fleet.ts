import type { CertificateModel, ConnectionsModel, TlsModel } from './connection.ts';
import type {
  AdaptiveConcurrencyModel,
  BulkheadModel,
  Criticality,
  EdgeOutlierModel,
  LimitSharesModel,
  OutlierDetectionModel,
  RateLimitModel,
  ThrottleModel,
} from './protection.ts';
import type { QuotaAmounts } from '../../contract/resource-quota.ts';
import type { Micros } from '../../contract/time.ts';
import type { CanaryModel } from './canary.ts';
import type { CdnModel } from './cdn.ts';
import type { ClientClassModel } from './clients.ts';
import type { DnsModel } from './dns.ts';
import type { NetworkModel } from './network.ts';
import type { SecretModel } from './secret.ts';
import type { DurationModel } from './duration.ts';
import type { ConsumesModel, KafkaModel } from './kafka.ts';
import type { MapPosition } from './map-position.ts';
import type { CacheModel, DatabaseModel, ExternalModel, PoolerModel } from './data-store.ts';

/** A fleet after loading: every default filled in, every name resolved, every duration in microseconds. The YAML that makes it is described by `scenario/schema`. */
export interface FleetModel {
  readonly name: string;
  /** Cloud project, used in image names and hosts. */
  readonly project: string;
  readonly namespace: string;
  readonly clusterName: string;
  readonly kubernetesVersion: string;
  readonly regions: readonly RegionModel[];
  readonly nodePools: readonly NodePoolModel[];
  readonly services: readonly ServiceModel[];
  readonly databases: readonly DatabaseModel[];
  readonly poolers: readonly PoolerModel[];
  readonly caches: readonly CacheModel[];
  /** Absent: none. */
  readonly externals?: readonly ExternalModel[];
  /** Absent: none. */
  readonly cdn?: CdnModel;
  /** One for each cluster that has it; absent: none. */
  readonly resourceQuotas?: readonly ResourceQuotaModel[];
  /** Absent: none. */
  readonly certificates?: readonly CertificateModel[];
  /** Absent: passwords are always right. */
  readonly secrets?: readonly SecretModel[];
  readonly kafka?: KafkaModel;
  readonly flags: readonly FlagModel[];
  readonly loadBalancer: LoadBalancerModel;
  readonly clients: readonly ClientClassModel[];
  readonly slos: readonly SloModel[];
  /** Absent: packets inside a region arrive at once and always. */
  readonly network?: NetworkModel;
  /** Absent: names are known, and looking one up takes no time. */
  readonly dns?: DnsModel;
}

/** A ResourceQuota of the fleet's namespace in the cluster of a region. */
export interface ResourceQuotaModel {
  readonly name: string;
  readonly region: string;
  readonly hard: QuotaAmounts;
}

export interface RegionModel {
  readonly name: string;
  readonly cluster: string;
  readonly zones: readonly string[];
  /** vCPUs the project may have there; without it more than are ever asked for. */
  readonly quotaCpus?: number;
  /** Share of all traffic that arrives here, 0…1; shares sum to 1. */
  readonly share: number;
  /** Where the load balancer takes in this region's traffic; at least one. */
  readonly pointsOfPresence: readonly PointOfPresenceModel[];
}

/** A site with front ends of the load balancer. */
export interface PointOfPresenceModel {
  readonly name: string;
  /** Share of its region's traffic, 0…1; shares sum to 1. */
  readonly share: number;
  /** Front end to the region's backends, one way. */
  readonly hopUs: Micros;
  /** Proxies among which users spread; each keeps connections of its own to every backend. */
  readonly proxies: number;
}

export interface NodePoolModel {
  readonly name: string;
  readonly region: string;
  readonly machineType: string;
  readonly nodesPerZone: number;
  /** Of the cluster autoscaler, a zone; without them the number of nodes stays. */
  readonly limits?: { readonly minNodes: number; readonly maxNodes: number };
  /** Whether it takes away what is not needed; absent: no. */
  readonly scaleDown?: true;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly podCapacity: number;
}

/** A service in one region; a service of several regions is one of these in each, and calls those of its own. */
export interface ServiceModel {
  readonly name: string;
  readonly owner: string;
  readonly critical: boolean;
  readonly description: string;
  /** Chooses log layout and metric names: `envoy`, `node`, `java`, `go`. */
  readonly runtime: 'envoy' | 'node' | 'java' | 'go';
  readonly image: string;
  readonly port: number;
  /** Revisions that exist when the simulation starts, oldest first; the last one runs. */
  readonly revisions: readonly RevisionModel[];
  readonly region: string;
  readonly replicas: number;
  readonly createdAgoUs: Micros;
  readonly cpuRequestMilli: number;
  readonly cpuLimitMilli: number;
  /** `cfs`: the limit is a quota of CPU time in every 100 ms, and `cores` what the threads can run on at once. Absent: the limit is shown and not felt. */
  readonly throttling?: 'cfs';
  readonly memoryRequestMiB: number;
  readonly memoryLimitMiB: number;
  /** Resident memory when idle, and per request in flight. */
  readonly memoryBaseMiB: number;
  readonly memoryPerRequestKiB: number;
  /** Requests handled at once (worker threads, or the concurrency limit of an event loop). */
  readonly workers: number;
  /** Compute steps that can run at once in a pod. Fractions of a core are not modelled yet: at least 1. */
  readonly cores: number;
  /** How compute steps use them. `fcfs`: one step a core, the others in line. `ps`: all share them equally (processor sharing). */
  readonly discipline: 'fcfs' | 'ps';
  /** Requests waiting for a worker; beyond it connections are refused. */
  readonly acceptQueue: number;
  /** Absent: none. */
  readonly rateLimit?: RateLimitModel;
  /** Requests a pod works on or keeps waiting; more are turned away at once. Absent: only its accept queue ends. */
  readonly maxInFlight?: number;
  /** Absent: none. */
  readonly adaptiveConcurrency?: AdaptiveConcurrencyModel;
  /** Absent: the usual ones. */
  readonly limitShares?: LimitSharesModel;
  /** Container start until it listens. */
  readonly startup: DurationModel;
  readonly imagePull: DurationModel;
  readonly terminationGraceUs: Micros;
  readonly preStopUs: Micros;
  readonly maxSurge: PercentOrCount;
  readonly maxUnavailable: PercentOrCount;
  readonly progressDeadlineUs: Micros;
  /** null: a Deployment with rolling updates. */
  readonly canary: CanaryModel | null;
  readonly liveness: ProbeModel | null;
  readonly readiness: ProbeModel | null;
  readonly pools: readonly ClientPoolModel[];
  readonly endpoints: readonly EndpointModel[];
  /** Absent: none. */
  readonly consumes?: ConsumesModel;
  readonly env: Readonly<Record<string, string>>;
  readonly autoscaler: AutoscalerModel | null;
  /** How many pods an eviction must leave; absent: no budget. */
  readonly disruptionBudget?: DisruptionBudgetModel;
  /** Absent: it serves without TLS. */
  readonly tls?: TlsModel;
  /** When it closes connections on which no request comes; null: never. */
  readonly keepAlive: KeepAliveModel | null;
  /** What its process does at SIGTERM with requests in hand: answers them first, or ends at once. */
  readonly onTerm: 'drain' | 'exit';
  /** Workers of each pod by utilisation; null: always `workers`, which is what it begins with otherwise. */
  readonly elasticWorkers: ElasticWorkersModel | null;
  /** Warnings it always logs, whatever happens. */
  readonly routineLogs: readonly { readonly everyUs: Micros; readonly level: 'info' | 'warn' | 'error'; readonly text: string }[];
  /** Position on the fleet map. */
  readonly map: MapPosition;
}

export type PercentOrCount = { readonly percent: number } | { readonly count: number };

export interface RevisionModel {
  readonly revision: number;
  /** Image tag, e.g. `v2.40.3`. */
  readonly version: string;
  readonly changeCause: string;
  readonly deployedAgoUs: Micros;
}

export interface ProbeModel {
  readonly path: string;
  readonly delayUs: Micros;
  readonly periodUs: Micros;
  readonly timeoutUs: Micros;
  readonly successThreshold: number;
  readonly failureThreshold: number;
  /** `workers`: waits for a worker like any request. `management`: own port and thread, answers while the process lives. */
  readonly servedBy: 'workers' | 'management';
}

export interface ClientPoolModel {
  /** As in logs and metrics, e.g. `HikariPool-1`. */
  readonly name: string;
  readonly kind: 'hikaricp' | 'database-sql';
  /** A pooler or a database instance. */
  readonly target: string;
  /** `primary`: whatever instance its target's group has as its primary now. `nearest`: its region's own. null: the target. */
  readonly endpoint: 'primary' | 'nearest' | null;
  readonly database: string;
  readonly user: string;
  readonly applicationName: string;
  readonly size: number;
  readonly acquireTimeoutUs: Micros;
  /** Connections older than this are closed when returned and opened anew; 0 never. */
  readonly maxLifetimeUs: Micros;
  /** How long a read of an answer may take; 0: as long as TCP goes on. */
  readonly socketTimeoutUs: Micros;
  /** Connections kept open from the start. */
  readonly minIdle: number;
  /** Idle connections kept when given back; more are closed at once (database/sql MaxIdleConns). */
  readonly maxIdle: number;
  /** Before a connection is opened: fetching a short-lived credential. Holds no slot meanwhile. */
  readonly credential: DurationModel;
}

export interface EndpointModel {
  /** Route pattern, e.g. `/playlists/:id`. */
  readonly route: string;
  readonly method: 'GET' | 'POST';
  readonly steps: readonly StepModel[];
}

export type StepModel =
  | { readonly kind: 'compute'; readonly time: DurationModel }
  | CallModel
  | { readonly kind: 'parallel'; readonly branches: readonly CallModel[] }
  /** Takes a connection from the pool, BEGIN … COMMIT around the inner steps. */
  | { readonly kind: 'transaction'; readonly pool: string; readonly steps: readonly StepModel[] }
  /** One statement: inside a transaction on its connection, outside on one of its own for as long as it runs. */
  | {
      readonly kind: 'query';
      readonly pool: string;
      readonly statement: string;
      readonly table: string;
      readonly writes: boolean;
      readonly time: DurationModel;
    }
  /** Steps only a share of requests needs; which ones follows from the request's key, so a retry of the same request needs them too. */
  | {
      readonly kind: 'sometimes' /** 0…1. */;
      readonly share: number /** Not while this flag is off; null: whatever flags say. */;
      readonly flag: string | null;
      readonly steps: readonly StepModel[];
    }
  /** Sends a record to a topic; `all` and `1` wait for the leader's answer. Key null: none. */
  | {
      readonly kind: 'produce';
      readonly topic: string;
      readonly acks: 'all' | '1' | '0';
      readonly key: { readonly count: number; readonly exponent: number } | null;
    }
  | { readonly kind: 'cache'; readonly cache: string; readonly keys: KeySpaceModel; readonly onMiss: readonly StepModel[] };

export interface CallModel {
  readonly kind: 'call';
  readonly service: string;
  readonly route: string;
  /** Where a service answers the route by one method only, that one is called whatever stands here. */
  readonly method: 'GET' | 'POST';
  /** Per try. 0: none. */
  readonly timeoutUs: Micros;
  /** Further attempts after the first. */
  readonly retries: number;
  readonly backoffBaseUs: Micros;
  readonly backoffMaxUs: Micros;
  /** Which results are tried again. */
  readonly retryOn: readonly ('5xx' | 'timeout' | 'connect')[];
  /** Retries allowed as a share of requests, 0…1; null: no budget. */
  readonly retryBudget: number | null;
  /** Over all attempts; 0: none. */
  readonly overallTimeoutUs: Micros;
  /** A failed optional call is answered by a fallback and does not fail its caller. */
  readonly optional: boolean;
  /** Skipped while this flag is off. */
  readonly flag: string | null;
  readonly breaker: BreakerModel | null;
  /** Absent: none. */
  readonly bulkhead?: BulkheadModel;
  /** Absent: none. */
  readonly adaptiveThrottling?: ThrottleModel;
  /** Absent: none. All calls of the same service by the same service say the same. */
  readonly outlierDetection?: OutlierDetectionModel;
  /** Absent: nothing is known of connections, and requests arrive at once. */
  readonly connections?: ConnectionsModel;
  /** The callee is told until when its caller waits. */
  readonly deadline?: 'propagate';
  /** Absent: that of the request which makes the call. */
  readonly criticality?: Criticality;
}

export interface BreakerModel {
  readonly failureRatio: number;
  readonly minimumCalls: number;
  readonly windowUs: Micros;
  readonly openUs: Micros;
  readonly halfOpenCalls: number;
}

export interface KeySpaceModel {
  readonly count: number;
  /** Zipf exponent. */
  readonly exponent: number;
  /** Share of requests that ask for a key of their users' own region, which has `count` of its own; absent: none. */
  readonly byRegion?: number;
}

export interface ElasticWorkersModel {
  readonly min: number;
  readonly max: number;
  /** Utilisation is averaged over this long. */
  readonly windowUs: Micros;
  /** One worker more above it, one fewer below: shares of worker time. */
  readonly high: number;
  readonly low: number;
  /** Shortest time between two changes. */
  readonly cooldownUs: Micros;
}

export interface KeepAliveModel {
  /** Idle time after which the server closes a connection. Stands in its ConfigMap under `idle_timeout`, and can be changed there. */
  readonly idleTimeoutUs: Micros;
  /** From the server's decision to close until the close leaves the host; what arrives in between is lost. */
  readonly closeDelayUs: Micros;
}

export type DisruptionBudgetModel = { readonly minAvailable: PercentOrCount } | { readonly maxUnavailable: PercentOrCount };

export interface AutoscalerModel {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  /** Of the request; null: it does not look at CPU. */
  readonly targetCpuPercent: number | null;
  /** External metrics it looks at as well; absent: none. */
  readonly metrics?: readonly ExternalMetricModel[];
}

/** An external metric with an averageValue of autoscaling/v2: what a query yields is meant for all pods together. */
export interface ExternalMetricModel {
  readonly name: string;
  /** PromQL; its first value is the total. */
  readonly query: string;
  /** Thousandths that are right for each pod. */
  readonly targetMilli: number;
}

export interface FlagModel {
  readonly name: string;
  readonly on: boolean;
  readonly description: string;
}

export interface LoadBalancerModel {
  readonly name: string;
  readonly host: string;
  readonly service: string;
  /** Backend service timeout: from the request to the last byte of the answer. */
  readonly timeoutUs: Micros;
  /** Google front end to backend, one way, where a region names no points of presence. */
  readonly hopUs: Micros;
  /** One way from a region to another, for traffic that spills over. */
  readonly betweenRegionsUs: Micros;
  /** Further tries after a failed one, for requests without a body. */
  readonly retries: number;
  /** Balancing mode RATE: requests a second a healthy endpoint is good for; without it none is ever full. */
  readonly maxRatePerEndpoint?: number;
  /** Share of requests that are logged, 0…1. */
  readonly logSampleRate: number;
  /** Route rules of the URL map; absent: it has none. */
  readonly routes?: readonly EdgeRouteModel[];
  /** Which backends that fail get no requests for a while; absent: none is looked for. */
  readonly outlierDetection?: EdgeOutlierModel;
  readonly map: MapPosition;
}

/** What a route rule says in its action; it takes the place of the backend service's timeout and of the load balancer's retries. */
export interface EdgeRouteModel {
  readonly route: string;
  /** For all tries together. */
  readonly timeoutUs: Micros;
  readonly retries: number;
}

export interface SloModel {
  /** e.g. `/playlists/:id availability`. */
  readonly name: string;
  readonly route: string;
  readonly kind: 'availability' | 'latency';
  readonly noun: string;
  readonly objective: number;
  /** Latency only. */
  readonly thresholdUs: Micros;
}
