import { ERROR, INFO, SPAN_CONSUMER, SPAN_SERVER, WARN } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { probeServed } from '../control/probes.ts';
import { queryServed } from '../dns/serve.ts';
import { connectionReturns } from '../edge/send-through-edge.ts';
import { countServed } from '../instruments/request-meters.ts';
import { RUNTIME } from '../plan/plan.ts';
import { answered } from '../protection/pod-protection.ts';
import type { Words, World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { FLAG, freeAttempt, INT, NONE, TIME, timesOf } from './attempt-table.ts';
import { clientSpan } from './call-records.ts';
import { settle } from './calls.ts';
import { answerDeparts } from './travel.ts';
import { freeWorker } from './workers.ts';

/** The server has an answer: counts it, logs it, leaves its span, frees the worker and tells the caller if one still waits. */
export function finish(world: World, row: number, status: number): void {
  const t = world.s.attempts;
  const flags = t.ints[row + INT.flags];
  if ((flags & (FLAG.probe | FLAG.record | FLAG.nameQuery)) !== 0) {
    if ((flags & FLAG.record) !== 0) recordProcessed(world, row, status);
    freeWorker(world, row);
    if ((flags & FLAG.probe) !== 0) probeServed(world, row);
    else if ((flags & FLAG.nameQuery) !== 0) queryServed(world, row);
    else settle(world, row, outcomeOf(status), status);
  } else {
    // a probe's path is answered outside the application: no metric, no line, whoever asks
    if ((flags & FLAG.synthetic) === 0 || !isProbePath(world, row)) recordServed(world, row, status);
    freeWorker(world, row);
    if (world.s.pods[t.ints[row + INT.pod]].place !== NONE) connectionReturns(world, row);
    if (world.s.links !== undefined && answerDeparts(world, row, outcomeOf(status), status)) return;
    settle(world, row, outcomeOf(status), status);
  }
  freeAttempt(t, row);
}

/** 429 is an answer that callers take for a failure; other 4xx are what was asked for. */
function outcomeOf(status: number): number {
  if (status >= 500) return OUTCOME.failed;
  return status === 429 ? OUTCOME.rateLimited : OUTCOME.ok;
}

function isProbePath(world: World, row: number): boolean {
  const endpoint = world.s.attempts.ints[row + INT.endpoint];
  return world.plan.services[world.plan.endpoints[endpoint].service].probeEndpoint === endpoint;
}

/** A consumer's record: a span of its own, and no HTTP about it. */
function recordProcessed(world: World, row: number, status: number): void {
  const { ints, times } = world.s.attempts;
  const { words, s } = world;
  const since = times[timesOf(row) + TIME.sent];
  world.recorder.span(
    ints[row + INT.keyHi],
    ints[row + INT.keyLo],
    ints[row + INT.place],
    0,
    SPAN_CONSUMER,
    words.operations[ints[row + INT.endpoint]],
    s.pods[ints[row + INT.pod]].source,
    since,
    s.nowUs,
    status,
    status >= 500 ? words.of500 : 0,
    0,
  );
}

function recordServed(world: World, row: number, status: number): void {
  const s = world.s;
  const { ints, times } = s.attempts;
  const { words } = world;
  const number = ints[row + INT.pod];
  const pod = s.pods[number];
  if (pod.retention !== null && (pod.retention.flag < 0 || s.flags[pod.retention.flag].on)) pod.retainedKiB += pod.retention.perRequestKiB;
  const endpoint = ints[row + INT.endpoint];
  // the server's clock starts when the request reached the pod, waiting for a worker included
  const site = ints[row + INT.site] === NONE ? null : world.plan.sites[ints[row + INT.site]];
  const sentUs = s.links === undefined ? times[timesOf(row) + TIME.sent] : times[timesOf(row) + TIME.sent] + ints[row + INT.lateUs];
  const arrivedUs = site === null ? sentUs : sentUs + site.hopUs;
  countServed(world, number, endpoint, status, s.nowUs - arrivedUs);
  if (pod.protection?.adaptive !== undefined) answered(world, row, pod.protection.adaptive, arrivedUs);
  const place = ints[row + INT.place];
  world.recorder.span(
    ints[row + INT.keyHi],
    ints[row + INT.keyLo],
    place,
    site === null || site.from < 0 ? 0 : clientSpan(place),
    SPAN_SERVER,
    words.operations[endpoint],
    pod.source,
    arrivedUs,
    s.nowUs,
    status,
    status >= 500 ? words.of500 : 0,
    ints[row + INT.tries],
  );
  if (world.plan.services[pod.service].runtime === RUNTIME.envoy) logAccess(world, row, pod.source, status, s.nowUs - arrivedUs);
}

const ENVOY_ACCESS = logTemplateIndex('envoyAccess');

function logAccess(world: World, row: number, source: number, status: number, tookUs: number): void {
  const { ints } = world.s.attempts;
  const { words } = world;
  const abandoned = ints[row + INT.parent] === NONE;
  const level = status >= 500 ? (abandoned ? WARN : ERROR) : INFO;
  world.recorder.log(
    world.s.nowUs,
    source,
    level,
    ENVOY_ACCESS,
    ints[row + INT.keyHi],
    ints[row + INT.keyLo],
    words.routes[ints[row + INT.endpoint]],
    abandoned ? 0 : status,
    tookUs,
    abandoned ? words.flags[DOWNSTREAM_GONE] : flagWord(words, ints[row + INT.outcome]),
    ints[row + INT.upstream],
  );
}

/** Envoy response flags by how the upstream call ended. Source: Envoy docs, access log usage. */
export const ENVOY_FLAGS = ['-', 'UT', 'UF', 'UH', 'UC', 'UO', 'DC'] as const;

const DOWNSTREAM_GONE = 6;

function flagWord(words: Words, outcome: number): number {
  if (outcome === OUTCOME.rateLimited) return words.of('RL');
  if (outcome === OUTCOME.overloaded) return words.of('OM');
  return words.flags[flagOf(outcome)];
}

function flagOf(outcome: number): number {
  switch (outcome) {
    case OUTCOME.timeout:
      return 1;
    case OUTCOME.refused:
    case OUTCOME.unverified:
      return 2;
    case OUTCOME.noEndpoint:
      return 3;
    case OUTCOME.reset:
      return 4;
    case OUTCOME.breakerOpen:
    case OUTCOME.bulkheadFull:
      return 5;
    default:
      return 0;
  }
}
