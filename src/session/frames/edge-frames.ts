import type { EdgeFrame } from '../../contract/frame.ts';
import { BREAKER, POD } from '../../engine/machines/lifecycle.ts';
import type { World } from '../../engine/world.ts';
import { produces } from '../../scenario/model/kafka-regions.ts';
import type { CounterSnapshot } from '../rates.ts';
import { poolRates, secondsBetween, share } from './between-snapshots.ts';
import { silentRegions } from './silent-regions.ts';

/** Who calls whom, and what comes of it, between two counter snapshots: requests, transactions, lookups and records. */
export function edgeFrames(world: World, now: CounterSnapshot, then: CounterSnapshot): EdgeFrame[] {
  const { plan } = world;
  const seconds = secondsBetween(then, now);
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
