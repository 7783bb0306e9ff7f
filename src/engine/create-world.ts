import type { Recorder } from '../contract/records.ts';
import { openStream } from '../base/random.ts';
import { hashText } from '../base/hash.ts';
import type { ScenarioModel } from '../scenario/model/scenario.ts';
import { createAutoscaler, scheduleAutoscaler } from './control/autoscaler.ts';
import { createCanaryState } from './control/canary-state.ts';
import { initialConfig } from './control/config-maps.ts';
import { propagateEndpoints } from './control/endpoints.ts';
import { templateHash, uidIn } from './control/names.ts';
import { startAtOnce } from './control/pod-start.ts';
import { createGaugeTrail } from './instruments/set-gauge.ts';
import { placePod } from './control/pods.ts';
import type { ServiceState } from './control/service-state.ts';
import { attachAtOnce, isBehindEdge } from './edge/endpoint-group.ts';
import { createEdgeLoad } from './edge/edge-load.ts';
import { createBackendConnections } from './edge/backend-connections.ts';
import { createCdnState } from './cdn/cdn-state.ts';
import { createCertificate, scheduleRenewal } from './connect/certificates.ts';
import { createDnsState } from './dns/dns-state.ts';
import { createEdgeOutliers, scheduleEdgeSweeps } from './edge/backend-outliers.ts';
import { createBreakerTable } from './fleet/breakers.ts';
import { createCacheState, keysOf } from './fleet/cache.ts';
import { createPasswords } from './fleet/passwords.ts';
import { createClientPools } from './fleet/client-pools.ts';
import { createDisk } from './fleet/disk.ts';
import { createPoolerState } from './fleet/pooler.ts';
import { createDatabaseState, openSession, OWNER } from './fleet/postgres.ts';
import { isAutoscaled, scheduleClusterAutoscaler } from './nodes/cluster-autoscaler.ts';
import { settleGroups } from './kafka/group.ts';
import { createKafkaState } from './kafka/kafka-state.ts';
import { createNodeGroups, placeFirstNodes } from './nodes/node-groups.ts';
import { createLinks } from './network/links.ts';
import { createReplication, createWal, type WalState } from './fleet/wal.ts';
import { addTarget, createMeters } from './instruments/meters.ts';
import { createLifecycleStates, ensureRow, fire } from './machines/lifecycle.ts';
import { compilePlan } from './plan/compile.ts';
import type { Plan, StreamPlan } from './plan/plan.ts';
import { EVENT, PRIORITY } from './queue/event-kinds.ts';
import { createEventQueue, pushEvent } from './queue/event-queue.ts';
import { createAttemptTable } from './requests/attempt-table.ts';
import { ENVOY_FLAGS } from './requests/finish.ts';
import { createRetryWindow } from './requests/retry-window.ts';
import { createTimerRing } from './requests/timers.ts';
import { scheduleArrival } from './users/arrivals.ts';
import { createClientCache } from './users/client-cache.ts';
import { createHarmState } from './users/harm.ts';
import type { Words, World, WorldState } from './world.ts';
import { createResumeRing, OUTCOME, OUTCOME_ERROR_TYPES } from './world.ts';

export const SCRAPE_INTERVAL_US = 5_000_000;

/** Builds the world at simulated time 0: a fleet that has been there for days, with nothing in flight. */
export function createWorld(scenario: ScenarioModel, seed: number, recorder: Recorder): World {
  const plan = compilePlan(scenario);
  const state = emptyState(plan, seed, recorder);
  const edgeTarget = addTarget(state.meters, {
    job: 'gclb',
    instance: 'loadbalancing.googleapis.com',
    labels: { job: 'gclb', instance: 'loadbalancing.googleapis.com', load_balancer: scenario.fleet.loadBalancer.name },
  });
  const world: World = {
    plan,
    seed,
    recorder,
    edgeTarget,
    playStartUs: scenario.warmupUs,
    nodes: state.nodes,
    nodeNames: [],
    gaugeTrail: createGaugeTrail(),
    shownPods: [],
    streams: plan.streams.map((stream) => openStream(seed, `arrivals/${stream.name}`)),
    words: internWords(plan, recorder),
    onScrape: () => undefined,
    onTimeline: () => undefined,
    metrics: { query: () => null },
    s: state,
  };
  placeFirstNodes(world);
  if (isImperfect(scenario)) state.links = createLinks(world, scenario.fleet.network?.links ?? []);
  openResidents(world);
  plan.services.forEach((service, index) => {
    const { model } = service;
    for (let i = 0; i < model.replicas; i++)
      startAtOnce(world, placePod(world, index, state.services[index].current, model.revisions[model.revisions.length - 1].deployedAgoUs));
    propagateEndpoints(world, index);
    if (isBehindEdge(world, index)) for (const pod of state.services[index].endpoints) attachAtOnce(world, pod);
    if (model.autoscaler !== null) scheduleAutoscaler(world, index);
  });
  if (plan.kafka !== undefined) settleGroups(world);
  plan.scenario.fleet.regions.forEach((_, region) => {
    if (isAutoscaled(world, region)) scheduleClusterAutoscaler(world, region);
  });
  return world;
}

/** Whether anything is, or will be, said of the network. */
function isImperfect({ fleet, timeline }: ScenarioModel): boolean {
  return fleet.network !== undefined || timeline.some(({ command }) => command.kind === 'degrade-link');
}

/** First events of a new world; a restored one has its own. */
export function scheduleFirstEvents(world: World): void {
  const { s, plan } = world;
  plan.streams.forEach((_, stream) => scheduleArrival(world, stream));
  pushEvent(s.queue, 1_000_000, PRIORITY[EVENT.second], EVENT.second, 0, 0);
  scheduleEdgeSweeps(world);
  pushEvent(s.queue, SCRAPE_INTERVAL_US, PRIORITY[EVENT.scrape], EVENT.scrape, 0, 0);
  plan.scenario.timeline.forEach((entry, index) => pushEvent(s.queue, world.playStartUs + entry.atUs, PRIORITY[EVENT.timeline], EVENT.timeline, index, 0));
  plan.services.forEach((service, index) =>
    service.model.routineLogs.forEach((line, at) => {
      const first = hashText(`${service.model.name}/${at}`, world.seed) % line.everyUs;
      pushEvent(s.queue, first, PRIORITY[EVENT.routineLog], EVENT.routineLog, index * 64 + at, 0);
    }),
  );
  s.certificates?.forEach((_, certificate) => scheduleRenewal(world, certificate));
  plan.scenario.fleet.poolers.forEach((_, index) => pushEvent(s.queue, 60_000_000, PRIORITY[EVENT.poolerStats], EVENT.poolerStats, index, 0));
}

function emptyState(plan: Plan, seed: number, recorder: Recorder): WorldState {
  const { fleet } = plan.scenario;
  const lifecycles = createLifecycleStates(plan.kafka !== undefined);
  plan.kafka?.groups.forEach((_, index) => ensureRow(lifecycles, 'consumerGroup', index));
  plan.services.forEach((_, index) => {
    ensureRow(lifecycles, 'rollout', index);
    ensureRow(lifecycles, 'canary', index);
  });
  plan.upstreams.forEach((upstream, index) => {
    ensureRow(lifecycles, 'database', index);
    fire(lifecycles, 'database', index, upstream < 0 ? 'READY_AS_PRIMARY' : 'READY_AS_STANDBY');
  });
  return {
    nowUs: 0,
    events: 0,
    queue: createEventQueue(),
    attempts: createAttemptTable(),
    timers: plan.sites.map(createTimerRing),
    retryWindows: plan.sites.map((site) => (site.budget < 0 ? null : createRetryWindow())),
    pods: [],
    lifecycles,
    nodes: [],
    nodeGroups: createNodeGroups(fleet),
    quotas: fleet.regions.map(({ quotaCpus }) => ({ cpus: quotaCpus ?? Infinity, asked: 0 })),
    isolated: new Uint8Array(fleet.regions.length),
    services: plan.services.map((service) => initialService(plan, service.index)),
    analyses: [],
    clientCaches: plan.streams.map((stream, index) => (stream.cached === null ? null : createClientCache(stream, hashText(`cache/${index}`, seed)))),
    pools: createClientPools(),
    poolers: fleet.poolers.map((pooler) =>
      createPoolerState(pooler.defaultPoolSize, infraSource(plan, recorder, pooler.name, 'pgbouncer', pooler.region, pooler.version, '10.8.0.9')),
    ),
    databases: fleet.databases.map((database, index) =>
      createDatabaseState(
        database.settings,
        database.databases,
        infraSource(plan, recorder, database.name, 'postgres', database.region, database.version, database.host),
        walOf(plan, index),
        database.disk === undefined ? null : createDisk(database.disk, plan.standbys[index]),
      ),
    ),
    replication: createReplication(fleet.databases.length, fleet.regions.length),
    caches: fleet.caches.map((cache, index) =>
      createCacheState(
        cache.capacityKeys,
        cache.ttlUs,
        Math.max(0, ...plan.cacheReads.map((read) => (read.cache === index ? keysOf(read.keys, fleet.regions.length) : 0))),
      ),
    ),
    ...(fleet.resourceQuotas === undefined ? {} : { resourceQuotas: fleet.resourceQuotas.map(({ hard }) => ({ hard: { ...hard } })) }),
    ...(fleet.externals === undefined ? {} : { externals: fleet.externals.map(({ failures }) => ({ slowdown: 1, failures })) }),
    ...(plan.cdn === undefined ? {} : { cdn: createCdnState(plan.cdn, fleet.clients.length) }),
    ...(plan.kafka === undefined ? {} : { kafka: createKafkaState(plan.kafka) }),
    ...(plan.dns === undefined ? {} : { dns: createDnsState() }),
    ...(fleet.secrets === undefined ? {} : { passwords: createPasswords(fleet.secrets) }),
    backendConnections: createBackendConnections(),
    edgeLoad: createEdgeLoad(plan.services.length),
    edgeRetries: fleet.loadBalancer.retries,
    ...(fleet.loadBalancer.routes === undefined ? {} : { edgeRoutes: fleet.loadBalancer.routes.map(({ timeoutUs, retries }) => ({ timeoutUs, retries })) }),
    ...(fleet.loadBalancer.outlierDetection === undefined ? {} : { edgeOutliers: createEdgeOutliers(fleet.loadBalancer.outlierDetection, plan.edge.proxies) }),
    drainedZones: [],
    flags: fleet.flags.map((flag) => ({ on: flag.on, changedUs: null, changedBy: '' })),
    breakers: createBreakerTable(),
    ...(fleet.certificates === undefined
      ? {}
      : { certificates: fleet.certificates.map((certificate) => createCertificate(certificate, plan.scenario.warmupUs)) }),
    harm: createHarmState(plan.slos.length),
    meters: createMeters(plan.sites.length, plan.services.length),
    resumes: createResumeRing(),
    streams: plan.streams.map((stream) => ({ state: openStream(seed, `arrivals/${stream.name}`).state(), factor: 1 })),
    bursts: [],
    http: { nextId: 1, waiting: {}, answers: {} },
    nextName: 1,
  };
}

/** null where nothing is replicated and no disk is modelled. */
function walOf(plan: Plan, index: number): WalState | null {
  const upstream = plan.upstreams[index];
  return upstream < 0 && plan.standbys[index].length === 0 && plan.scenario.fleet.databases[index].disk === undefined ? null : createWal(upstream);
}

function initialService(plan: Plan, index: number): ServiceState {
  const { model } = plan.services[index];
  const replicaSets = model.revisions.map((revision, at) => {
    const image = `${model.image}:${revision.version}`;
    const hash = templateHash(model.name, image, model.env, null);
    return {
      revision: revision.revision,
      version: revision.version,
      image,
      env: { ...model.env },
      changeCause: revision.changeCause,
      hash,
      uid: uidIn(plan.scenario.fleet, model.region, `${model.name}-${hash}`),
      createdUs: -revision.deployedAgoUs,
      restartedAtUs: null,
      desired: at === model.revisions.length - 1 ? model.replicas : 0,
      pods: [],
    };
  });
  return {
    createdUs: -model.createdAgoUs,
    generation: replicaSets.length,
    replicas: model.replicas,
    replicaSets,
    current: replicaSets.length - 1,
    endpoints: [],
    endpointsDueUs: -1,
    group: [],
    backends: [],
    lastProgressUs: 0,
    paused: false,
    canary: model.canary === null ? null : createCanaryState(replicaSets.length - 1, model.canary.steps.length),
    syncScheduled: false,
    config: initialConfig(plan, index),
    autoscaler: model.autoscaler === null ? null : createAutoscaler(model.autoscaler, model.replicas, -model.createdAgoUs),
  };
}

function infraSource(plan: Plan, recorder: Recorder, name: string, container: string, region: string, version: string, ip: string): number {
  const zone = plan.scenario.fleet.regions.find((candidate) => candidate.name === region)?.zones[0] ?? '';
  return recorder.source({ service: name, pod: name, container, node: '', zone, region, version, ip });
}

function internWords(plan: Plan, recorder: Recorder): Words {
  const ids = new Map<string, number>();
  const of = (text: string): number => {
    let id = ids.get(text);
    if (id === undefined) {
      id = recorder.intern(text);
      ids.set(text, id);
    }
    return id;
  };
  // breakers were numbered service by service, so a service's own are those before the next service's first
  const firstBreaker = plan.services.map((_, service) => plan.sites.filter((site) => site.breaker >= 0 && site.from < service).length);
  const { fleet } = plan.scenario;
  // what cannot happen in a fleet has no word there
  const unheard = [
    ...(plan.sites.some(({ bulkhead }) => bulkhead >= 0) ? [] : [OUTCOME.bulkheadFull]),
    ...(plan.sites.some(({ throttle }) => throttle >= 0) ? [] : [OUTCOME.throttled]),
    ...(fleet.certificates === undefined ? [OUTCOME.unverified] : []),
    ...(fleet.dns === undefined ? [OUTCOME.lookupTimedOut, OUTCOME.noSuchHost] : []),
    ...(fleet.secrets === undefined ? [OUTCOME.wrongPassword] : []),
    ...(fleet.kafka?.region === undefined ? [OUTCOME.recordExpired] : []),
  ] as readonly number[];
  return {
    of,
    firstBreaker: [...firstBreaker, plan.breakers.length],
    routes: plan.endpoints.map(({ method, route }) => of(method === 'GET' ? route : `${method} ${route}`)),
    services: plan.services.map((service) => of(service.model.name)),
    addresses: plan.sites.map(({ address }) => of(address)),
    operations: plan.endpoints.map((endpoint) => of(`${endpoint.method} ${endpoint.route}`)),
    queries: plan.queries.map((query) => of(query.operation)),
    errors: OUTCOME_ERROR_TYPES.map((text, outcome) => (text === '' || unheard.includes(outcome) ? 0 : of(text))),
    of500: of('500'),
    flags: ENVOY_FLAGS.map((text) => of(text)),
    databaseOfPooler: fleet.poolers.map((pooler) => fleet.databases.findIndex((database) => database.name === pooler.database)),
    edgeSource: infraSource(plan, recorder, fleet.loadBalancer.name, 'gclb', '', '', ''),
    segmentRequests: plan.edge.pointsOfPresence.map(({ name }) =>
      fleet.cdn === undefined ? [] : fleet.clients.map(({ userAgent }) => of(`${fleet.cdn?.host} ${name} ${userAgent}`)),
    ),
    edgeRequests: usesOf(plan).map(({ client, route, method }) => of(`${method} ${route} ${client.userAgent}`)),
    poolerAddress: fleet.poolers.map((_, at) => `10.8.0.${9 + at}`),
  };
}

/** The streams of one point of presence: every use once. */
function usesOf(plan: Plan): readonly StreamPlan[] {
  return plan.streams.filter((stream) => plan.sites[stream.sites[0]].pointOfPresence === 0);
}

function openResidents(world: World): void {
  world.plan.scenario.fleet.databases.forEach((database, index) => {
    for (const resident of database.residents) {
      const state = world.s.databases[index];
      const replication = resident.kind === 'replication';
      const row = openSession(world, index, {
        user: resident.user,
        database: resident.database,
        application: resident.application,
        clientAddress: '10.132.0.90',
        clientPort: state.nextPort++,
        owner: OWNER.resident,
        ownerRow: -1,
        superuser: resident.user === 'postgres',
        takesSlot: !replication,
      });
      const session = state.sessions[row];
      if (session) session.query = resident.query;
    }
  });
}
