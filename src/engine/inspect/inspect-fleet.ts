import type { ConfigMapInspection } from '../../contract/inspection-config-map.ts';
import type {
  CacheInspection,
  ConditionInspection,
  ContainerStateInspection,
  DeploymentInspection,
  FleetInspection,
  NodeInspection,
  PodInspection,
  ReplicaSetInspection,
  ServiceInspection,
} from '../../contract/inspection.ts';
import type { AutoscalerInspection, DisruptionBudgetInspection } from '../../contract/inspection-control.ts';
import { controlPlaneAddress } from '../../contract/control-plane.ts';
import type { KubeEvent } from '../../contract/records.ts';
import type { ExternalMetricModel, RegionModel } from '../../scenario/model/fleet.ts';
import type { ExternalMetricsState, ReplicaSetState } from '../control/service-state.ts';
import { limitOf } from '../control/autoscaler.ts';
import { budgetStatus } from '../control/disruption-budget.ts';
import { uidIn } from '../control/names.ts';
import { clusterIpOf } from '../fleet/addresses.ts';
import { inspectAnalysisRuns, inspectRollout } from './inspect-rollouts.ts';
import { inspectSecrets } from './inspect-secrets.ts';
import { inspectResourceQuotas } from './inspect-resource-quotas.ts';
import { inspectCertificates } from './inspect-certificates.ts';
import { inspectKafka } from './inspect-kafka.ts';
import { inspectNodePools } from './inspect-node-pools.ts';
import { cpusInUse } from '../nodes/node-groups.ts';
import { registeredIn } from '../nodes/node-state.ts';
import { CONTAINER, NODE, POD, ROLLOUT, STATE_NAMES } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';
import { countedIn, historyOf, partOf, readyIn, templateOf } from './inspect-template.ts';

/** A region's cluster as its API server would describe it now. */
export function inspectFleet(world: World, events: readonly KubeEvent[], region: RegionModel): FleetInspection {
  const { fleet } = world.plan.scenario;
  const at = fleet.regions.indexOf(region);
  const services = world.plan.services.flatMap(({ model, index }) => (model.region === region.name ? [index] : []));
  const pods = livePods(world).filter((pod) => services.includes(world.s.pods[pod].service));
  return {
    tUs: world.s.nowUs,
    reachable: world.s.isolated[at] !== 1,
    controlPlane: controlPlaneAddress(at),
    namespace: fleet.namespace,
    clusterName: region.cluster,
    region: region.name,
    project: fleet.project,
    kubernetesVersion: fleet.kubernetesVersion,
    nodes: registeredIn(world, region.name).map((node) => inspectNode(world, node)),
    nodePools: inspectNodePools(world, at),
    cpuQuota: world.s.quotas[at].cpus === Infinity ? null : { limit: world.s.quotas[at].cpus, usage: cpusInUse(world, at) },
    deployments: services.flatMap((service) => (world.s.services[service].canary === null ? [inspectDeployment(world, service)] : [])),
    rollouts: services.flatMap((service) => inspectRollout(world, service)),
    analysisRuns: inspectAnalysisRuns(world, services),
    replicaSets: services.flatMap((service) => world.s.services[service].replicaSets.map((set) => inspectReplicaSet(world, service, set))),
    pods: pods.map((pod) => inspectPod(world, pod)),
    services: services.map((service) => inspectService(world, service)),
    autoscalers: services.flatMap((service) => inspectAutoscaler(world, service)),
    disruptionBudgets: services.flatMap((service) => inspectDisruptionBudget(world, service)),
    ...(world.s.resourceQuotas === undefined ? {} : { resourceQuotas: inspectResourceQuotas(world, world.s.resourceQuotas, region.name) }),
    ...(world.s.certificates === undefined ? {} : { certificates: inspectCertificates(world) }),
    ...(world.s.passwords === undefined ? {} : { secrets: inspectSecrets(world) }),
    ...(world.s.kafka === undefined ? {} : { kafka: inspectKafka(world) }),
    configMaps: services.flatMap((service) => inspectConfigMap(world, service)),
    events: events.filter((event) => event.region === region.name),
    flags: fleet.flags.map((flag, at) => ({
      name: flag.name,
      description: flag.description,
      on: world.s.flags[at].on,
      changedUs: world.s.flags[at].changedUs,
      changedBy: world.s.flags[at].changedBy,
    })),
  };
}

function livePods(world: World): number[] {
  const rows: number[] = [];
  for (let pod = 0; pod < world.s.pods.length; pod++) if (world.s.lifecycles.pod.state[pod] !== POD.gone) rows.push(pod);
  return rows;
}

function inspectNode(world: World, at: number): NodeInspection {
  const node = world.nodes[at];
  let cpuUsedMilli = Math.round(node.cpuMilli * 0.04); // kubelet, containerd and system daemons
  let memoryUsedMiB = 820;
  for (const pod of livePods(world)) {
    const record = world.s.pods[pod].record;
    if (record.node !== at) continue;
    cpuUsedMilli += record.cpuMilli;
    memoryUsedMiB += record.memoryMiB;
  }
  return {
    name: node.name,
    ip: node.ip,
    region: node.region,
    zone: node.zone,
    machineType: node.machineType,
    cpuMilli: node.cpuMilli,
    memoryMiB: node.memoryMiB,
    podCapacity: node.podCapacity,
    ready: world.s.lifecycles.node.state[at] === NODE.ready,
    statusSinceUs: world.s.nodes[at].statusSinceUs,
    unschedulable: world.s.nodes[at].unschedulable,
    ...(world.s.nodes[at].removingUs === undefined ? {} : { removingUs: world.s.nodes[at].removingUs }),
    cpuUsedMilli,
    memoryUsedMiB,
    createdUs: world.s.nodes[at].createdUs,
  };
}

function inspectDeployment(world: World, service: number): DeploymentInspection {
  const { model } = world.plan.services[service];
  const state = world.s.services[service];
  const current = state.replicaSets[state.current];
  const ready = state.replicaSets.reduce((sum, set) => sum + readyIn(world, set), 0);
  return {
    name: model.name,
    uid: uidIn(world.plan.scenario.fleet, model.region, `deployment/${model.name}`),
    createdUs: state.createdUs,
    generation: state.generation,
    revision: current.revision,
    paused: state.paused,
    replicas: state.replicas,
    updatedReplicas: countedIn(world, current),
    totalReplicas: state.replicaSets.reduce((sum, set) => sum + countedIn(world, set), 0),
    readyReplicas: ready,
    availableReplicas: ready,
    maxSurge: partOf(model.maxSurge),
    maxUnavailable: partOf(model.maxUnavailable),
    progressDeadlineUs: model.progressDeadlineUs,
    rollout: STATE_NAMES.rollout[world.s.lifecycles.rollout.state[service]],
    template: templateOf(world, service, current),
    conditions: conditionsOf(world, service, ready),
    history: historyOf(world, service),
  };
}

function conditionsOf(world: World, service: number, ready: number): ConditionInspection[] {
  const { model } = world.plan.services[service];
  const state = world.s.services[service];
  const current = state.replicaSets[state.current];
  const name = `${model.name}-${current.hash}`;
  const unavailable = 'count' in model.maxUnavailable ? model.maxUnavailable.count : Math.floor((model.maxUnavailable.percent * state.replicas) / 100);
  const enough = ready >= state.replicas - unavailable;
  const rollout = world.s.lifecycles.rollout.state[service];
  const progressing: ConditionInspection =
    rollout === ROLLOUT.stalled
      ? {
          type: 'Progressing',
          status: 'False',
          reason: 'ProgressDeadlineExceeded',
          message: `ReplicaSet "${name}" has timed out progressing.`,
          sinceUs: state.lastProgressUs,
        }
      : rollout === ROLLOUT.paused
        ? { type: 'Progressing', status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused', sinceUs: state.lastProgressUs }
        : rollout === ROLLOUT.progressing
          ? { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated', message: `ReplicaSet "${name}" is progressing.`, sinceUs: state.lastProgressUs }
          : {
              type: 'Progressing',
              status: 'True',
              reason: 'NewReplicaSetAvailable',
              message: `ReplicaSet "${name}" has successfully progressed.`,
              sinceUs: state.lastProgressUs,
            };
  return [
    {
      type: 'Available',
      status: enough ? 'True' : 'False',
      reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
      message: enough ? 'Deployment has minimum availability.' : 'Deployment does not have minimum availability.',
      sinceUs: state.lastProgressUs,
    },
    progressing,
    ...replicaFailure(state.replicaSets, current),
  ];
}

/** That of the new replica set, or else of an old one. Source: Kubernetes 1.28 deployment_controller getReplicaFailures. */
function replicaFailure(sets: readonly ReplicaSetState[], current: ReplicaSetState): ConditionInspection[] {
  const failure = current.failure ?? sets.find((set) => set.failure !== undefined)?.failure;
  return failure === undefined ? [] : [{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: failure.message, sinceUs: failure.sinceUs }];
}

function inspectReplicaSet(world: World, service: number, set: ReplicaSetState): ReplicaSetInspection {
  const { model } = world.plan.services[service];
  return {
    name: `${model.name}-${set.hash}`,
    uid: set.uid,
    owner: model.canary === null ? 'Deployment' : 'Rollout',
    deployment: model.name,
    revision: set.revision,
    createdUs: set.createdUs,
    desired: set.desired,
    current: countedIn(world, set),
    ready: readyIn(world, set),
    template: templateOf(world, service, set),
    ...(set.failure === undefined ? {} : { failure: { message: set.failure.message, sinceUs: set.failure.sinceUs } }),
  };
}

function inspectPod(world: World, pod: number): PodInspection {
  const s = world.s;
  const record = s.pods[pod].record;
  const service = s.pods[pod].service;
  const state = s.lifecycles.pod.state[pod];
  const set = s.services[service].replicaSets[record.revision];
  const { model } = world.plan.services[service];
  return {
    name: record.name,
    uid: record.uid,
    service: model.name,
    replicaSet: `${model.name}-${set.hash}`,
    node: record.node < 0 ? '' : world.nodeNames[record.node],
    ip: record.ip,
    createdUs: record.createdUs,
    startedUs: record.startedUs,
    phase: state === POD.pending || state === POD.creating ? 'Pending' : 'Running',
    deletionUs: record.deletionUs,
    ready: state === POD.ready,
    readySinceUs: record.readyUs,
    containerState: containerState(world, pod),
    lastState: record.lastExit === null ? null : { state: 'terminated', ...record.lastExit },
    restarts: record.restarts,
    lastRestartUs: record.lastRestartUs,
    cpuMilli: record.cpuMilli,
    memoryMiB: record.memoryMiB,
    template: templateOf(world, service, set),
  };
}

function containerState(world: World, pod: number): ContainerStateInspection {
  const record = world.s.pods[pod].record;
  const state = world.s.lifecycles.container.state[pod];
  if (state === CONTAINER.waiting || state === CONTAINER.backOff)
    return { state: 'waiting', reason: record.waitingReason, exitCode: 0, startedUs: null, finishedUs: null };
  if (state === CONTAINER.terminated && record.lastExit !== null) return { state: 'terminated', ...record.lastExit };
  return { state: 'running', reason: '', exitCode: 0, startedUs: record.startedUs, finishedUs: null };
}

function inspectService(world: World, service: number): ServiceInspection {
  const { model } = world.plan.services[service];
  return {
    name: model.name,
    clusterIp: clusterIpOf(model.name),
    port: 80,
    type: model.name === world.plan.scenario.fleet.loadBalancer.service ? 'NodePort' : 'ClusterIP',
    createdUs: world.s.services[service].createdUs,
    endpoints: world.s.services[service].endpoints.map((pod) => `${world.s.pods[pod].record.ip}:${model.port}`),
  };
}

function inspectConfigMap(world: World, service: number): ConfigMapInspection[] {
  const { config } = world.s.services[service];
  if (config === null) return [];
  const { name, createdUs, version, data } = config;
  return [
    { name, uid: uidIn(world.plan.scenario.fleet, world.plan.services[service].model.region, `configmap/${name}`), createdUs, version, data: { ...data } },
  ];
}

function inspectAutoscaler(world: World, service: number): AutoscalerInspection[] {
  const { model } = world.plan.services[service];
  const { autoscaler: state, replicas } = world.s.services[service];
  if (state === null) return [];
  return [
    {
      name: model.name,
      deployment: model.name,
      minReplicas: state.minReplicas,
      maxReplicas: state.maxReplicas,
      currentReplicas: replicas,
      desiredReplicas: state.desired,
      limit: limitOf(state),
      targetCpuPercent: state.targetCpuPercent,
      currentCpuPercent: state.currentPercent,
      createdUs: state.createdUs,
      lastScaleUs: state.lastScaleUs,
      ...(state.external === undefined ? {} : { external: inspectExternalMetrics(model.autoscaler?.metrics ?? [], state.external) }),
    },
  ];
}

function inspectDisruptionBudget(world: World, service: number): DisruptionBudgetInspection[] {
  const { name, disruptionBudget: budget } = world.plan.services[service].model;
  if (budget === undefined) return [];
  return [
    {
      name,
      minAvailable: 'minAvailable' in budget ? partOf(budget.minAvailable) : null,
      maxUnavailable: 'maxUnavailable' in budget ? partOf(budget.maxUnavailable) : null,
      ...budgetStatus(world, service, budget),
      createdUs: world.s.services[service].createdUs,
    },
  ];
}

function inspectExternalMetrics(metrics: readonly ExternalMetricModel[], { averagesMilli, decidedBy, failure }: ExternalMetricsState) {
  return { metrics: metrics.map(({ name, targetMilli }, at) => ({ name, targetMilli, currentMilli: averagesMilli[at] })), decidedBy, failure };
}

export function inspectCaches(world: World): CacheInspection[] {
  return world.plan.scenario.fleet.caches.map((cache, at) => {
    const { size, capacity, hits, misses, evictions } = world.s.caches[at];
    return { tUs: world.s.nowUs, name: cache.name, keys: size, capacity, hits, misses, evictions };
  });
}
