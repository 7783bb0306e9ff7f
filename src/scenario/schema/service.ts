import { z } from 'zod';
import type { ClientPoolModel, DisruptionBudgetModel, ElasticWorkersModel, EndpointModel, KeepAliveModel, ProbeModel } from '../model/fleet.ts';
import { canary } from './canary.ts';
import { tls } from './connection.ts';
import { closed, oneOfKeys } from './closed.ts';
import { between, bytes, cpu, duration, flag, name, percentOrCount, share, text, whole } from './quantity.ts';
import { adaptiveConcurrency, limitShares, rateLimit } from './protection.ts';
import { randomDuration } from './random-duration.ts';
import { consumes } from './kafka.ts';
import { step } from './step.ts';

const SECOND = 1_000_000;
const DAY = 86_400 * SECOND;
/** What a service runs when its file names no revision. */
export const DEFAULT_VERSION = 'v1.0.0';
export const DEFAULT_WORKERS = 100;
export const DEFAULT_CORES = 1;
export const DEFAULT_CPU_LIMIT_MILLI = 1_000;
const MIB = 1024 * 1024;

/** Place on the fleet map: columns follow the requests, rows stack. */
export const mapPosition = closed({ column: whole(0, 40), row: between(0, 40) });

/** Defaults: Kubernetes `SetDefaults_Probe` (timeout 1 s, period 10 s, success 1, failure 3). */
const probe = closed({
  path: text.default('/healthz'),
  delay: duration.default(0),
  period: duration.default(10 * SECOND),
  timeout: duration.default(SECOND),
  successThreshold: whole(1, 100).default(1),
  failureThreshold: whole(1, 100).default(3),
  servedBy: z.enum(['workers', 'management']).default('workers'),
}).transform(
  (p): ProbeModel => ({
    path: p.path,
    delayUs: p.delay,
    periodUs: p.period,
    timeoutUs: p.timeout,
    successThreshold: p.successThreshold,
    failureThreshold: p.failureThreshold,
    servedBy: p.servedBy,
  }),
);

/** Defaults: HikariCP (connectionTimeout 30 s, maxLifetime 30 min, maximumPoolSize 10). */
const clientPool = closed({
  name: text,
  kind: z.enum(['hikaricp', 'database-sql']),
  target: text,
  database: text,
  user: text,
  application: text,
  /** Of a database with replicas: the primary wherever it is now, or the instance of the service's own region. Absent: the target itself. */
  endpoint: z.enum(['primary', 'nearest']).optional(),
  size: whole(1, 10_000).default(10),
  acquireTimeout: duration.default(30 * SECOND),
  maxLifetime: duration.default(1_800 * SECOND),
  /** pgjdbc's socketTimeout, which is off by default too. */
  socketTimeout: duration.default(0),
  minIdle: whole(0, 10_000).default(0),
  /** Absent: as many as `size`. */
  maxIdle: whole(0, 10_000).optional(),
  /** Time to fetch a short-lived credential before a connection is opened. */
  credential: randomDuration.default({ kind: 'constant', us: 0 }),
}).transform(
  (p): ClientPoolModel => ({
    name: p.name,
    kind: p.kind,
    target: p.target,
    endpoint: p.endpoint ?? null,
    database: p.database,
    user: p.user,
    applicationName: p.application,
    size: p.size,
    acquireTimeoutUs: p.acquireTimeout,
    maxLifetimeUs: p.maxLifetime,
    socketTimeoutUs: p.socketTimeout,
    minIdle: p.minIdle,
    maxIdle: p.maxIdle ?? p.size,
    credential: p.credential,
  }),
);

const endpoint = closed({
  route: text,
  method: z.enum(['GET', 'POST']).default('GET'),
  steps: z.array(step),
}).transform((e): EndpointModel => e);

const revision = closed({ version: text, changeCause: text, deployedAgo: duration, revision: whole(1).optional() });

const externalMetric = closed({ name: text.optional(), query: text, target: between(0.001, 1e12) });

const autoscaler = closed({
  minReplicas: whole(1, 1_000),
  maxReplicas: whole(1, 1_000),
  /** Absent: it looks at its metrics alone. */
  targetCpu: whole(1, 1_000).optional(),
  metrics: z.array(externalMetric).min(1, { error: 'expected at least one metric' }).optional(),
}).refine((a) => a.targetCpu !== undefined || a.metrics !== undefined, { error: 'expected targetCpu, metrics or both' });

const disruptionBudget = oneOfKeys('a disruption budget', { minAvailable: percentOrCount.optional(), maxUnavailable: percentOrCount.optional() }).transform(
  ({ minAvailable, maxUnavailable }): DisruptionBudgetModel =>
    minAvailable === undefined ? { maxUnavailable: maxUnavailable ?? { count: 0 } } : { minAvailable },
);

const elasticWorkers = closed({
  min: whole(1, 100_000).default(1),
  max: whole(1, 100_000),
  window: duration.default(30 * SECOND),
  high: share.default(0.75),
  low: share.default(0.25),
  cooldown: duration.default(60 * SECOND),
})
  .refine((e) => e.min <= e.max, { error: 'expected min of at most max', path: ['min'] })
  .refine((e) => e.low < e.high, { error: 'expected low below high', path: ['low'] })
  .transform((e): ElasticWorkersModel => ({ min: e.min, max: e.max, windowUs: e.window, high: e.high, low: e.low, cooldownUs: e.cooldown }));

const keepAlive = closed({ idleTimeout: duration, closeDelay: duration.default(0) }).transform(
  (e): KeepAliveModel => ({ idleTimeoutUs: e.idleTimeout, closeDelayUs: e.closeDelay }),
);

const routineLog = closed({ every: duration, level: z.enum(['info', 'warn', 'error']).default('warn'), text });

/** Deployment defaults: maxSurge and maxUnavailable 25%, progressDeadlineSeconds 600, terminationGracePeriodSeconds 30. */
export const service = closed({
  name,
  owner: text.default('platform'),
  critical: flag.default(false),
  description: z.string().default(''),
  runtime: z.enum(['envoy', 'node', 'java', 'go']).default('go'),
  image: text.optional(),
  port: whole(1, 65_535).default(8080),
  region: text.optional(),
  /** Where it runs in several regions: how many pods in each. */
  regions: z.record(z.string(), closed({ replicas: whole(1, 1_000).optional(), autoscaler: autoscaler.optional() })).optional(),
  revisions: z
    .array(revision)
    .min(1, { error: 'expected at least one revision' })
    .default([{ version: DEFAULT_VERSION, changeCause: 'initial release', deployedAgo: 30 * DAY }]),
  replicas: whole(1, 1_000).default(1),
  createdAgo: duration.default(365 * DAY),
  cpu: closed({
    request: cpu.default(500),
    limit: cpu.default(DEFAULT_CPU_LIMIT_MILLI),
    /** The limit as the kernel keeps it, by CFS bandwidth control. Absent: `cores` alone say how much there is. */
    throttling: z.enum(['cfs']).optional(),
  }).prefault({}),
  memory: closed({
    request: bytes.default(256 * MIB),
    limit: bytes.default(512 * MIB),
    base: bytes.default(128 * MIB),
    perRequest: bytes.default(64 * 1024),
  }).prefault({}),
  workers: whole(1, 100_000).default(DEFAULT_WORKERS),
  cores: whole(1, 1_024).default(DEFAULT_CORES),
  discipline: z.enum(['fcfs', 'ps']).default('fcfs'),
  acceptQueue: whole(0, 1_000_000).default(128),
  rateLimit: rateLimit.optional(),
  /** Requests a pod works on or keeps waiting; more are turned away at once. */
  maxInFlight: whole(1, 1_000_000).optional(),
  adaptiveConcurrency: adaptiveConcurrency.optional(),
  limitShares: limitShares.optional(),
  startup: randomDuration.default({ kind: 'constant', us: 3 * SECOND }),
  imagePull: randomDuration.default({ kind: 'constant', us: 2 * SECOND }),
  terminationGrace: duration.default(30 * SECOND),
  preStop: duration.default(0),
  rollout: closed({
    maxSurge: percentOrCount.default({ percent: 25 }),
    maxUnavailable: percentOrCount.default({ percent: 25 }),
    progressDeadline: duration.default(600 * SECOND),
  }).prefault({}),
  /** An Argo Rollout that goes by canary; absent: a Deployment. */
  canary: canary.nullable().default(null),
  liveness: probe.nullable().default(null),
  readiness: probe.nullable().default(null),
  pools: z.array(clientPool).default([]),
  endpoints: z.array(endpoint).default([]),
  /** A consumer in each pod. */
  consumes: consumes.optional(),
  env: z.record(z.string(), z.string({ error: 'expected text; put numbers and true/false in quotes' })).default({}),
  autoscaler: autoscaler.nullable().default(null),
  /** Absent: any number of pods may be evicted at once. */
  disruptionBudget: disruptionBudget.optional(),
  /** Absent: it serves without. */
  tls: tls.optional(),
  keepAlive: keepAlive.nullable().default(null),
  onTerm: z.enum(['drain', 'exit']).default('drain'),
  elasticWorkers: elasticWorkers.nullable().default(null),
  routineLogs: z.array(routineLog).default([]),
  map: mapPosition.default({ column: 0, row: 0 }),
});

export type ServiceWords = z.output<typeof service>;
