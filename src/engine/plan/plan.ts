import type { ScenarioModel } from '../../scenario/model/scenario.ts';
import type { BreakerModel, ClientClassModel, ClientPoolModel, ServiceModel, SloModel } from '../../scenario/model/fleet.ts';
import type { Zipf } from '../fleet/cache.ts';
import type { DurationTable } from './distribution.ts';

/**
 * A scenario compiled for running: names become indexes, routes become short programs, durations become rows. Never changes after
 * `compilePlan` (what commands change lives in the world), so it is not part of a snapshot.
 */
export interface Plan {
  readonly scenario: ScenarioModel;
  readonly durations: DurationTable;
  readonly services: readonly ServicePlan[];
  readonly endpoints: readonly EndpointPlan[];
  readonly program: Program;
  readonly sites: SitePlan;
  readonly queries: readonly QueryPlan[];
  readonly cacheReads: readonly CacheReadPlan[];
  readonly streams: readonly StreamPlan[];
  readonly slos: readonly SloModel[];
  /** For each route: the indexes of its SLOs. */
  readonly slosOfStream: readonly (readonly number[])[];
  readonly breakers: readonly BreakerModel[];
  /** Duration row of opening a backend, by database. */
  readonly connectDuration: readonly number[];
  readonly flagIndex: ReadonlyMap<string, number>;
  readonly serviceIndex: ReadonlyMap<string, number>;
  readonly databaseIndex: ReadonlyMap<string, number>;
  readonly poolerIndex: ReadonlyMap<string, number>;
  readonly cacheIndex: ReadonlyMap<string, number>;
}

export interface ServicePlan {
  readonly model: ServiceModel;
  readonly index: number;
  readonly startup: number;
  readonly imagePull: number;
  readonly pools: readonly ClientPoolPlan[];
  /** Indexes into `Plan.endpoints`. */
  readonly endpoints: readonly number[];
  /** Endpoint a readiness probe asks; its program ends at once. */
  readonly probeEndpoint: number;
  readonly runtime: number;
}

export const RUNTIME = { envoy: 0, node: 1, java: 2, go: 3 } as const;

export interface ClientPoolPlan {
  readonly model: ClientPoolModel;
  /** Index of the pooler, or -1 when it connects to a database directly. */
  readonly pooler: number;
  /** Index of the database instance behind it. */
  readonly database: number;
  readonly credential: number;
}

export interface EndpointPlan {
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
} as const;

/** Places that call, as columns: one row a call in a program, or a client class's calls to the load balancer. */
export interface SitePlan {
  readonly count: number;
  /** Calling service, -1 for users. */
  readonly from: Int32Array;
  /** Number among the calling service's sites. */
  readonly local: Int32Array;
  readonly target: Int32Array;
  readonly endpoint: Int32Array;
  readonly timeoutUs: Float64Array;
  readonly overallUs: Float64Array;
  readonly retries: Int32Array;
  readonly backoffBaseUs: Float64Array;
  readonly backoffMaxUs: Float64Array;
  /** Bits of RETRY_ON. */
  readonly retryOn: Int32Array;
  /** Retries as a share of requests; negative: no budget. */
  readonly budget: Float64Array;
  readonly optional: Int32Array;
  /** Flag that must be on, -1 none. */
  readonly flag: Int32Array;
  readonly breaker: Int32Array;
  /** Request and answer travel this long each way (load balancer and client hops); in-cluster calls 0. */
  readonly hopUs: Float64Array;
}

export const RETRY_ON = { '5xx': 1, timeout: 2, connect: 4 } as const;

export interface QueryPlan {
  readonly statement: string;
  readonly table: string;
  readonly writes: boolean;
  readonly duration: number;
  /** Span name, e.g. `SELECT playlists`. */
  readonly operation: string;
}

export interface CacheReadPlan {
  readonly cache: number;
  readonly keys: Zipf;
  readonly duration: number;
}

/** One arrival process: a class of users doing one thing. */
export interface StreamPlan {
  readonly name: string;
  readonly client: ClientClassModel;
  readonly route: string;
  readonly method: string;
  /** Peak arrivals a second, and the curve as a share of the peak. */
  readonly peakPerSecond: number;
  readonly site: number;
}
