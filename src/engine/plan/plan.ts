import type { ScenarioModel } from '../../scenario/model/scenario.ts';
import type { BreakerModel, ClientPoolModel, ServiceModel, SloModel } from '../../scenario/model/fleet.ts';
import type { ClientClassModel } from '../../scenario/model/clients.ts';
import type { ConnectionsModel } from '../../scenario/model/connection.ts';
import type { BulkheadModel, OutlierDetectionModel, ThrottleModel } from '../../scenario/model/protection.ts';
import type { Zipf } from '../fleet/cache.ts';
import type { CdnPlan, SegmentsPlan } from './cdn.ts';
import type { DnsPlan } from './dns.ts';
import type { KafkaPlan } from './kafka.ts';
import type { Duration } from './distribution.ts';

/**
 * A scenario compiled for running: names become indexes, routes become short programs, durations become rows. Never changes after
 * `compilePlan` (what commands change lives in the world), so it is not part of a snapshot.
 */
export interface Plan {
  readonly scenario: ScenarioModel;
  /** Of the compute steps. */
  readonly durations: readonly Duration[];
  readonly services: readonly ServicePlan[];
  readonly endpoints: readonly EndpointPlan[];
  readonly program: Program;
  readonly sites: readonly SitePlan[];
  readonly queries: readonly QueryPlan[];
  readonly cacheReads: readonly CacheReadPlan[];
  readonly streams: readonly StreamPlan[];
  readonly edge: EdgePlan;
  readonly slos: readonly SloModel[];
  /** Some requests are more critical than others. */
  readonly knowsCriticality: boolean;
  /** For each route: the indexes of its SLOs. */
  readonly slosOfStream: readonly (readonly number[])[];
  readonly breakers: readonly BreakerModel[];
  /** Of opening a backend, by database. */
  readonly connectDuration: readonly Duration[];
  /** Place of each database's and pooler's region in the fleet. */
  readonly databaseRegions: readonly number[];
  readonly poolerRegions: readonly number[];
  /** By database: the one it replicates (-1 none), those that replicate it, and the primary of its group at first. */
  readonly upstreams: readonly number[];
  readonly standbys: readonly (readonly number[])[];
  readonly firstPrimary: readonly number[];
  /** By database: WAL of one writing transaction, and its tables, in bytes. */
  readonly walBytes: readonly number[];
  readonly tableBytes: readonly number[];
  /** Any database has a disk that can be full or slow. */
  readonly hasDisks: boolean;
  /** Of other people's answers. */
  readonly externalDurations: readonly Duration[];
  /** Any of the services' Envoys detect outliers. */
  readonly detectsOutliers: boolean;
  /** Absent where the fleet has none. */
  readonly kafka?: KafkaPlan;
  /** Absent where names are simply known. */
  readonly dns?: DnsPlan;
  /** Absent where the fleet has none. */
  readonly cdn?: CdnPlan;
  readonly flagIndex: ReadonlyMap<string, number>;
  readonly serviceIndex: ReadonlyMap<string, number>;
  readonly databaseIndex: ReadonlyMap<string, number>;
  readonly poolerIndex: ReadonlyMap<string, number>;
  readonly cacheIndex: ReadonlyMap<string, number>;
}

export interface ServicePlan {
  readonly model: ServiceModel;
  readonly index: number;
  /** Place of its region in the fleet. */
  readonly region: number;
  readonly startup: Duration;
  readonly imagePull: Duration;
  readonly pools: readonly ClientPoolPlan[];
  /** Indexes into `Plan.endpoints`. */
  readonly endpoints: readonly number[];
  /** Endpoint a readiness probe asks; its program ends at once. */
  readonly probeEndpoint: number;
  readonly runtime: number;
  readonly bulkheads: readonly BulkheadModel[];
  readonly throttles: readonly ThrottlePlan[];
  /** Upstream clusters whose outliers its Envoys detect. */
  readonly clusters: readonly ClusterPlan[];
  /** Services to which its pods keep connections. */
  readonly connectionPools: readonly ConnectionPoolPlan[];
  /** Place of its certificate in the fleet, -1 none. */
  readonly certificate: number;
  /** Some who call it say until when they wait. */
  readonly heedsDeadlines: boolean;
}

export interface ThrottlePlan {
  /** Whom it calls, as clients name it. */
  readonly name: string;
  readonly model: ThrottleModel;
}

export interface ClusterPlan {
  readonly model: OutlierDetectionModel;
  readonly target: number;
}

export interface ConnectionPoolPlan {
  readonly model: ConnectionsModel;
  readonly target: number;
  /** First instruction of the target's TLS handshake, -1 without TLS. */
  readonly handshakeEntry: number;
  /** An Envoy chooses the pod, and has connections to each; others ask for the Service's address. */
  readonly perPod: boolean;
}

export const RUNTIME = { envoy: 0, node: 1, java: 2, go: 3 } as const;

export interface ClientPoolPlan {
  readonly model: ClientPoolModel;
  /** Index of the pooler, or -1 when it connects to a database directly. */
  readonly pooler: number;
  /** Index of the database instance behind it. */
  readonly database: number;
  /** The instance by whose name the pool asks for the primary, wherever that is now; -1: it stays with `database`. */
  readonly primaryOf: number;
  /** Its connections may lead to another region. */
  readonly mayCross: boolean;
  readonly credential: Duration;
  /** Of the fleet's secrets: whose password its connections are opened with; -1: theirs is always right. */
  readonly secret: number;
}

export interface EndpointPlan {
  /** -1 for what others answer. */
  readonly service: number;
  /** Number among the service's endpoints. */
  readonly local: number;
  readonly route: string;
  readonly method: string;
  /** First instruction. */
  readonly entry: number;
}

/** Instructions of all endpoints, one after another. */
export interface Program {
  readonly op: Uint8Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
}

export const OP = {
  end: 0,
  /** a: duration. */
  compute: 1,
  /** a: site. */
  call: 2,
  /** a: first site, b: how many; all at once, then wait for all. */
  fork: 3,
  /** a: the service's pool. Takes a connection and begins a transaction. */
  acquire: 4,
  /** a: query. */
  query: 5,
  /** Ends the transaction and gives the connection back. */
  release: 6,
  /** a: cache read, b: where to go on when the key is there. */
  cacheGet: 7,
  /** a: cache read. */
  cacheSet: 8,
  /** a: share in millionths, b: where to go on without. */
  sometimes: 9,
  /** a: flag that must be on, b: where to go on without. */
  whileFlag: 10,
  /** Of a TLS handshake: what follows is done by the caller's pod. */
  clientsTurn: 11,
  /** Ends a TLS handshake. */
  handshaken: 12,
  /** a: what is produced. Sends a record; and the record is there. */
  produce: 13,
  produced: 14,
  /** CoreDNS looks into its cache, or asks on; and has the answer. */
  resolve: 15,
  resolved: 16,
} as const;

/** A place that calls: a call in a program, or a client class's calls to the load balancer. */
export interface SitePlan {
  /** Its own number. */
  readonly index: number;
  /** Calling service, -1 for users. */
  readonly from: number;
  /** The caller is an Envoy, which counts its calls by upstream cluster. */
  readonly fromEnvoy: boolean;
  /** Number among the calling service's sites. */
  readonly local: number;
  /** Service; -1 for calls to others. */
  readonly target: number;
  /** Number among the fleet's externals, -1 for calls among services. */
  readonly external: number;
  /** As clients name it in metrics and logs: a service's name, somebody else's host. */
  readonly address: string;
  /** Place in the fleet of the target's region; of the caller's, for calls to others. */
  readonly region: number;
  readonly endpoint: number;
  readonly timeoutUs: number;
  readonly overallUs: number;
  /** From sending until the caller gives up a first try: the shorter of the two, less the way; 0 without. */
  readonly timerUs: number;
  readonly retries: number;
  readonly backoffBaseUs: number;
  readonly backoffMaxUs: number;
  /** Bits of RETRY_ON. */
  readonly retryOn: number;
  /** Most retries as a share of all tries of the last ten seconds; negative: no budget. */
  readonly budget: number;
  readonly optional: boolean;
  /** Flag that must be on, -1 none. */
  readonly flag: number;
  readonly breaker: number;
  /** Number among the calling service's bulkheads, -1 none. */
  readonly bulkhead: number;
  /** Number among the calling service's throttles, -1 none. */
  readonly throttle: number;
  /** Number among the calling service's clusters, -1: no outliers are detected. */
  readonly cluster: number;
  /** With fewer than so many percent of that cluster's hosts healthy all are used. */
  readonly panicPercent: number;
  /** Number among the calling service's connection pools, -1: no connections are kept. */
  readonly pool: number;
  /** Bits of a row's flags; -1: those of whoever calls. */
  readonly criticality: number;
  /** The callee is told until when the caller waits. */
  readonly propagates: boolean;
  /** Any of these: bulkhead, throttle, deadline, cluster, pool, somebody else's. */
  readonly guarded: boolean;
  /** Request and answer travel this long each way (load balancer and client hops); in-cluster calls 0. */
  readonly hopUs: number;
  /** Of users: where they reach the load balancer, and the part of `hopUs` from there to a backend; -1 and 0 for others. */
  readonly pointOfPresence: number;
  readonly edgeHopUs: number;
  /** Of users: the load balancer's patience ends before theirs. */
  readonly edgeTimesOut: boolean;
  /** Of users: number among the URL map's route rules, whose timeout then decides; -1 none. */
  readonly edgeRoute: number;
  /** Of its series in the load balancer's metrics, which know client class, route and region of the backend; 0 for others. */
  readonly counted: number;
}

/** The load balancer's front ends. */
export interface EdgePlan {
  readonly pointsOfPresence: readonly PointOfPresencePlan[];
  /** Over all points of presence. */
  readonly proxies: number;
  /** Requests a second an endpoint is good for, and whether there is such a limit. */
  readonly maxRatePerEndpoint: number;
  readonly isLimited: boolean;
  /** A global external Application Load Balancer, which alone has route rules and detects outliers; otherwise a classic one, as GKE Ingress makes it. */
  readonly isManaged: boolean;
}

export interface PointOfPresencePlan {
  readonly name: string;
  readonly region: string;
  /** Service behind it, in that region. */
  readonly service: number;
  /** Share of all traffic, 0…1. */
  readonly share: number;
  readonly hopUs: number;
  readonly firstProxy: number;
  readonly proxies: number;
}

export const RETRY_ON = { '5xx': 1, timeout: 2, connect: 4 } as const;

export interface QueryPlan {
  readonly statement: string;
  readonly table: string;
  readonly writes: boolean;
  readonly duration: Duration;
  /** Span name, e.g. `SELECT playlists`. */
  readonly operation: string;
}

export interface CacheReadPlan {
  readonly cache: number;
  readonly keys: Zipf;
  readonly duration: Duration;
}

/** One arrival process: a class of users doing one thing, coming in at one point of presence. */
export interface StreamPlan {
  readonly name: string;
  /** Number of what it is, wherever it comes in: client class and route. */
  readonly use: number;
  readonly client: ClientClassModel;
  /** The class, counted from 1. */
  readonly clientNumber: number;
  /** Bits of a row's flags. */
  readonly criticality: number;
  /** Region of its users, counted from 1; 0 where no cache's keys ask for it. */
  readonly home: number;
  readonly route: string;
  readonly method: string;
  /** Arrivals a second where the curve is at 1, and where it is highest. */
  readonly perSecond: number;
  readonly peakPerSecond: number;
  /** What the app keeps of the answers, and how many people here have it open; null: nothing. */
  readonly cached: { readonly users: number; readonly ttlUs: number } | null;
  /** What their players fetch after a good answer; null: nothing. */
  readonly segments: SegmentsPlan | null;
  /** Its own region's first, then the others in which the load balancer's service runs. */
  readonly sites: readonly number[];
}
