import { INFO } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { TARGET_GONE, TARGET_DOWN } from '../../contract/metrics.ts';
import { addBreaker } from '../fleet/breakers.ts';
import { addPool } from '../fleet/client-pools.ts';
import { fillPool } from '../fleet/connections.ts';
import type { PodRecord } from '../fleet/pod-table.ts';
import { addPodRow } from '../fleet/pod-table.ts';
import { addTarget } from '../instruments/meters.ts';
import { CONTAINER, ensureRow, fire, POD } from '../machines/lifecycle.ts';
import { RUNTIME } from '../plan/plan.ts';
import { sampleUs } from '../plan/distribution.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { behaviourOf } from '../faults/behaviour.ts';
import { dropPodWork } from './pod-death.ts';
import { emitEvent } from './kube-events.ts';
import { endpointsChanged } from './endpoints.ts';
import { podSuffix, uidOf } from './names.ts';
import { change } from './readiness.ts';
import { chooseNode } from './scheduler.ts';
import { requestSync } from './sync.ts';

const SPRING_STARTED = logTemplateIndex('springStarted'),
  STARTED = logTemplateIndex('started');
const SPRING_STOPPING = logTemplateIndex('springStopping'),
  STOPPING = logTemplateIndex('stopping');

/** A new pod of a replica set, not yet scheduled. @param ageUs for pods that were there before the simulation began */
export function createPod(world: World, service: number, setIndex: number, ageUs = 0): number {
  const s = world.s;
  const plan = world.plan.services[service];
  const set = s.services[service].replicaSets[setIndex];
  const number = s.nextName++;
  const name = `${plan.model.name}-${set.hash}-${podSuffix(`${world.seed}/${plan.model.name}/${number}`)}`;
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
    backOffUs: 0,
    cpuMilli: 0,
    memoryMiB: plan.model.memoryBaseMiB,
    cpuMarkUs: 0,
    target: -1,
    seriesEnded: false,
  };
  const pod = addPodRow(s.pods, record);
  s.pods.service[pod] = service;
  s.pods.workers[pod] = plan.model.workers;
  s.pods.cores[pod] = plan.model.cores;
  s.pods.acceptLimit[pod] = plan.model.acceptQueue;
  s.pods.firstPool[pod] = s.pools.poolCount;
  plan.pools.forEach((pool, which) => addPool(s.pools, pod, which, Number(set.env[poolSizeVariable(pool.model.name)] ?? pool.model.size)));
  s.pods.firstBreaker[pod] = s.breakers.count;
  for (let breaker = world.words.firstBreaker[service]; breaker < world.words.firstBreaker[service + 1]; breaker++) addBreaker(world, pod, breaker);
  s.pods.behaviour[pod] = behaviourOf(world.plan, service, set.version);
  ensureRow(s.lifecycles, 'pod', pod);
  ensureRow(s.lifecycles, 'container', pod);
  set.pods.push(pod);
  if (ageUs === 0)
    emitEvent(world, 'Normal', 'SuccessfulCreate', 'ReplicaSet', `${plan.model.name}-${set.hash}`, 'replicaset-controller', `Created pod: ${name}`);
  schedulePod(world, pod, ageUs);
  return pod;
}

/** Environment variable that sets a pool's size, e.g. `HIKARIPOOL_1_SIZE`. */
export function poolSizeVariable(pool: string): string {
  return `${pool.toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_SIZE`;
}

/** Binds a pending pod to a node if one has room; otherwise it stays Pending until the next look. */
export function schedulePod(world: World, pod: number, ageUs = 0): void {
  const s = world.s;
  const service = s.pods.service[pod];
  const { model } = world.plan.services[service];
  const record = s.pods.record[pod];
  const choice = chooseNode(world, service);
  if (choice.node < 0) {
    emitEvent(world, 'Warning', 'FailedScheduling', 'Pod', record.name, 'default-scheduler', choice.refusal);
    return;
  }
  record.node = choice.node;
  const node = world.nodes[choice.node];
  record.ip = `10.8.${choice.node}.${2 + (pod % 250)}`;
  const set = s.services[service].replicaSets[record.revision];
  s.pods.source[pod] = world.recorder.source({
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
    'Normal',
    'Scheduled',
    'Pod',
    record.name,
    'default-scheduler',
    `Successfully assigned ${world.plan.scenario.fleet.namespace}/${record.name} to ${node.name}`,
  );
  emitEvent(world, 'Normal', 'Pulling', 'Pod', record.name, 'kubelet', `Pulling image "${set.image}"`, node.name);
  const pullUs = sampleUs(world.plan.durations, world.plan.services[service].imagePull, pod, world.seed, 0, 0x70);
  pushEvent(s.queue, s.nowUs + pullUs, PRIORITY[EVENT.podStart], EVENT.podStart, pod, s.pods.life[pod]);
}

/** Next stage of a start: image there, or process listening. */
export function podStart(world: World, pod: number): void {
  const s = world.s;
  const state = s.lifecycles.container.state[pod];
  if (state === CONTAINER.waiting) {
    const record = s.pods.record[pod];
    const { model } = world.plan.services[s.pods.service[pod]];
    const host = world.nodeNames[record.node];
    const set = s.services[s.pods.service[pod]].replicaSets[record.revision];
    const tookS = ((s.nowUs - record.createdUs) / 1e6).toFixed(1);
    emitEvent(
      world,
      'Normal',
      'Pulled',
      'Pod',
      record.name,
      'kubelet',
      `Successfully pulled image "${set.image}" in ${tookS}s (${tookS}s including waiting). Image size: 91234567 bytes.`,
      host,
    );
    emitEvent(world, 'Normal', 'Created', 'Pod', record.name, 'kubelet', `Created container: ${model.name}`, host);
    containerStarts(world, pod, 'CREATED');
    emitEvent(world, 'Normal', 'Started', 'Pod', record.name, 'kubelet', `Started container ${model.name}`, host);
  } else if (state === CONTAINER.starting) listens(world, pod);
}

/** The container's process exists; it listens after its start-up time. */
function containerStarts(world: World, pod: number, event: 'CREATED' | 'RESTARTED'): void {
  const s = world.s;
  if (fire(s.lifecycles, 'container', pod, event) === null) return;
  const record = s.pods.record[pod];
  record.startedUs = s.nowUs;
  record.waitingReason = '';
  const plan = world.plan.services[s.pods.service[pod]];
  const startUs = sampleUs(world.plan.durations, plan.startup, pod, world.seed, s.pods.life[pod], 0x73);
  pushEvent(s.queue, s.nowUs + startUs, PRIORITY[EVENT.podStart], EVENT.podStart, pod, s.pods.life[pod]);
  if (event === 'CREATED') fire(s.lifecycles, 'pod', pod, 'CONTAINER_STARTED');
  startProbing(world, pod);
}

/** The container starts again in the same pod: name and address stay. */
export function restartContainer(world: World, pod: number): void {
  const record = world.s.pods.record[pod];
  record.restarts++;
  record.lastRestartUs = world.s.nowUs;
  containerStarts(world, pod, 'RESTARTED');
}

function startProbing(world: World, pod: number): void {
  const s = world.s;
  const { readiness, liveness } = world.plan.services[s.pods.service[pod]].model;
  // the kubelet spreads first probes over the period; the pod's number serves as the spread here
  const spread = (periodUs: number): number => ((pod * 2_654_435) % 997) * (periodUs / 997);
  if (readiness !== null)
    pushEvent(
      s.queue,
      s.nowUs + readiness.delayUs + Math.round(spread(readiness.periodUs)),
      PRIORITY[EVENT.readinessProbe],
      EVENT.readinessProbe,
      pod,
      s.pods.life[pod],
    );
  if (liveness !== null)
    pushEvent(
      s.queue,
      s.nowUs + liveness.delayUs + Math.round(spread(liveness.periodUs)),
      PRIORITY[EVENT.livenessProbe],
      EVENT.livenessProbe,
      pod,
      s.pods.life[pod],
    );
}

function listens(world: World, pod: number): void {
  const s = world.s;
  const actions = fire(s.lifecycles, 'container', pod, 'LISTENING');
  if (actions === null) return;
  for (const action of actions) if (action === 'openPort') s.pods.listening[pod] = 1;
  const record = s.pods.record[pod];
  s.meters.up[record.target] = 1;
  fillPools(world, pod, false);
  const plan = world.plan.services[s.pods.service[pod]];
  const { recorder, words } = world;
  if (plan.runtime === RUNTIME.java)
    recorder.log(
      s.nowUs,
      s.pods.source[pod],
      INFO,
      SPRING_STARTED,
      0,
      0,
      s.nowUs - (record.startedUs ?? s.nowUs),
      words.of(`${plan.model.name[0].toUpperCase()}${plan.model.name.slice(1)}Application`),
      0,
      0,
      0,
    );
  else recorder.log(s.nowUs, s.pods.source[pod], INFO, STARTED, 0, 0, words.of(s.services[plan.index].replicaSets[record.revision].version), 0, 0, 0, 0);
  if (plan.model.readiness === null) change(world, pod, 'PROBE_SUCCEEDED');
}

function fillPools(world: World, pod: number, atOnce: boolean): void {
  const { pools } = world.plan.services[world.s.pods.service[pod]];
  pools.forEach((_, which) => fillPool(world, world.s.pods.firstPool[pod] + which, atOnce));
}

/** A pod that was there before the simulation began: runs every step of its life at once, probes and all. */
export function startAtOnce(world: World, pod: number): void {
  const s = world.s;
  const record = s.pods.record[pod];
  containerStarts(world, pod, 'CREATED');
  record.startedUs = record.createdUs + 4_000_000;
  s.pods.life[pod]++; // the start-up event just scheduled belongs to an earlier life
  startProbing(world, pod);
  fire(s.lifecycles, 'container', pod, 'LISTENING');
  s.pods.listening[pod] = 1;
  s.meters.up[record.target] = 1;
  fillPools(world, pod, true);
  record.readinessSuccesses = 1;
  change(world, pod, 'PROBE_SUCCEEDED');
  record.readyUs = record.createdUs + 30_000_000;
}

/** Asks for a pod's end: out of the endpoints, preStop, SIGTERM, and SIGKILL when the grace period is over. */
export function deletePod(world: World, pod: number, graceUs: number): boolean {
  const s = world.s;
  const actions = fire(s.lifecycles, 'pod', pod, 'DELETED');
  if (actions === null) return false;
  const record = s.pods.record[pod];
  const { model } = world.plan.services[s.pods.service[pod]];
  record.deletionUs = s.nowUs;
  record.graceUs = graceUs;
  record.readyUs = null;
  for (const action of actions) {
    if (action === 'removeEndpoint') endpointsChanged(world, s.pods.service[pod]);
    if (action === 'beginTermination') {
      emitEvent(world, 'Normal', 'Killing', 'Pod', record.name, 'kubelet', `Stopping container ${model.name}`, world.nodeNames[record.node]);
      pushEvent(s.queue, s.nowUs + Math.min(model.preStopUs, graceUs), PRIORITY[EVENT.podTerm], EVENT.podTerm, pod, 0);
      pushEvent(s.queue, s.nowUs + graceUs, PRIORITY[EVENT.podKill], EVENT.podKill, pod, 0);
    }
    if (action === 'forget') forget(world, pod);
  }
  requestSync(world, s.pods.service[pod]);
  return true;
}

/** SIGTERM: a running process stops accepting and drains; one that is not running ends at once. */
export function podTerm(world: World, pod: number): void {
  const s = world.s;
  if (s.lifecycles.pod.state[pod] !== POD.terminating) return;
  const actions = fire(s.lifecycles, 'container', pod, 'TERM');
  if (actions === null) {
    podExit(world, pod, 143);
    return;
  }
  s.pods.listening[pod] = 0;
  const java = world.plan.services[s.pods.service[pod]].runtime === RUNTIME.java;
  world.recorder.log(s.nowUs, s.pods.source[pod], INFO, java ? SPRING_STOPPING : STOPPING, 0, 0, 0, 0, 0, 0, 0);
}

/** Looked at once a second: a draining pod with nothing left to do exits by itself. */
export function exitIfDrained(world: World, pod: number): void {
  const s = world.s;
  if (s.lifecycles.container.state[pod] === CONTAINER.stopping && s.pods.busy[pod] === 0 && s.pods.accept[pod].length === 0) podExit(world, pod, 143);
}

export function podKill(world: World, pod: number): void {
  if (world.s.lifecycles.pod.state[pod] === POD.terminating) podExit(world, pod, 137);
}

/** The process is gone, and with it all it held. */
function podExit(world: World, pod: number, exitCode: number): void {
  const s = world.s;
  if (s.lifecycles.pod.state[pod] === POD.gone) return;
  if (fire(s.lifecycles, 'container', pod, 'EXITED') === null) fire(s.lifecycles, 'container', pod, 'REMOVED');
  processEnded(world, pod);
  const record = s.pods.record[pod];
  record.lastExit = { reason: exitCode === 137 ? 'Error' : 'Completed', exitCode, startedUs: record.startedUs, finishedUs: s.nowUs };
  if (fire(s.lifecycles, 'pod', pod, 'CONTAINER_EXITED') !== null) forget(world, pod);
}

function processEnded(world: World, pod: number): void {
  const s = world.s;
  s.pods.listening[pod] = 0;
  s.pods.life[pod]++;
  dropPodWork(world, pod);
}

function forget(world: World, pod: number): void {
  const s = world.s;
  const record = s.pods.record[pod];
  record.goneUs = s.nowUs;
  if (record.target >= 0) s.meters.up[record.target] = TARGET_GONE;
  for (const set of s.services[s.pods.service[pod]].replicaSets) {
    const at = set.pods.indexOf(pod);
    if (at >= 0) set.pods.splice(at, 1);
  }
  requestSync(world, s.pods.service[pod]);
}
