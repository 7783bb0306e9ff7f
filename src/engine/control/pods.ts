import { hashText } from '../../base/hash.ts';
import { TARGET_DOWN } from '../../contract/metrics.ts';
import { behaviourOf, failingOf, retentionOf } from '../faults/behaviour.ts';
import { addBackend } from '../edge/backend-connections.ts';
import { createCallPool } from '../connect/call-connections.ts';
import { mountedBy } from '../connect/certificates.ts';
import { dnsOfPod } from '../dns/dns-state.ts';
import { addBreaker } from '../fleet/breakers.ts';
import { addPool } from '../fleet/client-pools.ts';
import { CFS_PERIOD_US, type CfsBandwidth, createCfsBandwidth } from '../fleet/cfs-bandwidth.ts';
import { createCpuShare } from '../fleet/cpu-share.ts';
import type { PodRecord } from '../fleet/pod.ts';
import { addTarget } from '../instruments/meters.ts';
import { ensureRow, fire } from '../machines/lifecycle.ts';
import { sampleUs } from '../plan/distribution.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { createLine, NONE } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { createThrottles } from '../protection/adaptive-throttling.ts';
import { createBulkheads } from '../protection/bulkhead.ts';
import { scheduleSweeps } from '../protection/outlier-detection.ts';
import { createOutlierDetectors } from '../protection/outlier-detector.ts';
import { createProtection } from '../protection/pod-protection.ts';
import { idleTimeoutIn } from './config-maps.ts';
import { emitEvent } from './kube-events.ts';
import { createElasticWorkers } from '../fleet/elastic-workers.ts';
import { podSuffix, uidOf } from './names.ts';
import { resourcesOf, resourcesOfPod } from './pod-resources.ts';
import { quotaRefusal } from './resource-quota.ts';
import { chooseNode } from './scheduler.ts';

/** Asks the API server for a new pod of a replica set. @returns why it is refused; null: it is there, and the scheduler has looked at it */
export function createPod(world: World, service: number, setIndex: number): string | null {
  const set = world.s.services[service].replicaSets[setIndex];
  const name = nextPodName(world, service, set.hash);
  const refusal = quotaRefusal(world, service, name, resourcesOf(world, service, set));
  if (refusal === null) addPod(world, service, setIndex, name, 0);
  return refusal;
}

/** A pod that was there before the simulation began. Returns its number. */
export function placePod(world: World, service: number, setIndex: number, ageUs: number): number {
  return addPod(world, service, setIndex, nextPodName(world, service, world.s.services[service].replicaSets[setIndex].hash), ageUs);
}

function nextPodName(world: World, service: number, hash: string): string {
  const { model } = world.plan.services[service];
  return `${model.name}-${hash}-${podSuffix(`${world.seed}/${model.name}/${world.s.nextName++}`)}`;
}

/** @param ageUs 0 for one that is new */
function addPod(world: World, service: number, setIndex: number, name: string, ageUs: number): number {
  const s = world.s;
  const plan = world.plan.services[service];
  const set = s.services[service].replicaSets[setIndex];
  const record: PodRecord = {
    name,
    uid: uidOf(name),
    ip: '',
    node: -1,
    revision: setIndex,
    hash: set.hash,
    createdUs: s.nowUs - ageUs,
    startedUs: null,
    readyUs: null,
    deletionUs: null,
    goneUs: null,
    graceUs: plan.model.terminationGraceUs,
    restarts: 0,
    lastRestartUs: null,
    lastExit: null,
    waitingReason: 'ContainerCreating',
    readinessSuccesses: 0,
    readinessFailures: 0,
    livenessFailures: 0,
    edgeFailures: 0,
    backOffUs: 0,
    cpuMilli: 0,
    memoryMiB: plan.model.memoryBaseMiB,
    cpuMarkUs: 0,
    target: -1,
    wasUnschedulable: false,
    seriesEnded: false,
  };
  const pod = s.pods.length;
  const outliers = createOutlierDetectors(world, service);
  const protection = createProtection(world.plan, service, s.services[service].config, hashText(`min-rtt/${name}`, world.seed), s.nowUs);
  s.pods.push({
    service,
    listening: false,
    silent: false,
    workers: plan.model.workers,
    cores: plan.model.cores,
    acceptLimit: plan.model.acceptQueue,
    busy: 0,
    cpuBusy: 0,
    behaviour: behaviourOf(world.plan, service, set.version),
    retention: retentionOf(world.plan, service, set.version),
    retainedKiB: 0,
    failing: failingOf(world.plan, service, set.version),
    cpuUsedUs: 0,
    firstPool: s.pools.poolCount,
    firstBreaker: s.breakers.count,
    life: 0,
    place: NONE,
    idleTimeoutUs: idleTimeoutIn(s.services[service].config) ?? Infinity,
    closedAllUs: -1,
    source: 0,
    accept: createLine(),
    cpu: createLine(),
    share: plan.model.discipline === 'ps' ? createCpuShare(plan.model.cores, bandwidthOf(world, service, setIndex, name)) : null,
    elastic: plan.model.elasticWorkers === null ? null : createElasticWorkers(plan.model.elasticWorkers, s.nowUs),
    ...(protection === undefined ? {} : { protection }),
    ...(plan.bulkheads.length === 0 ? {} : { bulkheads: createBulkheads(plan.bulkheads, s.services[service].config) }),
    ...(plan.throttles.length === 0 ? {} : { throttles: createThrottles(plan.throttles, s.services[service].config?.data ?? {}) }),
    ...(outliers === undefined ? {} : { outliers }),
    ...(plan.connectionPools.length === 0 ? {} : { callPools: plan.connectionPools.map(createCallPool) }),
    ...dnsOfPod(world.plan.dns, plan),
    ...(plan.model.tls === undefined ? {} : { certificate: mountedBy(world, plan.model.tls, s.nowUs - ageUs) }),
    record,
  });
  if (plan.model.keepAlive !== null && plan.model.name === world.plan.scenario.fleet.loadBalancer.service) s.pods[pod].place = addBackend(world, pod);
  plan.pools.forEach((pool, which) => addPool(s.pools, pod, which, Number(set.env[poolSizeVariable(pool.model.name)] ?? pool.model.size)));
  for (let breaker = world.words.firstBreaker[service]; breaker < world.words.firstBreaker[service + 1]; breaker++) addBreaker(world, pod, breaker);
  ensureRow(s.lifecycles, 'pod', pod);
  ensureRow(s.lifecycles, 'container', pod);
  ensureRow(s.lifecycles, 'backend', pod);
  set.pods.push(pod);
  if (outliers !== undefined) scheduleSweeps(world, pod, name, outliers);
  if (ageUs === 0)
    emitEvent(world, service, 'Normal', 'SuccessfulCreate', 'ReplicaSet', `${plan.model.name}-${set.hash}`, 'replicaset-controller', `Created pod: ${name}`);
  schedulePod(world, pod, ageUs);
  return pod;
}

/** Of a container whose limit the kernel keeps; its periods begin anywhere in 100 ms. */
function bandwidthOf(world: World, service: number, setIndex: number, name: string): CfsBandwidth | undefined {
  if (world.plan.services[service].model.throttling === undefined) return undefined;
  const { cpuLimitMilli } = resourcesOf(world, service, world.s.services[service].replicaSets[setIndex]);
  return cpuLimitMilli === 0 ? undefined : createCfsBandwidth(cpuLimitMilli, world.s.nowUs, hashText(name, 0xcf5) % CFS_PERIOD_US);
}

/** Environment variable that sets a pool's size, e.g. `HIKARIPOOL_1_SIZE`. */
export function poolSizeVariable(pool: string): string {
  return `${pool.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_SIZE`;
}

/** Binds a pending pod to a node if one has room; otherwise it stays Pending until the next look. */
export function schedulePod(world: World, pod: number, ageUs = 0): void {
  const s = world.s;
  const service = s.pods[pod].service;
  const { model } = world.plan.services[service];
  const record = s.pods[pod].record;
  const choice = chooseNode(world, service, resourcesOfPod(world, pod));
  if (choice.node < 0) {
    emitEvent(world, service, 'Warning', 'FailedScheduling', 'Pod', record.name, 'default-scheduler', choice.refusal);
    return;
  }
  record.node = choice.node;
  const node = world.nodes[choice.node];
  record.ip = `10.8.${choice.node}.${2 + (pod % 250)}`;
  const set = s.services[service].replicaSets[record.revision];
  s.pods[pod].source = world.recorder.source({
    service: model.name,
    pod: record.name,
    container: model.name,
    node: node.name,
    zone: node.zone,
    region: node.region,
    version: set.version,
    ip: record.ip,
  });
  record.target = addTarget(s.meters, {
    job: model.name,
    instance: `${record.ip}:${model.port}`,
    labels: {
      job: model.name,
      instance: `${record.ip}:${model.port}`,
      namespace: world.plan.scenario.fleet.namespace,
      service: model.name,
      pod: record.name,
      node: node.name,
      zone: node.zone,
      region: node.region,
      version: set.version,
    },
  });
  s.meters.up[record.target] = TARGET_DOWN;
  fire(s.lifecycles, 'pod', pod, 'SCHEDULED');
  if (ageUs > 0) return;
  emitEvent(
    world,
    service,
    'Normal',
    'Scheduled',
    'Pod',
    record.name,
    'default-scheduler',
    `Successfully assigned ${world.plan.scenario.fleet.namespace}/${record.name} to ${node.name}`,
  );
  emitEvent(world, service, 'Normal', 'Pulling', 'Pod', record.name, 'kubelet', `Pulling image "${set.image}"`, node.name);
  const pullUs = sampleUs(world.plan.services[service].imagePull, pod, world.seed, 0, 0x70);
  pushEvent(s.queue, s.nowUs + pullUs, PRIORITY[EVENT.podStart], EVENT.podStart, pod, s.pods[pod].life);
}
