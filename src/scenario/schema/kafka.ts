import { z } from 'zod';
import type { ConsumesModel, KafkaModel } from '../model/kafka.ts';
import { closed } from './closed.ts';
import { duration, text, name, whole } from './quantity.ts';
import { randomDuration } from './random-duration.ts';
import { step } from './step.ts';

const SECOND = 1_000_000;

/** Default: log.retention.hours 168. */
const topic = closed({
  name: text,
  partitions: whole(1, 1_000).default(1),
  replicationFactor: whole(1, 100).default(3),
  retention: duration.default(7 * 86_400 * SECOND),
});

export const kafka = closed({
  name,
  region: text.optional(),
  brokers: whole(1, 1_000).default(3),
  time: randomDuration.default({ kind: 'constant', us: 1_000 }),
  replication: randomDuration.default({ kind: 'constant', us: 1_000 }),
  topics: z.array(topic).min(1, { error: 'expected at least one topic' }),
  map: closed({ column: whole(0, 40), row: whole(0, 40) }).default({ column: 0, row: 0 }),
}).transform(
  ({ region, topics, ...k }): KafkaModel => ({
    ...k,
    ...(region === undefined ? {} : { region }),
    topics: topics.map(({ retention, ...t }) => ({ ...t, retentionUs: retention })),
  }),
);

/** Defaults: Kafka's consumer (max.poll.records 500, max.poll.interval.ms 5 min, session.timeout.ms 45 s, auto.offset.reset latest). */
export const consumes = closed({
  topic: text,
  group: text,
  steps: z.array(step),
  maxPollRecords: whole(1, 1_000_000).default(500),
  maxPollInterval: duration.default(300 * SECOND),
  sessionTimeout: duration.default(45 * SECOND),
  autoOffsetReset: z.enum(['earliest', 'latest']).default('latest'),
  onError: z.enum(['retry', 'skip', 'park']).default('retry'),
  retryBackoff: duration.default(SECOND),
  deadLetterTopic: text.optional(),
}).transform(
  (c): ConsumesModel => ({
    topic: c.topic,
    group: c.group,
    steps: c.steps,
    maxPollRecords: c.maxPollRecords,
    maxPollIntervalUs: c.maxPollInterval,
    sessionTimeoutUs: c.sessionTimeout,
    autoOffsetReset: c.autoOffsetReset,
    onError: c.onError,
    retryBackoffUs: Math.max(1_000, c.retryBackoff),
    ...(c.deadLetterTopic === undefined ? {} : { deadLetterTopic: c.deadLetterTopic }),
  }),
);
