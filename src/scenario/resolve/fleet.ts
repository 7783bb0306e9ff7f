import type { AutoscalerModel, FleetModel, PointOfPresenceModel, RegionModel, ServiceModel, SloModel, StepModel } from '../model/fleet.ts';
import type { CertificateModel } from '../model/connection.ts';
import type { ConsumesModel } from '../model/kafka.ts';
import type { FleetWords } from '../schema/fleet.ts';
import type { ServiceWords } from '../schema/service.ts';
import { withConnections } from './connections.ts';
import { resolveDns } from './dns.ts';
import { stepsWith, endpointsWith, type Home, homesOf, poolsWith, standInsOf } from './regions.ts';

const MIB = 1024 * 1024;

/** A validated fleet as written to the model the engine runs: names and defaults that follow from others are filled in. */
export function resolveFleet(words: FleetWords): FleetModel {
  const firstRegion = words.regions[0].name;
  return {
    name: words.name,
    project: words.project,
    namespace: words.namespace,
    clusterName: words.clusterName,
    kubernetesVersion: words.kubernetesVersion,
    regions: words.regions.map((region) => resolveRegion(region, words)),
    nodePools: words.nodePools.map((pool) => ({
      name: pool.name,
      region: pool.region ?? firstRegion,
      machineType: pool.machineType,
      nodesPerZone: pool.nodesPerZone,
      ...(pool.maxNodes === undefined ? {} : { limits: { minNodes: pool.minNodes ?? 0, maxNodes: pool.maxNodes } }),
      ...(pool.scaleDown === true ? { scaleDown: true as const } : {}),
      cpuMilli: pool.cpu,
      memoryMiB: Math.floor(pool.memory / MIB),
      podCapacity: pool.podCapacity,
    })),
    services: words.services.flatMap((service) => homesOf(service, firstRegion).map((home) => resolveService(service, words, firstRegion, home))),
    databases: words.databases.map(({ inPlaceOf: _, ...database }) => ({
      ...database,
      region: database.region ?? firstRegion,
      zone: database.zone ?? null,
      replicaOf: database.replicaOf ?? null,
      tables: tablesOf(database, words).map(({ size, ...table }) => ({ ...table, sizeBytes: size })),
    })),
    poolers: words.poolers.map((pooler) => ({
      name: pooler.name,
      region: pooler.region ?? firstRegion,
      version: pooler.version,
      database: pooler.database,
      mode: pooler.mode,
      defaultPoolSize: pooler.defaultPoolSize,
      maxClientConnections: pooler.maxClientConnections,
      serverIdleTimeoutUs: pooler.serverIdleTimeout,
      serverLoginRetryUs: pooler.serverLoginRetry,
      queryWaitTimeoutUs: pooler.queryWaitTimeout,
      map: pooler.map,
    })),
    caches: words.caches.map((cache) => ({
      name: cache.name,
      region: cache.region ?? firstRegion,
      capacityKeys: cache.capacityKeys,
      ttlUs: cache.ttl,
      time: cache.time,
      map: cache.map,
    })),
    ...(words.externals === undefined ? {} : { externals: words.externals }),
    ...(words.cdn === undefined ? {} : { cdn: words.cdn }),
    ...(words.resourceQuotas === undefined
      ? {}
      : {
          resourceQuotas: words.resourceQuotas.flatMap(({ name, region, hard }) =>
            words.regions.flatMap((home) => (region === undefined || region === home.name ? [{ name, region: home.name, hard }] : [])),
          ),
        }),
    ...(words.certificates === undefined ? {} : { certificates: words.certificates.map((certificate) => resolveCertificate(certificate, words)) }),
    ...(words.secrets === undefined ? {} : { secrets: words.secrets }),
    ...(words.kafka === undefined ? {} : { kafka: words.kafka }),
    flags: words.flags,
    loadBalancer: {
      name: words.loadBalancer.name,
      host: words.loadBalancer.host,
      service: words.loadBalancer.service,
      timeoutUs: words.loadBalancer.timeout,
      hopUs: words.loadBalancer.hop,
      betweenRegionsUs: words.loadBalancer.betweenRegions,
      retries: words.loadBalancer.retries,
      ...(words.loadBalancer.maxRatePerEndpoint === undefined ? {} : { maxRatePerEndpoint: words.loadBalancer.maxRatePerEndpoint }),
      logSampleRate: words.loadBalancer.logSampleRate,
      ...(words.loadBalancer.outlierDetection === undefined ? {} : { outlierDetection: words.loadBalancer.outlierDetection }),
      ...(words.loadBalancer.routes === undefined
        ? {}
        : {
            routes: words.loadBalancer.routes.map(({ route, timeout, retries }) => ({ route, timeoutUs: timeout ?? words.loadBalancer.timeout, retries })),
          }),
      map: words.loadBalancer.map,
    },
    clients: words.clients.map((client) => ({
      name: client.name,
      userAgent: client.userAgent,
      hopUs: client.hop,
      timeoutUs: client.timeout,
      retries: client.retries,
      backoffBaseUs: client.backoff.base,
      backoffMaxUs: client.backoff.max,
      routes: client.routes.map(({ criticality = client.criticality, ...use }) => ({ ...use, ...(criticality === undefined ? {} : { criticality }) })),
      curve: client.curve.map((point) => ({ atUs: point.at, factor: point.factor })),
      cache: client.cache === null ? null : { route: client.cache.route, ttlUs: client.cache.ttl, users: client.cache.users },
    })),
    slos: words.slos.map(
      (slo): SloModel => ({
        name: `${slo.route} ${slo.kind}`,
        route: slo.route,
        kind: slo.kind,
        noun: slo.noun,
        objective: slo.objective,
        thresholdUs: slo.threshold ?? 0,
      }),
    ),
    ...(words.network === undefined ? {} : { network: words.network }),
    ...(words.dns === undefined ? {} : { dns: resolveDns(words.dns, words.namespace, words.project) }),
  };
}

/** A certificate is for the services that mount it, by the names they have inside the cluster. */
function resolveCertificate(certificate: CertificateModel, { services, namespace }: FleetWords): CertificateModel {
  if (certificate.dnsNames.length > 0) return certificate;
  const dnsNames = services.flatMap(({ name, tls }) => (tls?.certificate === certificate.name ? [name, `${name}.${namespace}.svc`] : []));
  return { ...certificate, dnsNames };
}

/** A replica has its primary's tables. */
function tablesOf(database: FleetWords['databases'][number], fleet: FleetWords): FleetWords['databases'][number]['tables'] {
  return database.tables.length > 0 ? database.tables : (fleet.databases.find(({ name }) => name === database.replicaOf)?.tables ?? []);
}

/** A region without points of presence has one, which stands for all of Google's front ends near it. */
function resolveRegion(region: FleetWords['regions'][number], fleet: FleetWords): RegionModel {
  const named = region.pointsOfPresence.map(({ name, share, hop, proxies }): PointOfPresenceModel => ({ name, share, hopUs: hop, proxies }));
  const cluster = region.cluster ?? fleet.clusterName;
  const { name, zones, share, quota } = region;
  return {
    name,
    zones,
    share,
    cluster,
    ...(quota === undefined ? {} : { quotaCpus: quota.cpus }),
    pointsOfPresence: named.length > 0 ? named : [{ name: region.name, share: 1, hopUs: fleet.loadBalancer.hop, proxies: 8 }],
  };
}

/** A metric without a name is called as KEDA calls the one it makes of a Prometheus trigger. Source: KEDA pkg/scalers GenerateMetricNameWithIndex. */
function resolveAutoscaler({ minReplicas, maxReplicas, targetCpu, metrics }: NonNullable<Home['autoscaler']>): AutoscalerModel {
  return {
    minReplicas,
    maxReplicas,
    targetCpuPercent: targetCpu ?? null,
    ...(metrics === undefined
      ? {}
      : { metrics: metrics.map(({ name, query, target }, at) => ({ name: name ?? `s${at}-prometheus`, query, targetMilli: Math.round(target * 1000) })) }),
  };
}

function resolveService(service: ServiceWords, fleet: FleetWords, firstRegion: string, { region, replicas, autoscaler }: Home): ServiceModel {
  const standIns = standInsOf(fleet, region, firstRegion);
  return {
    name: service.name,
    owner: service.owner,
    critical: service.critical,
    description: service.description,
    runtime: service.runtime,
    // Artifact Registry: LOCATION-docker.pkg.dev/PROJECT/REPOSITORY/IMAGE
    image: service.image ?? `${firstRegion}-docker.pkg.dev/${fleet.project}/services/${service.name}`,
    port: service.port,
    revisions: service.revisions.map((revision, i) => ({
      revision: revision.revision ?? i + 1,
      version: revision.version,
      changeCause: revision.changeCause,
      deployedAgoUs: revision.deployedAgo,
    })),
    region,
    replicas,
    createdAgoUs: service.createdAgo,
    cpuRequestMilli: service.cpu.request,
    cpuLimitMilli: service.cpu.limit,
    ...(service.cpu.throttling === undefined ? {} : { throttling: service.cpu.throttling }),
    memoryRequestMiB: Math.round(service.memory.request / MIB),
    memoryLimitMiB: Math.round(service.memory.limit / MIB),
    memoryBaseMiB: Math.round(service.memory.base / MIB),
    memoryPerRequestKiB: Math.round(service.memory.perRequest / 1024),
    workers: service.workers,
    cores: service.cores,
    // CFS shares
    discipline: service.cpu.throttling === 'cfs' ? 'ps' : service.discipline,
    acceptQueue: service.acceptQueue,
    ...(service.rateLimit === undefined ? {} : { rateLimit: service.rateLimit }),
    ...(service.maxInFlight === undefined ? {} : { maxInFlight: service.maxInFlight }),
    ...(service.adaptiveConcurrency === undefined ? {} : { adaptiveConcurrency: service.adaptiveConcurrency }),
    ...(service.limitShares === undefined ? {} : { limitShares: service.limitShares }),
    startup: service.startup,
    imagePull: service.imagePull,
    terminationGraceUs: service.terminationGrace,
    preStopUs: service.preStop,
    maxSurge: service.rollout.maxSurge,
    maxUnavailable: service.rollout.maxUnavailable,
    progressDeadlineUs: service.rollout.progressDeadline,
    canary: service.canary,
    liveness: service.liveness,
    readiness: service.readiness,
    pools: poolsWith(service.pools, standIns),
    endpoints: withConnections(endpointsWith(service.endpoints, standIns), securedOf(fleet)),
    ...(service.consumes === undefined ? {} : { consumes: { ...service.consumes, steps: stepsOfRecord(service.consumes, fleet, standIns) } }),
    env: service.env,
    elasticWorkers: service.elasticWorkers,
    keepAlive: service.keepAlive,
    onTerm: service.onTerm,
    autoscaler: autoscaler === null ? null : resolveAutoscaler(autoscaler),
    ...(service.disruptionBudget === undefined ? {} : { disruptionBudget: service.disruptionBudget }),
    ...(service.tls === undefined ? {} : { tls: service.tls }),
    routineLogs: service.routineLogs.map((log) => ({ everyUs: log.every, level: log.level, text: log.text })),
    map: service.map,
  };
}

/** Services that are called over TLS. */
function securedOf(fleet: FleetWords): ReadonlySet<string> {
  return new Set(fleet.services.flatMap(({ name, tls }) => (tls === undefined ? [] : [name])));
}

/** What a consumer does with a record calls as an endpoint's steps do. */
function stepsOfRecord({ topic, steps }: ConsumesModel, fleet: FleetWords, standIns: ReadonlyMap<string, string>): readonly StepModel[] {
  return withConnections([{ route: topic, method: 'POST', steps: stepsWith(steps, standIns) }], securedOf(fleet))[0].steps;
}
