import { z } from 'zod';
import type { CallModel, StepModel } from '../model/fleet.ts';
import { connections } from './connection.ts';
import { closed, oneOfKeys } from './closed.ts';
import { adaptiveThrottling, criticality, outlierDetection } from './protection.ts';
import { between, duration, flag, share, text, whole } from './quantity.ts';
import { randomDuration } from './random-duration.ts';

/** Failure ratio over a sliding window, as in resilience4j and Hystrix; defaults are Hystrix's (HystrixCommandProperties.java). */
const breaker = closed({
  failureRatio: share.default(0.5),
  minimumCalls: whole(1).default(20),
  window: duration.default(10_000_000),
  open: duration.default(5_000_000),
  halfOpenCalls: whole(1).default(1),
}).transform((b) => ({ failureRatio: b.failureRatio, minimumCalls: b.minimumCalls, windowUs: b.window, openUs: b.open, halfOpenCalls: b.halfOpenCalls }));

export const DEFAULT_BULKHEAD = 25;

/** resilience4j: 25 calls at a time, and no waiting for one of them to end. */
const bulkhead = closed({ name: text.optional(), maxConcurrent: whole(1, 100_000).default(DEFAULT_BULKHEAD) });

export const call = closed({
  service: text,
  route: text,
  method: z.enum(['GET', 'POST']).default('GET'),
  /** Per try; absent: none. */
  timeout: duration.default(0),
  /** Further attempts after the first. */
  retries: whole(0, 10).default(0),
  /** First and longest pause between tries; Envoy's defaults. */
  backoff: closed({ base: duration.default(25_000), max: duration.default(250_000) }).prefault({}),
  retryOn: z.array(z.enum(['5xx', 'timeout', 'connect'])).default(['5xx', 'timeout', 'connect']),
  retryBudget: share.nullable().default(null),
  /** Over all tries; absent: none. */
  overallTimeout: duration.default(0),
  /** A failure is answered by a fallback. */
  optional: flag.default(false),
  /** Skipped while this flag is off. */
  flag: text.nullable().default(null),
  breaker: breaker.nullable().default(null),
  bulkhead: bulkhead.optional(),
  adaptiveThrottling: adaptiveThrottling.optional(),
  /** Of the calling pod's Envoy, about the pods of the service. */
  outlierDetection: outlierDetection.optional(),
  /** Of the calling pod to those of the service. */
  connections: connections.optional(),
  deadline: z.enum(['propagate']).optional(),
  criticality: criticality.optional(),
}).transform(
  (c): CallModel => ({
    kind: 'call',
    service: c.service,
    route: c.route,
    method: c.method,
    timeoutUs: c.timeout,
    retries: c.retries,
    backoffBaseUs: c.backoff.base,
    backoffMaxUs: c.backoff.max,
    retryOn: c.retryOn,
    retryBudget: c.retryBudget,
    overallTimeoutUs: c.overallTimeout,
    optional: c.optional,
    flag: c.flag,
    breaker: c.breaker,
    ...(c.bulkhead === undefined ? {} : { bulkhead: { name: c.bulkhead.name ?? c.service, maxConcurrent: c.bulkhead.maxConcurrent } }),
    ...(c.adaptiveThrottling === undefined ? {} : { adaptiveThrottling: c.adaptiveThrottling }),
    ...(c.outlierDetection === undefined ? {} : { outlierDetection: c.outlierDetection }),
    ...(c.connections === undefined ? {} : { connections: c.connections }),
    ...(c.deadline === undefined ? {} : { deadline: c.deadline }),
    ...(c.criticality === undefined ? {} : { criticality: c.criticality }),
  }),
);

const query = closed({ pool: text, statement: text, table: text, writes: flag.default(false), time: randomDuration });

const keySpace = closed({
  count: whole(1, 10_000_000),
  exponent: between(0, 5).default(1),
  /** Share of requests that ask for a key of their users' own region: each region has `count` of those too. */
  byRegion: share.optional(),
});

/** Absent key: records without one. */
const produce = closed({
  topic: text,
  key: closed({ count: whole(1, 10_000_000), exponent: between(0, 5).default(0) }).optional(),
  acks: z.enum(['all', '1', '0']).default('all'),
});

/** What an endpoint does, one step after another. The key says which kind of step it is. */
export const step: z.ZodType<StepModel, unknown> = z.lazy(() =>
  oneOfKeys('a step', {
    compute: randomDuration.optional(),
    call: call.optional(),
    parallel: z.array(call).min(1, { error: 'expected at least one call' }).optional(),
    transaction: closed({ pool: text, steps: z.array(step).min(1, { error: 'expected at least one step' }) }).optional(),
    query: query.optional(),
    /** Steps only a share of requests needs, or that a flag can switch off. */
    sometimes: closed({
      share: share.default(1),
      /** Only while this flag is on. */ flag: text.nullable().default(null),
      steps: z.array(step).min(1, { error: 'expected at least one step' }),
    }).optional(),
    produce: produce.optional(),
    cache: closed({ name: text, keys: keySpace, onMiss: z.array(step) }).optional(),
  }).transform((s): StepModel => {
    if (s.call !== undefined) return s.call;
    if (s.parallel !== undefined) return { kind: 'parallel', branches: s.parallel };
    if (s.transaction !== undefined) return { kind: 'transaction', ...s.transaction };
    if (s.query !== undefined) return { kind: 'query', ...s.query };
    if (s.sometimes !== undefined) return { kind: 'sometimes', ...s.sometimes };
    if (s.produce !== undefined) return { kind: 'produce', topic: s.produce.topic, acks: s.produce.acks, key: s.produce.key ?? null };
    if (s.cache !== undefined) return { kind: 'cache', cache: s.cache.name, keys: s.cache.keys, onMiss: s.cache.onMiss };
    return { kind: 'compute', time: s.compute ?? { kind: 'constant', us: 0 } };
  }),
);
