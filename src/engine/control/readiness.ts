import { POD } from '../machines/lifecycle.ts';
import { fire } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { allocateAttempt, FLAG, freeAttempt, INT, NONE, PHASE, TIME, timesOf, USER } from '../requests/attempt-table.ts';
import { arrive } from '../requests/workers.ts';
import type { ProbeModel } from '../../scenario/model/fleet.ts';
import type { World } from '../world.ts';
import { endpointsChanged } from './endpoints.ts';
import { emitEvent } from './kube-events.ts';
import { requestSync } from './sync.ts';

/**
 * Readiness probes are requests: one that is served by workers waits for a worker like any other, and fails when the answer takes
 * longer than its timeout. Source: Kubernetes docs, configure-liveness-readiness-startup-probes; texts: pkg/probe/http/http.go.
 */
export function probeReadiness(world: World, pod: number): void {
  const s = world.s;
  const model = world.plan.services[s.pods[pod].service].model.readiness;
  const state = s.lifecycles.pod.state[pod];
  if (model === null || (state !== POD.ready && state !== POD.notReady)) return;
  pushEvent(s.queue, s.nowUs + model.periodUs, PRIORITY[EVENT.readinessProbe], EVENT.readinessProbe, pod, s.pods[pod].life);
  const address = probeAddress(world, pod, model);
  if (model.servedBy === 'management') {
    if (s.pods[pod].listening) readinessAnswered(world, pod);
    else readinessFailed(world, pod, `Get "http://${address}${model.path}": dial tcp ${address}: connect: connection refused`);
    return;
  }
  const row = allocateAttempt(s.attempts);
  const t = s.attempts;
  t.ints[row + INT.parent] = USER;
  t.ints[row + INT.site] = NONE;
  t.ints[row + INT.flags] = FLAG.probe;
  t.ints[row + INT.endpoint] = world.plan.services[s.pods[pod].service].probeEndpoint;
  t.ints[row + INT.keyHi] = pod;
  t.ints[row + INT.keyLo] = 0;
  t.ints[row + INT.place] = 0;
  t.times[timesOf(row) + TIME.sent] = s.nowUs;
  t.ints[row + INT.phase] = PHASE.waiting;
  if (!arrive(world, row, pod)) {
    freeAttempt(t, row);
    // a full backlog drops the SYN; only a port nobody listens on refuses
    const why = s.pods[pod].listening
      ? 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
      : `dial tcp ${address}: connect: connection refused`;
    readinessFailed(world, pod, `Get "http://${address}${model.path}": ${why}`);
    return;
  }
  pushEvent(s.queue, s.nowUs + model.timeoutUs, PRIORITY[EVENT.deadline], EVENT.deadline, row, t.ints[row + INT.generation]);
}

/** Where a probe asks: the management port is the one after the service's own. */
export function probeAddress(world: World, pod: number, probe: ProbeModel): string {
  const { port } = world.plan.services[world.s.pods[pod].service].model;
  return `${world.s.pods[pod].record.ip}:${probe.servedBy === 'management' ? port + 1 : port}`;
}

/** The probe's answer did not come in time; the request itself stays where it is. */
export function probeTimedOut(world: World, row: number): void {
  const s = world.s;
  const t = s.attempts;
  if (t.ints[row + INT.parent] === NONE) return;
  t.ints[row + INT.parent] = NONE;
  const pod = t.ints[row + INT.pod];
  const model = world.plan.services[s.pods[pod].service].model.readiness;
  if (model === null) return;
  readinessFailed(
    world,
    pod,
    `Get "http://${probeAddress(world, pod, model)}${model.path}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`,
  );
}

export function readinessAnswered(world: World, pod: number): void {
  const record = world.s.pods[pod].record;
  const model = world.plan.services[world.s.pods[pod].service].model.readiness;
  record.readinessFailures = 0;
  record.readinessSuccesses++;
  if (record.readinessSuccesses >= (model?.successThreshold ?? 1)) change(world, pod, 'PROBE_SUCCEEDED');
}

function readinessFailed(world: World, pod: number, why: string): void {
  const s = world.s;
  const record = s.pods[pod].record;
  const model = world.plan.services[s.pods[pod].service].model.readiness;
  record.readinessSuccesses = 0;
  record.readinessFailures++;
  emitEvent(world, 'Warning', 'Unhealthy', 'Pod', record.name, 'kubelet', `Readiness probe failed: ${why}`, world.nodeNames[record.node]);
  if (record.readinessFailures >= (model?.failureThreshold ?? 3)) change(world, pod, 'PROBE_FAILED');
}

/** Sends a readiness event to the pod's machine and carries out its actions. */
export function change(world: World, pod: number, event: string): void {
  const s = world.s;
  const actions = fire(s.lifecycles, 'pod', pod, event);
  if (actions === null) return;
  const service = s.pods[pod].service;
  s.pods[pod].record.readyUs = s.lifecycles.pod.state[pod] === POD.ready ? s.nowUs : null;
  for (const action of actions) if (action === 'addEndpoint' || action === 'removeEndpoint') endpointsChanged(world, service);
  if (event === 'PROBE_SUCCEEDED') s.services[service].lastProgressUs = s.nowUs;
  requestSync(world, service);
}
