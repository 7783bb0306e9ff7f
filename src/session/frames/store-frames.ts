import { CDN } from '../../contract/cdn.ts';
import type { StoreFrame } from '../../contract/frame.ts';
import type { CdnPoint } from '../../engine/cdn/cdn-state.ts';
import { lagOf } from '../../engine/kafka/kafka-state.ts';
import type { World } from '../../engine/world.ts';
import { externalRegions } from '../../scenario/model/external-regions.ts';
import { kafkaRegions } from '../../scenario/model/kafka-regions.ts';
import type { CounterSnapshot } from '../rates.ts';
import { poolRates, secondsBetween, share } from './between-snapshots.ts';
import { SILENT, silentRegions } from './silent-regions.ts';

/** What the fleet keeps and asks beside its services, as the map shows it: rates between two counter snapshots, states as they are. */
export function storeFrames(world: World, now: CounterSnapshot, then: CounterSnapshot): StoreFrame[] {
  const s = world.s;
  const seconds = secondsBetween(then, now);
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
  const externals = (fleet.externals ?? []).flatMap(({ name }, external) =>
    externalRegions(fleet.services, name).map((region) => externalFrame(world, now, then, external, name, region)),
  );
  const silent = silentRegions(world);
  return [...databases, ...poolers, ...caches, ...kafkaFrames(world, now, then), ...cdnFrames(world, now, then), ...externals].map((store) =>
    silent.includes(store.region) ? { ...store, perSecond: 0, errorRatio: 0, saturation: 0, caption: SILENT } : store,
  );
}

/** The one cluster as each region sees it that has to do with it: what its services send, and what groups are behind. */
function kafkaFrames(world: World, now: CounterSnapshot, then: CounterSnapshot): StoreFrame[] {
  const { kafka: plan, services } = world.plan;
  if (plan === undefined) return [];
  const seconds = secondsBetween(then, now);
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

/** The CDN, which is in no region: what players ask it, and how its caches do. */
function cdnFrames(world: World, now: CounterSnapshot, then: CounterSnapshot): StoreFrame[] {
  const { cdn } = world.s;
  if (cdn === undefined) return [];
  const segments = now.cdn.segments - then.cdn.segments;
  const sum = (of: (point: CdnPoint) => number): number => cdn.points.reduce((total, point) => total + of(point), 0);
  return [
    {
      name: CDN,
      region: '',
      kind: 'cdn',
      perSecond: segments / secondsBetween(then, now),
      errorRatio: share(now.cdn.failed - then.cdn.failed, segments),
      saturation: sum(({ cache }) => cache.size) / sum(({ cache }) => cache.capacity),
      caption: segments > 0 ? `hit ${((100 * (now.cdn.hits - then.cdn.hits)) / segments).toFixed(1)}%` : 'idle',
    },
  ];
}

/** Somebody else's service as one region sees it: what it asks, and what comes back. */
function externalFrame(world: World, now: CounterSnapshot, then: CounterSnapshot, external: number, name: string, region: string): StoreFrame {
  const { fleet } = world.plan.scenario;
  let attempts = 0;
  let failures = 0;
  for (const site of world.plan.sites) {
    if (site.external !== external || fleet.regions[site.region].name !== region) continue;
    attempts += now.attempts[site.index] - then.attempts[site.index];
    failures += now.failures[site.index] - then.failures[site.index];
  }
  const seconds = secondsBetween(then, now);
  return {
    name,
    region,
    kind: 'external',
    perSecond: attempts / seconds,
    errorRatio: share(failures, attempts),
    saturation: 0,
    caption: 'run by others',
  };
}
