import { ERROR, INFO, SPAN_SERVER, WARN } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { readinessAnswered } from '../control/readiness.ts';
import { countServed } from '../instruments/request-meters.ts';
import { RUNTIME } from '../plan/plan.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { FLAG, freeAttempt, INT, NONE, TIME, timesOf } from './attempt-table.ts';
import { clientSpan } from './call-records.ts';
import { settle } from './calls.ts';
import { freeWorker } from './workers.ts';

/** The server has an answer: counts it, logs it, leaves its span, frees the worker and tells the caller if one still waits. */
export function finish(world: World, row: number, status: number): void {
  const s = world.s;
  const t = s.attempts;
  const pod = t.ints[row + INT.pod];
  const probe = (t.ints[row + INT.flags] & FLAG.probe) !== 0;
  // a probe's path is answered outside the application: no metric, no line, whoever asks
  if (!probe && ((t.ints[row + INT.flags] & FLAG.synthetic) === 0 || !isProbePath(world, row))) recordServed(world, row, pod, status);
  freeWorker(world, row);
  if (probe) {
    if (t.ints[row + INT.parent] !== NONE) readinessAnswered(world, pod);
    freeAttempt(t, row);
    return;
  }
  settle(world, row, status >= 500 ? OUTCOME.failed : OUTCOME.ok, status);
  freeAttempt(t, row);
}

function isProbePath(world: World, row: number): boolean {
  const endpoint = world.s.attempts.ints[row + INT.endpoint];
  return world.plan.services[world.plan.endpoints[endpoint].service].probeEndpoint === endpoint;
}

const ENVOY_ACCESS = logTemplateIndex('envoyAccess');

function recordServed(world: World, row: number, pod: number, status: number): void {
  const s = world.s;
  const t = s.attempts;
  const { words } = world;
  const endpoint = t.ints[row + INT.endpoint];
  // the server's clock starts when the request reached the pod, waiting for a worker included
  const site = t.ints[row + INT.site] === NONE ? null : world.plan.sites[t.ints[row + INT.site]];
  const arrivedUs = site === null ? t.times[timesOf(row) + TIME.sent] : t.times[timesOf(row) + TIME.sent] + site.hopUs;
  const tookUs = s.nowUs - arrivedUs;
  countServed(world, pod, endpoint, status, tookUs);
  const place = t.ints[row + INT.place];
  const source = s.pods[pod].source;
  const fromUsers = site === null || site.from < 0;
  world.recorder.span(
    t.ints[row + INT.keyHi],
    t.ints[row + INT.keyLo],
    place,
    fromUsers ? 0 : clientSpan(place),
    SPAN_SERVER,
    words.operations[endpoint],
    source,
    arrivedUs,
    s.nowUs,
    status,
    status >= 500 ? words.of500 : 0,
    t.ints[row + INT.tries],
  );
  if (world.plan.services[s.pods[pod].service].runtime === RUNTIME.envoy) {
    const level = status >= 500 ? (t.ints[row + INT.parent] === NONE ? WARN : ERROR) : INFO;
    world.recorder.log(
      s.nowUs,
      source,
      level,
      ENVOY_ACCESS,
      t.ints[row + INT.keyHi],
      t.ints[row + INT.keyLo],
      words.routes[endpoint],
      t.ints[row + INT.parent] === NONE ? 0 : status,
      tookUs,
      words.flags[flagOf(t.ints[row + INT.outcome], t.ints[row + INT.parent] === NONE)],
      t.ints[row + INT.upstream],
    );
  }
}

/** Envoy response flags by how the upstream call ended. Source: Envoy docs, access log usage. */
export const ENVOY_FLAGS = ['-', 'UT', 'UF', 'UH', 'UC', 'UO', 'DC'] as const;

function flagOf(outcome: number, abandoned: boolean): number {
  if (abandoned) return 6;
  switch (outcome) {
    case OUTCOME.timeout:
      return 1;
    case OUTCOME.refused:
      return 2;
    case OUTCOME.noEndpoint:
      return 3;
    case OUTCOME.reset:
      return 4;
    case OUTCOME.breakerOpen:
      return 5;
    default:
      return 0;
  }
}
