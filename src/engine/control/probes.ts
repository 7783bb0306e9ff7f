import type { ProbeModel } from '../../scenario/model/fleet.ts';
import { CONTAINER, POD } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { allocateAttempt, FLAG, freeAttempt, INT, NONE, PHASE, TIME, timesOf, USER } from '../requests/attempt-table.ts';
import { arrive } from '../requests/workers.ts';
import type { World } from '../world.ts';
import { livenessAnswered, livenessFailed } from './liveness.ts';
import { readinessAnswered, readinessFailed } from './readiness.ts';

/**
 * The kubelet's probes. One that is served by workers is a request: it waits for a worker like any other, and fails when the answer takes longer than its
 * timeout. One that is served by the management port is answered as long as the process listens. Source: Kubernetes docs,
 * configure-liveness-readiness-startup-probes; texts: pkg/probe/http/http.go.
 */
export function probeReadiness(world: World, pod: number): void {
  const s = world.s;
  const model = world.plan.services[s.pods[pod].service].model.readiness;
  const state = s.lifecycles.pod.state[pod];
  if (model === null || (state !== POD.ready && state !== POD.notReady)) return;
  pushEvent(s.queue, s.nowUs + model.periodUs, PRIORITY[EVENT.readinessProbe], EVENT.readinessProbe, pod, s.pods[pod].life);
  ask(world, pod, model, false);
}

export function probeLiveness(world: World, pod: number): void {
  const s = world.s;
  const model = world.plan.services[s.pods[pod].service].model.liveness;
  const state = s.lifecycles.container.state[pod];
  if (model === null || (state !== CONTAINER.running && state !== CONTAINER.starting)) return;
  pushEvent(s.queue, s.nowUs + model.periodUs, PRIORITY[EVENT.livenessProbe], EVENT.livenessProbe, pod, s.pods[pod].life);
  ask(world, pod, model, true);
}

function ask(world: World, pod: number, model: ProbeModel, liveness: boolean): void {
  const s = world.s;
  if (model.servedBy === 'management') {
    if (s.pods[pod].listening) answered(world, pod, liveness);
    else failed(world, pod, model, liveness, REFUSED);
    return;
  }
  const t = s.attempts;
  const row = allocateAttempt(t);
  t.ints[row + INT.parent] = USER;
  t.ints[row + INT.site] = NONE;
  t.ints[row + INT.flags] = liveness ? FLAG.probe | FLAG.liveness : FLAG.probe;
  t.ints[row + INT.endpoint] = world.plan.services[s.pods[pod].service].probeEndpoint;
  t.ints[row + INT.keyHi] = pod;
  t.ints[row + INT.keyLo] = 0;
  t.ints[row + INT.place] = 0;
  t.times[timesOf(row) + TIME.sent] = s.nowUs;
  t.ints[row + INT.phase] = PHASE.waiting;
  if (!arrive(world, row, pod)) {
    freeAttempt(t, row);
    // a full backlog drops the SYN; only a port nobody listens on refuses
    failed(world, pod, model, liveness, s.pods[pod].listening ? TIMED_OUT : REFUSED);
    return;
  }
  pushEvent(s.queue, s.nowUs + model.timeoutUs, PRIORITY[EVENT.deadline], EVENT.deadline, row, t.ints[row + INT.generation]);
}

const REFUSED = 'refused';
const TIMED_OUT = 'timed out';

/** A probe served by workers has been answered, in time or not. */
export function probeServed(world: World, row: number): void {
  const { ints } = world.s.attempts;
  if (ints[row + INT.parent] !== NONE) answered(world, ints[row + INT.pod], (ints[row + INT.flags] & FLAG.liveness) !== 0);
}

/** The probe's answer did not come in time; the request itself stays where it is. */
export function probeTimedOut(world: World, row: number): void {
  const s = world.s;
  const { ints } = s.attempts;
  if (ints[row + INT.parent] === NONE) return;
  ints[row + INT.parent] = NONE;
  const pod = ints[row + INT.pod];
  const liveness = (ints[row + INT.flags] & FLAG.liveness) !== 0;
  const { model } = world.plan.services[s.pods[pod].service];
  const probe = liveness ? model.liveness : model.readiness;
  if (probe !== null) failed(world, pod, probe, liveness, TIMED_OUT);
}

function answered(world: World, pod: number, liveness: boolean): void {
  if (liveness) livenessAnswered(world, pod);
  else readinessAnswered(world, pod);
}

function failed(world: World, pod: number, model: ProbeModel, liveness: boolean, how: typeof REFUSED | typeof TIMED_OUT): void {
  const address = addressOf(world, pod, model);
  const end =
    how === REFUSED ? `dial tcp ${address}: connect: connection refused` : 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
  const why = `Get "http://${address}${model.path}": ${end}`;
  if (liveness) livenessFailed(world, pod, model, why);
  else readinessFailed(world, pod, why);
}

/** Where a probe asks: the management port is the one after the service's own. */
function addressOf(world: World, pod: number, probe: ProbeModel): string {
  const { port } = world.plan.services[world.s.pods[pod].service].model;
  return `${world.s.pods[pod].record.ip}:${probe.servedBy === 'management' ? port + 1 : port}`;
}
