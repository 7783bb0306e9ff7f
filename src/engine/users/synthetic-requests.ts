import { mix, pick } from '../../base/hash.ts';
import type { HttpAnswer } from '../../contract/ports.ts';
import type { Epoch } from '../../contract/time.ts';
import { OP, RUNTIME } from '../plan/plan.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { allocateAttempt, FLAG, freeAttempt, INT, NONE, PHASE, TIME, timesOf, USER } from '../requests/attempt-table.ts';
import { OUTSIDE } from '../network/hosts.ts';
import { departs } from '../requests/travel.ts';
import { loseOnTheWay } from '../requests/lost.ts';
import { arrive } from '../requests/workers.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { type HttpResponse, localReply, responseOf } from './http-responses.ts';

/** A request a person sent from a terminal and has no answer to yet; plain data, part of the world's state. */
export interface SyntheticRequest {
  readonly method: string;
  readonly path: string;
  readonly endpoint: number;
  /** What the server answers when nothing goes wrong: 404 and 405 for a path or method it does not know. */
  readonly status: number;
  /** Through the load balancer, which answers by itself when no pod does. */
  readonly viaEdge: boolean;
  /** What the connection was made to, `ip:port`. */
  readonly address: string;
  /** The person's own patience. */
  readonly timeoutUs: number;
}

/**
 * Sends it to one of `pods`: a real request, through the same workers, pools and calls as a user's, but nobody's. It counts in every server's
 * metrics and in no SLI. Like a probe, its row has no call site. Returns the id its answer will be kept under.
 */
export function startSynthetic(world: World, request: SyntheticRequest, pods: readonly number[]): number {
  const s = world.s;
  const id = s.http.nextId++;
  const keyHi = mix(id, 0x6375, 0x726c, world.seed);
  const keyLo = mix(world.seed, id, 0x6c72, 0x7563);
  s.http.waiting[String(id)] = request;
  const row = allocateAttempt(s.attempts);
  const t = s.attempts;
  t.ints[row + INT.phase] = PHASE.waiting;
  t.ints[row + INT.parent] = USER;
  t.ints[row + INT.parentGuard] = id;
  t.ints[row + INT.flags] = FLAG.synthetic;
  t.ints[row + INT.site] = NONE;
  t.ints[row + INT.tries] = 0;
  t.ints[row + INT.endpoint] = request.endpoint;
  t.ints[row + INT.keyHi] = keyHi;
  t.ints[row + INT.keyLo] = keyLo;
  t.ints[row + INT.place] = mix(keyHi, keyLo, id, 0x706c);
  t.times[timesOf(row) + TIME.sent] = s.nowUs;
  t.times[timesOf(row) + TIME.first] = s.nowUs;
  const pod = pods.length === 0 ? NONE : pods[pods.length === 1 ? 0 : pick(mix(keyHi, keyLo, id, 0x656e), pods.length)];
  // the terminal is outside the regions, as the load balancer's front ends are
  const isLost = pod !== NONE && s.isolated[world.plan.services[s.pods[pod].service].region] === 1 && loseOnTheWay(world, row, pod);
  const isSent = isLost || (pod !== NONE && ((s.links !== undefined && departs(world, row, OUTSIDE, pod)) || arrive(world, row, pod)));
  if (!isSent) {
    syntheticEnded(world, row, pod === NONE ? OUTCOME.noEndpoint : OUTCOME.refused, 0);
    freeAttempt(t, row);
    return id;
  }
  const patience = request.viaEdge ? Math.min(request.timeoutUs, edgeTimeoutOf(world, request.endpoint)) : request.timeoutUs;
  pushEvent(s.queue, s.nowUs + patience, PRIORITY[EVENT.deadline], EVENT.deadline, row, t.ints[row + INT.generation]);
  return id;
}

/** The load balancer's, of requests for an endpoint of the service behind it. */
function edgeTimeoutOf(world: World, endpoint: number): number {
  const { timeoutUs, routes = [] } = world.plan.scenario.fleet.loadBalancer;
  const rule = routes.findIndex(({ route }) => route === world.plan.endpoints[endpoint].route);
  return rule < 0 ? timeoutUs : (world.s.edgeRoutes?.[rule].timeoutUs ?? timeoutUs);
}

/** The person's end of it is over: answered, given up, or cut off. What they see is kept until they ask for it. */
export function syntheticEnded(world: World, row: number, outcome: number, status: number): void {
  const s = world.s;
  const t = s.attempts;
  const key = String(t.ints[row + INT.parentGuard]);
  const request = s.http.waiting[key];
  delete s.http.waiting[key];
  t.ints[row + INT.parent] = NONE;
  const answer = answerOf(world, row, request, outcome, status);
  s.http.answers[key] = answer;
  if (t.ints[row + INT.pod] !== NONE && !isProbe(world, row))
    world.recorder.traceFinished(
      t.ints[row + INT.keyHi],
      t.ints[row + INT.keyLo],
      world.words.operations[t.ints[row + INT.endpoint]],
      t.times[timesOf(row) + TIME.sent],
      s.nowUs,
      answer.status,
    );
}

function isProbe(world: World, row: number): boolean {
  const { endpoints, services } = world.plan;
  const endpoint = world.s.attempts.ints[row + INT.endpoint];
  return services[endpoints[endpoint].service].probeEndpoint === endpoint;
}

function answerOf(world: World, row: number, request: SyntheticRequest, outcome: number, status: number): HttpAnswer {
  const s = world.s;
  const t = s.attempts;
  const { viaEdge, address } = request;
  const hops = viaEdge ? 2 * world.plan.scenario.fleet.loadBalancer.hopUs : 0;
  const durationUs = Math.min(request.timeoutUs, s.nowUs - t.times[timesOf(row) + TIME.sent] + hops + ROUND_TRIP_US);
  const nothing = { status: 0, durationUs, headers: {}, body: '', address };
  const epoch = epochOf(world);
  if (status > 0) {
    const shown = status === 200 ? request.status : status;
    const { headers, body } = served(world, row, request, shown, epoch);
    return { ...nothing, status: shown, headers: viaEdge ? { ...headers, via: '1.1 google' } : headers, body, failure: '' };
  }
  if (outcome === OUTCOME.timeout && s.nowUs - t.times[timesOf(row) + TIME.sent] >= request.timeoutUs)
    return { ...nothing, durationUs: request.timeoutUs, failure: 'timeout' };
  if (viaEdge) {
    const { headers, body } = localReply(outcome, epoch, s.nowUs);
    return { ...nothing, status: outcome === OUTCOME.timeout ? 504 : 503, headers: { ...headers, via: '1.1 google' }, body, failure: '' };
  }
  // no endpoint: kube-proxy rejects the connection. A reset one is an empty reply: no status and no failure.
  return { ...nothing, failure: outcome === OUTCOME.refused || outcome === OUTCOME.noEndpoint ? 'connect' : '' };
}

/** A connection inside the cluster takes about this long, there and back. */
const ROUND_TRIP_US = 600;

function served(world: World, row: number, request: SyntheticRequest, status: number, epoch: Epoch): HttpResponse {
  const s = world.s;
  const t = s.attempts;
  const { endpoints, services } = world.plan;
  const endpoint = endpoints[t.ints[row + INT.endpoint]];
  const probe = services[endpoint.service].probeEndpoint === t.ints[row + INT.endpoint];
  const { runtime } = services[endpoint.service];
  const turnedAway = t.ints[row + INT.outcome];
  if (turnedAway === OUTCOME.rateLimited || turnedAway === OUTCOME.overloaded || turnedAway === OUTCOME.concurrencyLimit) {
    const { headers, body } = localReply(turnedAway, epoch, s.nowUs);
    return { headers: { ...headers, server: 'envoy' }, body };
  }
  const answered = { runtime, status, method: request.method, path: request.path, route: probe ? '' : endpoint.route, probe: probe && status === 200 };
  if (runtime !== RUNTIME.envoy || probe) return responseOf(answered, epoch, s.nowUs);
  // Envoy: its own words when the upstream said nothing, else what the upstream said
  const upstream = firstCallee(world, endpoint.entry);
  const own = upstream < 0 || (status >= 500 && t.ints[row + INT.outcome] !== OUTCOME.ok && t.ints[row + INT.outcome] !== OUTCOME.failed);
  const { headers, body } = own
    ? localReply(t.ints[row + INT.outcome], epoch, s.nowUs)
    : responseOf({ ...answered, runtime: services[upstream].runtime }, epoch, s.nowUs);
  const names = Object.entries(headers).map(([name, value]): [string, string] => [name.toLowerCase(), value]);
  const passed = names.filter(([name]) => name !== 'connection' && name !== 'keep-alive');
  const took: Record<string, string> = own ? {} : { 'x-envoy-upstream-service-time': String(Math.round((s.nowUs - t.times[timesOf(row) + TIME.sent]) / 1000)) };
  return { headers: { ...Object.fromEntries(passed), ...took, server: 'envoy' }, body };
}

/** Service behind a route of the gateway, -1 when it calls none. */
function firstCallee(world: World, entry: number): number {
  const { program, sites } = world.plan;
  for (let pc = entry; program.op[pc] !== OP.end; pc++) if (program.op[pc] === OP.call) return sites[program.a[pc]].target;
  return -1;
}

function epochOf(world: World): Epoch {
  const { playStartUnixMs, warmupUs } = world.plan.scenario;
  return { startUnixMs: playStartUnixMs - warmupUs / 1000, playStartUs: warmupUs };
}

/** An answer that needs no pod's worker: from a management port, or from nobody. */
export function answerAtOnce(world: World, status: number, runtime: number, request: SyntheticRequest): number {
  const { http, nowUs } = world.s;
  const id = http.nextId++;
  const nothing = { status, durationUs: ROUND_TRIP_US, address: request.address };
  const asked = { runtime, status, method: request.method, path: request.path, route: '', probe: status === 200 };
  http.answers[String(id)] =
    status === 0
      ? { ...nothing, headers: {}, body: '', failure: 'connect' }
      : { ...nothing, durationUs: ROUND_TRIP_US + 900, ...responseOf(asked, epochOf(world), nowUs), failure: '' };
  return id;
}
