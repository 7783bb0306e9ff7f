import type { CanaryFrame, EdgeFrame, HomeFrame, PodFrame, PodMark, ServiceFrame, StoreFrame } from '../contract/frame.ts';
import { canaryWeight } from '../engine/control/canary.ts';
import { BUCKETS_SECONDS, HISTOGRAM_SLOTS } from '../engine/instruments/meters.ts';
import { lagOf } from '../engine/kafka/kafka-state.ts';
import { BREAKER, CANARY, CONTAINER, POD } from '../engine/machines/lifecycle.ts';
import type { World } from '../engine/world.ts';
import { kafkaRegions, produces } from '../scenario/model/kafka-regions.ts';
import type { CounterSnapshot } from './rates.ts';

/** What the map says of things that nothing is heard from. */
const SILENT = 'silent';

/** Regions that nothing gets through to: what runs there goes on, and nobody outside sees it. */
export function silentRegions(world: World): string[] {
  return world.plan.scenario.fleet.regions.flatMap(({ name }, region) => (world.s.isolated[region] === 0 ? [] : [name]));
}

/** The fleet as the map shows it, a service of several regions as one: rates between two counter snapshots, states as they are. Of a silent region only what is wanted there. */
export function serviceFrames(world: World, now: CounterSnapshot, then: CounterSnapshot, wide: CounterSnapshot): ServiceFrame[] {
  const indexesOf = new Map<string, number[]>();
  for (const { model, index } of world.plan.services) indexesOf.set(model.name, [...(indexesOf.get(model.name) ?? []), index]);
  return [...indexesOf].map(([name, indexes]) => {
    const heard = indexes.filter((index) => world.s.isolated[world.plan.services[index].region] === 0);
    const homes = indexes.map((index) => (heard.includes(index) ? homeFrame(world, index, now, then, wide) : silentHome(world, index)));
    const perSecond = homes.reduce((sum, home) => sum + home.perSecond, 0);
    return {
      name,
      version: [...new Set(homes.map((home) => home.version))].join(', '),
      perSecond,
      errorRatio: share(
        homes.reduce((sum, home) => sum + home.errorRatio * home.perSecond, 0),
        perSecond,
      ),
      p50Us: quantile(now, wide, heard, 0.5),
      p99Us: quantile(now, wide, heard, 0.99),
      saturation: Math.max(...homes.map((home) => home.saturation)),
      pool: heard.length === 0 ? null : poolOf(world, heard),
      desired: homes.reduce((sum, home) => sum + home.desired, 0),
      canary: homes.find((home) => home.canary !== null)?.canary ?? null,
      pods: homes.flatMap((home) => home.pods),
      homes,
    };
  });
}

function silentHome(world: World, index: number): HomeFrame {
  return {
    region: world.plan.services[index].model.region,
    version: versionsOf(world, index),
    perSecond: 0,
    errorRatio: 0,
    p50Us: null,
    p99Us: null,
    saturation: 0,
    pool: null,
    desired: world.s.services[index].replicas,
    canary: null,
    pods: [],
  };
}

function homeFrame(world: World, index: number, now: CounterSnapshot, then: CounterSnapshot, wide: CounterSnapshot): HomeFrame {
  const seconds = Math.max(1e-6, (now.tUs - then.tUs) / 1e6);
  const s = world.s;
  let attempts = 0;
  let failures = 0;
  for (const site of world.plan.sites) {
    if (site.target !== index) continue;
    attempts += now.attempts[site.index] - then.attempts[site.index];
    failures += now.failures[site.index] - then.failures[site.index];
  }
  // what it takes out of Kafka is work like any other
  if (s.kafka !== undefined) {
    attempts += now.consumed[index] - then.consumed[index];
    failures += now.unprocessed[index] - then.unprocessed[index];
  }
  const state = s.services[index];
  const pods = podsOf(world, index);
  const busiest = pods
    .filter((pod) => s.lifecycles.container.state[pod] === CONTAINER.running)
    .reduce((most, pod) => Math.max(most, Math.min(1, s.pods[pod].busy / s.pods[pod].workers), s.pods[pod].record.cpuMilli / 1000 / s.pods[pod].cores), 0);
  const pool = poolOf(world, [index]);
  return {
    region: world.plan.services[index].model.region,
    version: versionsOf(world, index),
    perSecond: attempts / seconds,
    errorRatio: share(failures, attempts),
    p50Us: quantile(now, wide, [index], 0.5),
    p99Us: quantile(now, wide, [index], 0.99),
    saturation: Math.min(1, Math.max(busiest, pool === null ? 0 : pool.used / Math.max(1, pool.size))),
    pool,
    desired: state.replicas,
    canary: canaryFrame(world, index),
    pods: pods.map((pod) => podFrame(world, pod)),
  };
}

/** What it runs: while a canary goes on, the stable version and how many pods have the new one. */
function versionsOf(world: World, index: number): string {
  const s = world.s;
  const { replicaSets, current, canary } = s.services[index];
  const { version, pods } = replicaSets[current];
  if (canary === null || canary.stable === current) return version;
  const alive = (rows: readonly number[]): number => rows.filter((pod) => s.lifecycles.pod.state[pod] !== POD.terminating).length;
  const stable = replicaSets[canary.stable].version;
  return alive(pods) === 0 ? stable : `${stable}, ${version} on ${alive(pods)} of ${alive(podsOf(world, index))} pods`;
}

function canaryFrame(world: World, index: number): CanaryFrame | null {
  const { canary, current } = world.s.services[index];
  const model = world.plan.services[index].model.canary;
  const state = world.s.lifecycles.canary.state[index];
  if (canary === null || model === null || canary.stable === current || state === CANARY.healthy) return null;
  const phase = state === CANARY.paused ? 'Paused' : state === CANARY.degraded ? 'Degraded' : 'Progressing';
  return { phase, step: canary.step, steps: model.steps.length, weight: canaryWeight(world, index, canary) };
}

function podsOf(world: World, index: number): number[] {
  return world.s.services[index].replicaSets.flatMap((set) => set.pods);
}

/** Client connections of a service's running pods; null where it has no pool, or no pod. */
function poolOf(world: World, indexes: readonly number[]): ServiceFrame['pool'] {
  const { pools, pods, lifecycles } = world.s;
  const count = world.plan.services[indexes[0]].pools.length;
  const running = indexes.flatMap((index) => podsOf(world, index)).filter((pod) => lifecycles.container.state[pod] === CONTAINER.running);
  if (count === 0 || running.length === 0) return null;
  let used = 0;
  let size = 0;
  let waiting = 0;
  for (const pod of running) {
    for (let which = 0; which < count; which++) {
      const pool = pods[pod].firstPool + which;
      used += pools.inUse[pool];
      size += pools.size[pool];
      waiting += pools.waiting[pool].length;
    }
  }
  return { used, size, waiting };
}

function podFrame(world: World, pod: number): PodFrame {
  const s = world.s;
  const record = s.pods[pod].record;
  const set = s.services[s.pods[pod].service].replicaSets[record.revision];
  return {
    name: record.name,
    zone: record.node < 0 ? '' : world.nodes[record.node].zone,
    version: set.version,
    mark: markOf(s.lifecycles.pod.state[pod], s.lifecycles.container.state[pod]),
  };
}

function markOf(pod: number, container: number): PodMark {
  if (pod === POD.terminating) return 'terminating';
  if (container === CONTAINER.backOff || container === CONTAINER.terminated) return 'crashed';
  if (pod === POD.pending || pod === POD.creating || container === CONTAINER.starting) return 'pending';
  return pod === POD.ready ? 'ready' : 'not-ready';
}

/** As histogram_quantile: linear inside the bucket, the last finite bound beyond it. */
function quantile(now: CounterSnapshot, then: CounterSnapshot, services: readonly number[], q: number): number | null {
  const count = (slot: number): number =>
    services.reduce((sum, service) => sum + now.served[service * HISTOGRAM_SLOTS + slot] - then.served[service * HISTOGRAM_SLOTS + slot], 0);
  const total = count(HISTOGRAM_SLOTS - 1);
  if (!(total > 0)) return null;
  const rank = q * total;
  let below = 0;
  for (let bucket = 0; bucket < BUCKETS_SECONDS.length; bucket++) {
    const here = count(bucket);
    if (below + here >= rank) {
      const from = bucket === 0 ? 0 : BUCKETS_SECONDS[bucket - 1];
      return (from + (BUCKETS_SECONDS[bucket] - from) * (here > 0 ? (rank - below) / here : 1)) * 1e6;
    }
    below += here;
  }
  return BUCKETS_SECONDS[BUCKETS_SECONDS.length - 1] * 1e6;
}

export function storeFrames(world: World, now: CounterSnapshot, then: CounterSnapshot): StoreFrame[] {
  const s = world.s;
  const seconds = Math.max(1e-6, (now.tUs - then.tUs) / 1e6);
  const { fleet } = world.plan.scenario;
  const databases = fleet.databases.map((model, at): StoreFrame => {
    const max = Number(s.databases[at].settings['max_connections']);
    return {
      name: model.name,
      region: model.region,
      kind: 'postgres',
      perSecond: (now.committed[at] - then.committed[at]) / seconds,
      errorRatio: 0,
      saturation: Math.min(1, s.databases[at].clients / max),
      caption: `${s.databases[at].clients} of ${max}`,
    };
  });
  const poolers = fleet.poolers.map((model, at): StoreFrame => {
    const pooler = s.poolers[at];
    const used = pooler.open - pooler.idle.length;
    const [taken] = poolRates(world, now, then, (plan) => plan.pooler === at);
    return {
      name: model.name,
      region: model.region,
      kind: 'pgbouncer',
      perSecond: taken / seconds,
      errorRatio: 0,
      saturation: Math.min(1, used / pooler.poolSize),
      caption: pooler.waiting.length > 0 ? `${used} used, ${pooler.waiting.length} wait` : `${used} used`,
    };
  });
  const caches = fleet.caches.map((model, at): StoreFrame => {
    const reads = world.plan.services.reduce(
      (sum, service) => sum + (service.model.region === model.region ? now.cacheReads[service.index] - then.cacheReads[service.index] : 0),
      0,
    );
    const hits = now.cacheHits[at] - then.cacheHits[at];
    return {
      name: model.name,
      region: model.region,
      kind: 'redis',
      perSecond: reads / seconds,
      errorRatio: 0,
      saturation: s.caches[at].size / s.caches[at].capacity,
      caption: reads > 0 ? `hit ${((100 * hits) / reads).toFixed(1)}%` : 'idle',
    };
  });
  const externals = fleet.regions.flatMap((_, at) =>
    (fleet.externals ?? []).map((model, external) => externalFrame(world, now, then, external, model.name, at)),
  );
  const silent = silentRegions(world);
  return [...databases, ...poolers, ...caches, ...kafkaFrames(world, now, then), ...externals].map((store) =>
    silent.includes(store.region) ? { ...store, perSecond: 0, errorRatio: 0, saturation: 0, caption: SILENT } : store,
  );
}

/** The one cluster as each region sees it that has to do with it: what its services send, and what groups are behind. */
function kafkaFrames(world: World, now: CounterSnapshot, then: CounterSnapshot): StoreFrame[] {
  const { kafka: plan, services } = world.plan;
  if (plan === undefined) return [];
  const seconds = Math.max(1e-6, (now.tUs - then.tUs) / 1e6);
  let behind = 0;
  plan.groups.forEach(({ topic }, group) => {
    for (let partition = 0; partition < plan.topics[topic].model.partitions; partition++) behind += lagOf(world, group, partition);
  });
  return kafkaRegions(services.map(({ model }) => model)).map((region) => ({
    name: plan.model.name,
    region,
    kind: 'kafka',
    perSecond: services.reduce((sum, { model, index }) => sum + (model.region === region ? now.produced[index] - then.produced[index] : 0), 0) / seconds,
    errorRatio: 0,
    saturation: 0,
    caption: plan.groups.length === 0 ? 'nobody reads' : `lag ${behind}`,
  }));
}

/** Somebody else's service as one region sees it: what it asks, and what comes back. */
function externalFrame(world: World, now: CounterSnapshot, then: CounterSnapshot, external: number, name: string, region: number): StoreFrame {
  let attempts = 0;
  let failures = 0;
  for (const site of world.plan.sites) {
    if (site.external !== external || site.region !== region) continue;
    attempts += now.attempts[site.index] - then.attempts[site.index];
    failures += now.failures[site.index] - then.failures[site.index];
  }
  const seconds = Math.max(1e-6, (now.tUs - then.tUs) / 1e6);
  return {
    name,
    region: world.plan.scenario.fleet.regions[region].name,
    kind: 'external',
    perSecond: attempts / seconds,
    errorRatio: share(failures, attempts),
    saturation: 0,
    caption: 'run by others',
  };
}

type PoolPick = (plan: { readonly pooler: number; readonly database: number }, service: number) => boolean;

/** Transactions begun and connections not got, over the pools that match. */
function poolRates(world: World, now: CounterSnapshot, then: CounterSnapshot, pick: PoolPick): [number, number] {
  const { pools, pods } = world.s;
  let taken = 0;
  let failed = 0;
  for (let pool = 0; pool < pools.poolCount; pool++) {
    const service = pods[pools.pod[pool]].service;
    if (!pick(world.plan.services[service].pools[pools.which[pool]], service)) continue;
    taken += (now.taken[pool] ?? 0) - (then.taken[pool] ?? 0);
    failed += (now.failed[pool] ?? 0) - (then.failed[pool] ?? 0);
  }
  return [taken, failed];
}

export function edgeFrames(world: World, now: CounterSnapshot, then: CounterSnapshot): EdgeFrame[] {
  const { plan } = world;
  const seconds = Math.max(1e-6, (now.tUs - then.tUs) / 1e6);
  const sums = new Map<
    string,
    { region: string; from: string; to: string; attempts: number; failures: number; retries: number; breaker: EdgeFrame['breaker'] }
  >();
  for (const { index, from: caller, target, external, region: regionOfSite, breaker } of plan.sites) {
    const from = caller < 0 ? plan.scenario.fleet.loadBalancer.name : plan.services[caller].model.name;
    const to = external < 0 ? plan.services[target].model.name : (plan.scenario.fleet.externals?.[external].name ?? '');
    const region = plan.scenario.fleet.regions[regionOfSite].name;
    const sum = sums.get(`${region} ${from} ${to}`) ?? { region, from, to, attempts: 0, failures: 0, retries: 0, breaker: null };
    sum.attempts += now.attempts[index] - then.attempts[index];
    sum.failures += now.failures[index] - then.failures[index];
    sum.retries += now.retries[index] - then.retries[index];
    if (breaker >= 0) sum.breaker = breakerOf(world, breaker);
    sums.set(`${region} ${from} ${to}`, sum);
  }
  const frames = [...sums.values()].map(
    ({ region, from, to, attempts, failures, retries, breaker }): EdgeFrame => ({
      region,
      from,
      to,
      perSecond: attempts / seconds,
      errorRatio: share(failures, attempts),
      retryRatio: attempts > 0 ? retries / attempts : 0,
      breaker,
    }),
  );
  const edge = (region: string, from: string, to: string, [taken, failed]: [number, number]): void => {
    frames.push({
      region,
      from,
      to,
      perSecond: (taken + failed) / seconds,
      errorRatio: taken + failed > 0 ? failed / (taken + failed) : 0,
      retryRatio: 0,
      breaker: null,
    });
  };
  const { fleet } = plan.scenario;
  plan.services.forEach((service, index) => {
    for (const pool of service.pools) {
      const to = pool.pooler >= 0 ? fleet.poolers[pool.pooler].name : fleet.databases[pool.database].name;
      edge(
        service.model.region,
        service.model.name,
        to,
        poolRates(world, now, then, (candidate, owner) => owner === index && candidate === pool),
      );
    }
    const reads = now.cacheReads[index] - then.cacheReads[index];
    // services read the caches of their own region
    const near = now.cacheReads[index] > 0 ? fleet.caches.filter(({ region }) => region === service.model.region) : [];
    for (const cache of near) edge(service.model.region, service.model.name, cache.name, [reads, 0]);
  });
  fleet.poolers.forEach((pooler, at) =>
    edge(
      pooler.region,
      pooler.name,
      pooler.database,
      poolRates(world, now, then, (candidate) => candidate.pooler === at),
    ),
  );
  const { kafka } = plan;
  if (kafka !== undefined) {
    for (const { model, index } of plan.services) {
      if (produces(model)) edge(model.region, model.name, kafka.model.name, [now.produced[index] - then.produced[index], 0]);
      if (kafka.consumers[index] === null) continue;
      const failed = now.unprocessed[index] - then.unprocessed[index];
      // records go from it to those that read them
      edge(model.region, kafka.model.name, model.name, [now.consumed[index] - then.consumed[index] - failed, failed]);
    }
  }
  const silent = silentRegions(world);
  return frames.map((frame) =>
    silent.includes(frame.region) && frame.from !== fleet.loadBalancer.name
      ? { ...frame, perSecond: 0, errorRatio: 0, retryRatio: 0, breaker: frame.breaker === null ? null : 'closed' }
      : frame,
  );
}

/** The worst state among the pods' breakers of one site. */
function breakerOf(world: World, breaker: number): EdgeFrame['breaker'] {
  const s = world.s;
  let worst: EdgeFrame['breaker'] = 'closed';
  for (let row = 0; row < s.breakers.count; row++) {
    if (s.breakers.breaker[row] !== breaker || s.lifecycles.pod.state[s.breakers.pod[row]] === POD.gone) continue;
    if (s.lifecycles.breaker.state[row] === BREAKER.open) return 'open';
    if (s.lifecycles.breaker.state[row] === BREAKER.halfOpen) worst = 'half-open';
  }
  return worst;
}

/** A share of attempts that began in the window; those that failed in it may have begun before, so it is capped. */
function share(part: number, attempts: number): number {
  return attempts > 0 ? Math.min(1, part / attempts) : 0;
}
