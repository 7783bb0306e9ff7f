import { z } from 'zod';
import { closed } from './closed.ts';
import { databaseDisk } from './disk.ts';
import { bytes, duration, name, text, whole } from './quantity.ts';
import { randomDuration } from './random-duration.ts';
import { mapPosition } from './service.ts';

const SECOND = 1_000_000;

/** The store of another region that services of this one mean when they name it. */
const inPlaceOf = text.optional();

const table = closed({ database: text, name: text, rows: whole(0, 1_000_000_000_000), size: bytes });

const resident = closed({
  user: text,
  /** Empty for replication, which is of the whole instance. */
  database: z.string().default(''),
  application: text,
  kind: z.enum(['client', 'replication']).default('client'),
  query: z.string().default(''),
});

export const database = closed({
  name,
  region: text.optional(),
  inPlaceOf,
  /** In which its machine stands; without one, power cuts of zones leave it alone. */
  zone: text.optional(),
  /** The primary it streams from, asynchronously. */
  replicaOf: text.optional(),
  host: text,
  version: text.default('15.8'),
  databases: z.array(text).min(1, { error: 'expected at least one database' }),
  cores: whole(1, 1_024).default(4),
  settings: z.record(z.string(), z.string({ error: 'expected text; put numbers and on/off in quotes' })).default({}),
  tables: z.array(table).default([]),
  residents: z.array(resident).default([]),
  connect: randomDuration.default({ kind: 'constant', us: 4_000 }),
  disk: databaseDisk.optional(),
  map: mapPosition.default({ column: 0, row: 0 }),
});

/** Defaults: PgBouncer (default_pool_size 20, max_client_conn 100, server_idle_timeout 600 s, server_login_retry 15 s, query_wait_timeout 120 s). */
export const pooler = closed({
  name,
  region: text.optional(),
  inPlaceOf,
  version: text.default('1.23.1'),
  database: text,
  mode: z.literal('transaction', { error: 'expected transaction' }).default('transaction'),
  defaultPoolSize: whole(1, 10_000).default(20),
  maxClientConnections: whole(1, 100_000).default(100),
  serverIdleTimeout: duration.default(600 * SECOND),
  serverLoginRetry: duration.default(15 * SECOND),
  queryWaitTimeout: duration.default(120 * SECOND),
  map: mapPosition.default({ column: 0, row: 0 }),
});

export const cache = closed({
  name,
  region: text.optional(),
  inPlaceOf,
  capacityKeys: whole(1, 10_000_000),
  ttl: duration.default(3_600 * SECOND),
  time: randomDuration,
  map: mapPosition.default({ column: 0, row: 0 }),
});
