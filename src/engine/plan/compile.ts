import { assert } from '../../base/assert.ts';
import type { CallModel, EndpointModel, FleetModel, StepModel } from '../../scenario/model/fleet.ts';
import type { ScenarioModel } from '../../scenario/model/scenario.ts';
import { zipfOf } from '../fleet/cache.ts';
import { criticalityBits } from '../protection/criticality.ts';
import { type Duration, durationOf } from './distribution.ts';
import type { BreakerModel } from '../../scenario/model/fleet.ts';
import type { CacheReadPlan, ClientPoolPlan, EdgePlan, EndpointPlan, Plan, PointOfPresencePlan, QueryPlan, ServicePlan, StreamPlan } from './plan.ts';
import { OP, RUNTIME } from './plan.ts';
import { compileCdn, segmentsOf } from './cdn.ts';
import { compileDns } from './dns.ts';
import { compileKafka, produceOf, type ProducePlan } from './kafka.ts';
import { compileDisks } from './disks.ts';
import { compileReplicas, nearestOf } from './replicas.ts';
import { bulkheadsOf, clustersOf, numberSites, type NewSite, poolsOf, throttlesOf } from './sites.ts';

/** Compiles a validated scenario. The loader has checked every name; a miss here is our own mistake. */
export function compilePlan(scenario: ScenarioModel): Plan {
  const fleet = scenario.fleet;
  const durations: Duration[] = [];
  const program = { op: [] as number[], a: [] as number[], b: [] as number[] };
  const sites: NewSite[] = [];
  const breakers: BreakerModel[] = [];
  const queries: QueryPlan[] = [];
  const cacheReads: CacheReadPlan[] = [];
  const endpoints: EndpointPlan[] = [];
  const produces: ProducePlan[] = [];
  const names = indexNames(fleet);
  const { externals = [] } = fleet;
  const replicas = compileReplicas(fleet);
  const regionAt = (region: string): number => fleet.regions.findIndex(({ name }) => name === region);

  // endpoints get their numbers first, so that calls can name them in any order
  const endpointIndex = new Map<string, number>();
  const declared: { service: number; model: Omit<EndpointModel, 'method'> & { readonly method: string } }[] = [];
  fleet.services.forEach((service, index) => {
    for (const model of service.endpoints) {
      const key = endpointKey(index, model.route);
      // the method decides only where a route has both
      if (!endpointIndex.has(key)) endpointIndex.set(key, declared.length);
      endpointIndex.set(endpointKey(index, model.route, model.method), declared.length);
      declared.push({ service: index, model });
    }
  });
  const probeEndpoints = fleet.services.map((service, index) => {
    declared.push({ service: index, model: { route: service.readiness?.path ?? '/healthz', method: 'GET', steps: [] } });
    return declared.length - 1;
  });

  // what is done with a record: not a route anybody can ask for
  const consuming = new Map<number, number>();
  fleet.services.forEach(({ consumes }, index) => {
    if (consumes !== undefined)
      consuming.set(index, declared.push({ service: index, model: { route: consumes.topic, method: 'process', steps: consumes.steps } }) - 1);
  });

  // what CoreDNS does: not a route either
  const naming = new Map<number, number>();
  fleet.services.forEach(({ name }, index) => {
    if (name === fleet.dns?.service) naming.set(index, declared.push({ service: index, model: { route: '.', method: 'query', steps: [] } }) - 1);
  });

  const emit = (op: number, a = 0, b = 0): number => {
    program.op.push(op);
    program.a.push(a);
    program.b.push(b);
    return program.op.length - 1;
  };
  const site = (from: number, call: CallModel): number => {
    const external = externals.findIndex(({ name }) => name === call.service);
    const target = external >= 0 ? -1 : serviceIn(fleet, call.service, fleet.services[from].region);
    let breaker = -1;
    if (call.breaker !== null) breaker = breakers.push(call.breaker) - 1;
    return addTo(sites, {
      from,
      fromEnvoy: fleet.services[from].runtime === 'envoy',
      target,
      external,
      address: external >= 0 ? externals[external].host : call.service,
      endpoint: external >= 0 ? outsideEndpoint(call) : endpointOf(endpointIndex, target, call.route, call.method),
      call,
      breaker,
      flag: call.flag === null ? -1 : need(names.flags, call.flag),
      hopUs: 0,
      pointOfPresence: -1,
      edgeHopUs: 0,
      edgeTimeoutUs: 0,
      edgeRoute: -1,
      counted: 0,
    });
  };
  // what others answer: numbers after those of all services
  const outside: { readonly route: string; readonly method: string }[] = [];
  const outsideEndpoint = ({ route, method }: CallModel): number => {
    const known = outside.findIndex((other) => other.route === route && other.method === method);
    return declared.length + (known >= 0 ? known : outside.push({ route, method }) - 1);
  };
  const compileSteps = (service: number, steps: readonly StepModel[], inTransaction: boolean): void => {
    for (const step of steps) {
      switch (step.kind) {
        case 'compute':
          emit(OP.compute, durations.push(durationOf(step.time)) - 1);
          break;
        case 'call':
          emit(OP.call, site(service, step));
          break;
        case 'parallel': {
          const first = sites.length;
          for (const branch of step.branches) site(service, branch);
          emit(OP.fork, first, step.branches.length);
          break;
        }
        case 'transaction':
          emit(OP.acquire, poolOf(fleet, service, step.pool));
          compileSteps(service, step.steps, true);
          emit(OP.release);
          break;
        case 'query': {
          if (!inTransaction) emit(OP.acquire, poolOf(fleet, service, step.pool));
          const verb = step.statement.trim().split(/\s+/)[0].toUpperCase();
          queries.push({
            statement: step.statement,
            table: step.table,
            writes: step.writes,
            duration: durationOf(step.time),
            operation: `${verb} ${step.table}`,
          });
          emit(OP.query, queries.length - 1);
          if (!inTransaction) emit(OP.release);
          break;
        }
        case 'sometimes': {
          const jumps = step.flag === null ? [] : [emit(OP.whileFlag, need(names.flags, step.flag))];
          if (step.share < 1 || step.flag === null) jumps.push(emit(OP.sometimes, Math.round(step.share * 1e6)));
          compileSteps(service, step.steps, inTransaction);
          for (const at of jumps) program.b[at] = program.op.length;
          break;
        }
        case 'produce': {
          if (fleet.kafka === undefined) break;
          const index = produces.push(produceOf(fleet.kafka, step)) - 1;
          emit(OP.produce, index);
          emit(OP.produced, index);
          break;
        }
        case 'cache': {
          const cache = need(names.caches, step.cache);
          const read =
            cacheReads.push({ cache, keys: zipfOf(step.keys.count, step.keys.exponent, step.keys.byRegion), duration: durationOf(fleet.caches[cache].time) }) -
            1;
          const get = emit(OP.cacheGet, read);
          compileSteps(service, step.onMiss, inTransaction);
          emit(OP.cacheSet, read);
          program.b[get] = program.op.length;
          break;
        }
      }
    }
  };
  for (const { service, model } of declared) {
    endpoints.push({
      service,
      local: endpoints.filter((other) => other.service === service).length,
      route: model.route,
      method: model.method,
      entry: program.op.length,
    });
    if (fleet.dns !== undefined && naming.has(service) && model.method === 'query') {
      emit(OP.compute, durations.push(durationOf(fleet.dns.time)) - 1);
      emit(OP.resolve);
      emit(OP.resolved);
    }
    compileSteps(service, model.steps, false);
    emit(OP.end);
  }
  for (const { route, method } of outside) endpoints.push({ service: -1, local: -1, route, method, entry: -1 });

  const handshakes = fleet.services.map(({ tls }) => {
    if (tls === undefined) return -1;
    const time = durations.push(durationOf({ kind: 'constant', us: tls.handshakeUs })) - 1;
    const entry = emit(OP.compute, time);
    emit(OP.clientsTurn);
    emit(OP.compute, time);
    emit(OP.handshaken);
    return entry;
  });

  const services: ServicePlan[] = fleet.services.map((model, index) => ({
    model,
    index,
    region: fleet.regions.findIndex(({ name }) => name === model.region),
    startup: durationOf(model.startup),
    imagePull: durationOf(model.imagePull),
    pools: model.pools.map((pool): ClientPoolPlan => {
      const pooler = names.poolers.get(pool.target) ?? -1;
      const named = need(names.databases, pooler >= 0 ? fleet.poolers[pooler].database : pool.target);
      const database = pool.endpoint === 'nearest' ? nearestOf(fleet, replicas.firstPrimary, named, model.region) : named;
      const primaryOf = pool.endpoint === 'primary' ? replicas.firstPrimary[named] : -1;
      const mayCross = primaryOf >= 0 || (pooler < 0 && fleet.databases[database].region !== model.region);
      const root = replicas.firstPrimary[named];
      const secret = fleet.secrets?.findIndex((one) => one.user === pool.user && names.databases.get(one.database) === root) ?? -1;
      return { model: pool, pooler, database, primaryOf, mayCross, credential: durationOf(pool.credential), secret };
    }),
    endpoints: declared.flatMap((entry, at) =>
      entry.service === index && !probeEndpoints.includes(at) && consuming.get(index) !== at && naming.get(index) !== at ? [at] : [],
    ),
    probeEndpoint: probeEndpoints[index],
    runtime: RUNTIME[model.runtime],
    bulkheads: bulkheadsOf(sites, index),
    throttles: throttlesOf(sites, index),
    clusters: clustersOf(sites, index),
    connectionPools: poolsOf(sites, index).map(({ target, model: connections }) => ({
      target,
      model: connections,
      handshakeEntry: handshakes[target],
      perPod: model.runtime === 'envoy' || clustersOf(sites, index).some((cluster) => cluster.target === target),
    })),
    certificate: fleet.certificates?.findIndex(({ name }) => name === model.tls?.certificate) ?? -1,
    heedsDeadlines: sites.some(({ target, call }) => target === index && call.deadline === 'propagate'),
  }));
  const edge = compileEdge(fleet);
  const streams = compileStreams(
    fleet,
    edge,
    sites,
    endpointIndex,
    cacheReads.some(({ keys }) => keys.byRegion > 0),
  );
  const kafka = compileKafka(scenario, produces, consuming);
  const dns = compileDns(fleet, naming);
  const cdn = compileCdn(fleet, edge);
  return {
    scenario,
    durations,
    services,
    endpoints,
    program: { op: Uint8Array.from(program.op), a: Int32Array.from(program.a), b: Int32Array.from(program.b) },
    sites: numberSites(sites, services),
    queries,
    cacheReads,
    edge,
    streams,
    breakers,
    connectDuration: fleet.databases.map((database) => durationOf(database.connect)),
    slos: fleet.slos,
    slosOfStream: streams.map((stream) => fleet.slos.flatMap((slo, index) => (slo.route === stream.route ? [index] : []))),
    externalDurations: externals.map(({ time }) => durationOf(time)),
    databaseRegions: fleet.databases.map((database) => regionAt(database.region)),
    poolerRegions: fleet.poolers.map((pooler) => regionAt(pooler.region)),
    ...replicas,
    ...compileDisks(fleet, replicas),
    knowsCriticality: sites.some(({ call }) => call.criticality !== undefined) || streams.some(({ criticality }) => criticality !== 0),
    detectsOutliers: services.some(({ clusters }) => clusters.length > 0),
    ...(kafka === undefined ? {} : { kafka }),
    ...(dns === undefined ? {} : { dns }),
    ...(cdn === undefined ? {} : { cdn }),
    flagIndex: names.flags,
    serviceIndex: names.services,
    databaseIndex: names.databases,
    poolerIndex: names.poolers,
    cacheIndex: names.caches,
  };
}

function compileEdge(fleet: FleetModel): EdgePlan {
  let proxies = 0;
  const pointsOfPresence = fleet.regions.flatMap((region) =>
    region.pointsOfPresence.map((point): PointOfPresencePlan => {
      const firstProxy = proxies;
      proxies += point.proxies;
      const service = serviceIn(fleet, fleet.loadBalancer.service, region.name);
      return { name: point.name, region: region.name, service, share: region.share * point.share, hopUs: point.hopUs, firstProxy, proxies: point.proxies };
    }),
  );
  const { maxRatePerEndpoint = Infinity, routes, outlierDetection } = fleet.loadBalancer;
  return {
    pointsOfPresence,
    proxies,
    maxRatePerEndpoint,
    isLimited: maxRatePerEndpoint < Infinity,
    isManaged: routes !== undefined || outlierDetection !== undefined,
  };
}

function compileStreams(fleet: FleetModel, edge: EdgePlan, sites: NewSite[], endpointIndex: ReadonlyMap<string, number>, homesMatter: boolean): StreamPlan[] {
  const uses = fleet.clients.flatMap((client) => client.routes.map((use) => ({ client, use })));
  const { routes: rules = [] } = fleet.loadBalancer;
  return edge.pointsOfPresence.flatMap((point, at) =>
    uses.map(({ client, use }, number): StreamPlan => {
      const call: CallModel = {
        kind: 'call',
        service: fleet.loadBalancer.service,
        route: use.route,
        method: use.method,
        timeoutUs: client.timeoutUs,
        retries: client.retries,
        backoffBaseUs: client.backoffBaseUs,
        backoffMaxUs: client.backoffMaxUs,
        retryOn: ['5xx', 'timeout', 'connect'],
        retryBudget: null,
        overallTimeoutUs: 0,
        optional: false,
        flag: null,
        breaker: null,
      };
      const peak = client.curve.reduce((most, point) => Math.max(most, point.factor), client.curve.length === 0 ? 1 : 0);
      const first = uses.findIndex((other) => other.client === client && other.use.route === use.route);
      const edgeRoute = rules.findIndex(({ route }) => route === use.route);
      const towards = (region: number): number => {
        const service = serviceIn(fleet, fleet.loadBalancer.service, fleet.regions[region].name);
        const edgeHopUs = point.hopUs + (fleet.regions[region].name === point.region ? 0 : fleet.loadBalancer.betweenRegionsUs);
        return addTo(sites, {
          from: -1,
          fromEnvoy: false,
          target: service,
          external: -1,
          address: fleet.loadBalancer.service,
          endpoint: endpointOf(endpointIndex, service, use.route, use.method),
          call,
          breaker: -1,
          flag: -1,
          hopUs: client.hopUs + edgeHopUs,
          pointOfPresence: at,
          edgeHopUs,
          // an answer has to be back in time
          edgeTimeoutUs: edgeRoute < 0 ? fleet.loadBalancer.timeoutUs : rules[edgeRoute].timeoutUs - edgeHopUs,
          edgeRoute,
          counted: region * uses.length + first,
        });
      };
      const own = fleet.regions.findIndex(({ name }) => name === point.region);
      const perSecond = use.perSecond * point.share;
      return {
        name: `${client.name}${use.route}${uses.some((other) => other.client === client && other.use !== use && other.use.route === use.route) ? ` ${use.method}` : ''}${edge.pointsOfPresence.length === 1 ? '' : `@${point.name}`}`,
        use: number,
        client,
        criticality: criticalityBits(use.criticality ?? 'CRITICAL'),
        clientNumber: fleet.clients.indexOf(client) + 1,
        home: homesMatter ? own + 1 : 0,
        route: use.route,
        method: use.method,
        perSecond,
        peakPerSecond: perSecond * peak,
        cached:
          client.cache === null || use.method !== 'GET' || client.cache.route !== use.route
            ? null
            : { users: Math.max(1, Math.round(client.cache.users * point.share)), ttlUs: client.cache.ttlUs },
        segments: segmentsOf(use.segments, client.hopUs, at),
        sites: [own, ...fleet.regions.keys()].filter((region, order, all) => all.indexOf(region) === order).map(towards),
      };
    }),
  );
}

/** The service of that name in a region: callers and callees are in the same one, as the loader has checked. */
function serviceIn(fleet: FleetModel, name: string, region: string): number {
  const at = fleet.services.findIndex((service) => service.name === name && service.region === region);
  assert(at >= 0, `service ${name} in ${region} after validation`);
  return at;
}

function endpointKey(service: number, route: string, method = ''): string {
  return `${service} ${route} ${method}`;
}

function endpointOf(index: ReadonlyMap<string, number>, service: number, route: string, method: string): number {
  return index.get(endpointKey(service, route, method)) ?? need(index, endpointKey(service, route));
}

function addTo(sites: NewSite[], site: NewSite): number {
  return sites.push(site) - 1;
}

function poolOf(fleet: FleetModel, service: number, name: string): number {
  const at = fleet.services[service].pools.findIndex((pool) => pool.name === name);
  assert(at >= 0, `pool ${name} of ${fleet.services[service].name}`);
  return at;
}

function indexNames(fleet: FleetModel) {
  // of a service that runs in several regions, the first
  const index = (list: readonly { readonly name: string }[]): ReadonlyMap<string, number> =>
    new Map(list.map((item, at) => [item.name, at] as const).reverse());
  return {
    services: index(fleet.services),
    databases: index(fleet.databases),
    poolers: index(fleet.poolers),
    caches: index(fleet.caches),
    flags: index(fleet.flags),
  };
}

function need(map: ReadonlyMap<string, number>, name: string): number {
  const at = map.get(name);
  assert(at !== undefined, `unknown name ${name} after validation`);
  return at;
}
