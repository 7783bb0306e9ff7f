import type { CanaryFrame, HomeFrame, PodFrame, PodMark, ServiceFrame } from '../../contract/frame.ts';
import { canaryWeight } from '../../engine/control/canary.ts';
import { BUCKETS_SECONDS, HISTOGRAM_SLOTS } from '../../engine/instruments/meters.ts';
import { CANARY, CONTAINER, POD } from '../../engine/machines/lifecycle.ts';
import type { World } from '../../engine/world.ts';
import type { CounterSnapshot } from '../rates.ts';
import { secondsBetween, share } from './between-snapshots.ts';

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
  const seconds = secondsBetween(then, now);
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
