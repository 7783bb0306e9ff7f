import { z } from 'zod';
import { certificate } from './connection.ts';
import { cdn, segments } from './cdn.ts';
import { closed } from './closed.ts';
import { criticality, edgeOutlierDetection } from './protection.ts';
import { between, bytes, cpu, duration, flag, moment, name, share, text, whole } from './quantity.ts';
import { DEFAULT_MACHINE } from '../model/machine-type.ts';
import { cache, database, pooler } from './data-store.ts';
import { dns } from './dns.ts';
import { external } from './external.ts';
import { network } from './network.ts';
import { resourceQuota } from './resource-quota.ts';
import { secret } from './secret.ts';
import { kafka } from './kafka.ts';
import { mapPosition, service } from './service.ts';

const pointOfPresence = closed({ name, share, hop: duration, proxies: whole(1, 10_000).default(8) });

const region = closed({
  name,
  /** Its cluster; the fleet's `clusterName` unless named. */
  cluster: name.optional(),
  zones: z.array(text).min(1, { error: 'expected at least one zone' }),
  share,
  /** Compute Engine's quota of the project there, in vCPUs. */
  quota: closed({ cpus: whole(1, 1_000_000) }).optional(),
  pointsOfPresence: z.array(pointOfPresence).default([]),
});

const nodePool = closed({
  name,
  region: text.optional(),
  machineType: text.default(DEFAULT_MACHINE),
  nodesPerZone: whole(1, 1_000),
  /** With a maximum, the cluster autoscaler changes the number of nodes in each zone. */
  minNodes: whole(0, 1_000).optional(),
  maxNodes: whole(1, 1_000).optional(),
  /** It takes machines away too. */
  scaleDown: flag.optional(),
  /** Allocatable, not capacity: what GKE leaves for pods. */
  cpu,
  memory: bytes,
  podCapacity: whole(1, 256).default(110),
});

const featureFlag = closed({ name: text, on: flag, description: text });

/** Shorter ones are nobody's. */
const SHORTEST_TIMEOUT_US = 1_000;

/** A route rule of the URL map. Without a timeout the backend service's holds. */
const edgeRoute = closed({
  route: text,
  timeout: duration.refine((us) => us >= SHORTEST_TIMEOUT_US, { error: 'expected at least 1ms' }).optional(),
  retries: whole(0, 10).default(0),
});

const loadBalancer = closed({
  name,
  host: text,
  service: text,
  /** GCLB's backend service default is 30 s. */
  timeout: duration.default(30_000_000),
  hop: duration.default(500),
  betweenRegions: duration.default(50_000),
  retries: whole(0, 10).default(0),
  maxRatePerEndpoint: between(0.001, 100_000_000).optional(),
  logSampleRate: share.default(0.1),
  routes: z.array(edgeRoute).min(1, { error: 'expected at least one route' }).optional(),
  outlierDetection: edgeOutlierDetection.optional(),
  map: mapPosition.default({ column: 0, row: 0 }),
});

const arrivals = closed({
  route: text,
  method: z.enum(['GET', 'POST']).default('GET'),
  perSecond: between(0, 1_000_000),
  criticality: criticality.optional(),
  segments: segments.optional(),
});

const client = closed({
  name,
  userAgent: text.default('Wavelength/1.0'),
  hop: duration.default(10_000),
  timeout: duration,
  retries: whole(0, 10).default(0),
  /** Of its requests, unless a route says another. */
  criticality: criticality.optional(),
  backoff: closed({ base: duration.default(1_000_000), max: duration.default(3_000_000) }).prefault({}),
  routes: z.array(arrivals).min(1, { error: 'expected at least one route' }),
  curve: z.array(closed({ at: moment, factor: between(0, 1_000) })).default([]),
  /** Answers to GET of one route that each app keeps. */
  cache: closed({ route: text, ttl: duration, users: whole(1, 1_000_000) })
    .nullable()
    .default(null),
});

const slo = closed({
  route: text,
  kind: z.enum(['availability', 'latency']),
  /** What users do, in words: `playlist opens`. */
  noun: text,
  objective: share,
  threshold: duration.optional(),
});

/** A fleet as written. */
/** A statement's event keeps the number of its database in four bits. */
const MOST_DATABASES = 16;

export const fleet = closed({
  schemaVersion: whole(1),
  /** A fleet file beside this one, whose keys hold where this one says nothing else. */
  extends: name.optional(),
  name,
  project: text.default('example'),
  namespace: name.default('default'),
  clusterName: name.default('cluster-1'),
  kubernetesVersion: text.default('v1.32.4-gke.1106000'),
  regions: z.array(region).min(1, { error: 'expected at least one region' }),
  nodePools: z.array(nodePool).min(1, { error: 'expected at least one node pool' }),
  services: z.array(service).min(1, { error: 'expected at least one service' }),
  databases: z
    .array(database)
    .max(MOST_DATABASES, { error: `expected at most ${MOST_DATABASES} databases` })
    .default([]),
  poolers: z.array(pooler).default([]),
  caches: z.array(cache).default([]),
  externals: z.array(external).min(1, { error: 'expected at least one' }).optional(),
  cdn: cdn.optional(),
  resourceQuotas: z.array(resourceQuota).min(1, { error: 'expected at least one' }).optional(),
  certificates: z.array(certificate).optional(),
  secrets: z.array(secret).min(1, { error: 'expected at least one secret' }).optional(),
  kafka: kafka.optional(),
  flags: z.array(featureFlag).default([]),
  loadBalancer,
  clients: z.array(client).min(1, { error: 'expected at least one client class' }),
  slos: z.array(slo).default([]),
  network: network.optional(),
  dns: dns.optional(),
});

export type FleetWords = z.output<typeof fleet>;
