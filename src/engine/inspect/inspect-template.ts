import type { PodTemplateInspection, ProbeInspection } from '../../contract/inspection.ts';
import type { PercentOrCount, ProbeModel } from '../../scenario/model/fleet.ts';
import { secretVariables } from './inspect-secrets.ts';
import { resourcesOf } from '../control/pod-resources.ts';
import type { ReplicaSetState } from '../control/service-state.ts';
import { POD } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';

/** What Deployments, Rollouts, their ReplicaSets and pods show alike. */

export function templateOf(world: World, service: number, set: ReplicaSetState): PodTemplateInspection {
  const { model } = world.plan.services[service];
  const { cpuRequestMilli, cpuLimitMilli, memoryRequestMiB, memoryLimitMiB } = resourcesOf(world, service, set);
  return {
    image: set.image,
    version: set.version,
    container: model.name,
    port: model.port,
    env: set.env,
    ...(world.s.passwords === undefined ? {} : { secretEnv: secretVariables(world, service) }),
    cpuRequestMilli,
    cpuLimitMilli,
    memoryRequestMiB,
    memoryLimitMiB,
    liveness: probeOf(model.liveness, model.port),
    readiness: probeOf(model.readiness, model.port),
    terminationGraceUs: model.terminationGraceUs,
    hash: set.hash,
    ...(set.restartedAtUs === null ? {} : { restartedAtUs: set.restartedAtUs }),
  };
}

function probeOf(probe: ProbeModel | null, port: number): ProbeInspection | null {
  if (probe === null) return null;
  const { path, delayUs, periodUs, timeoutUs, successThreshold, failureThreshold } = probe;
  return { path, port: probe.servedBy === 'management' ? port + 1 : port, delayUs, periodUs, timeoutUs, successThreshold, failureThreshold };
}

export function partOf(part: PercentOrCount): string {
  return 'count' in part ? String(part.count) : `${part.percent}%`;
}

export function readyIn(world: World, set: ReplicaSetState): number {
  return set.pods.filter((pod) => world.s.lifecycles.pod.state[pod] === POD.ready).length;
}

/** Pods a controller counts: those being deleted are no longer its own. */
export function countedIn(world: World, set: ReplicaSetState): number {
  return set.pods.filter((pod) => world.s.lifecycles.pod.state[pod] !== POD.terminating).length;
}

/** Kept revisions (revisionHistoryLimit 10), oldest first. */
export function historyOf(world: World, service: number) {
  const { model } = world.plan.services[service];
  const kept = [...world.s.services[service].replicaSets].sort((a, b) => a.revision - b.revision).slice(-11);
  return kept.map((set) => ({
    revision: set.revision,
    changeCause: set.changeCause,
    replicaSet: `${model.name}-${set.hash}`,
    template: templateOf(world, service, set),
  }));
}
