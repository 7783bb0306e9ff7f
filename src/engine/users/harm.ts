import type { SloModel } from '../../scenario/model/fleet.ts';

/**
 * Harm, metered at the users' side over user actions (design: a user action is a first attempt with its own retries; given up counts as
 * failed; failed and slow are disjoint). A second is bad when any SLI's bad ratio over the last 60 s exceeds five times its allowance
 * with at least five bad actions.
 */
export interface HarmState {
  failed: number;
  slow: number;
  badSeconds: number;
  /** First and last bad second of the whole run, before play too. */
  firstBadUs: number;
  lastBadUs: number;
  /** First bad second of the present run of them, per SLI; -1 when well. */
  since: Float64Array;
  badSecondsOf: Float64Array;
  /** Rings of 60 one-second buckets per SLI, [sli * 60 + second % 60]. */
  total: Float64Array;
  bad: Float64Array;
  /** Sums over the ring. */
  windowTotal: Float64Array;
  windowBad: Float64Array;
  /** At the load balancer since the simulation began: what the SLO counts. */
  requests: Float64Array;
  badRequests: Float64Array;
  /** The same when play began. */
  requestsBefore: Float64Array;
  badRequestsBefore: Float64Array;
  /** User actions a five-second bucket since the simulation began, per SLI, growing: for the ribbon. */
  ribbonTotal: number[][];
  ribbonBad: number[][];
  /** Counted only after play began. */
  counting: boolean;
}

export const WINDOW_SECONDS = 60;
export const RIBBON_STEP_SECONDS = 5;
const BAD_TIMES_ALLOWANCE = 5;
const BAD_ACTIONS_MIN = 5;

export function createHarmState(slis: number): HarmState {
  const column = (length: number): Float64Array => new Float64Array(Math.max(1, length));
  return {
    failed: 0,
    slow: 0,
    badSeconds: 0,
    firstBadUs: -1,
    lastBadUs: -1,
    since: column(slis).fill(-1),
    badSecondsOf: column(slis),
    total: column(slis * WINDOW_SECONDS),
    bad: column(slis * WINDOW_SECONDS),
    windowTotal: column(slis),
    windowBad: column(slis),
    requests: column(slis),
    badRequests: column(slis),
    requestsBefore: column(slis),
    badRequestsBefore: column(slis),
    ribbonTotal: Array.from({ length: slis }, () => []),
    ribbonBad: Array.from({ length: slis }, () => []),
    counting: false,
  };
}

/** A user action on a route has ended. @param slis the SLIs of the route @param failed the user got no good answer @param tookUs from first try to end */
export function meterAction(harm: HarmState, slos: readonly SloModel[], slis: readonly number[], nowUs: number, failed: boolean, tookUs: number): void {
  // instants (k-1, k] belong to second k-1, which is judged at k after everything else of that instant
  const second = Math.floor((nowUs - 1) / 1e6) % WINDOW_SECONDS;
  const step = Math.floor((nowUs - 1) / (RIBBON_STEP_SECONDS * 1e6));
  let slow = false;
  for (let i = 0; i < slis.length; i++) {
    const sli = slis[i];
    const slo = slos[sli];
    const late = slo.kind === 'latency' && tookUs > slo.thresholdUs;
    const bad = failed || late;
    if (!failed && late) slow = true;
    harm.total[sli * WINDOW_SECONDS + second]++;
    harm.windowTotal[sli]++;
    count(harm.ribbonTotal[sli], step);
    if (bad) {
      harm.bad[sli * WINDOW_SECONDS + second]++;
      harm.windowBad[sli]++;
      count(harm.ribbonBad[sli], step);
    }
  }
  if (!harm.counting) return;
  if (failed) harm.failed++;
  else if (slow) harm.slow++;
}

function count(buckets: number[], step: number): void {
  while (buckets.length <= step) buckets.push(0);
  buckets[step]++;
}

/** Closes the second that ends at `nowUs`: judges it, then empties the bucket that is about to be used again. */
export function closeSecond(harm: HarmState, slos: readonly SloModel[], nowUs: number): void {
  let anyBad = false;
  for (let sli = 0; sli < slos.length; sli++) {
    const bad = harm.windowBad[sli];
    const isBad = bad >= BAD_ACTIONS_MIN && bad / harm.windowTotal[sli] > BAD_TIMES_ALLOWANCE * (1 - slos[sli].objective);
    if (isBad) {
      anyBad = true;
      if (harm.since[sli] < 0) harm.since[sli] = nowUs - 1e6;
      if (harm.counting) harm.badSecondsOf[sli]++;
    } else harm.since[sli] = -1;
    const next = Math.floor(nowUs / 1e6) % WINDOW_SECONDS;
    const at = sli * WINDOW_SECONDS + next;
    harm.windowTotal[sli] -= harm.total[at];
    harm.windowBad[sli] -= harm.bad[at];
    harm.total[at] = 0;
    harm.bad[at] = 0;
  }
  if (!anyBad) return;
  if (harm.firstBadUs < 0) harm.firstBadUs = nowUs - 1e6;
  harm.lastBadUs = nowUs;
  if (harm.counting) harm.badSeconds++;
}

/** Play begins: harm counts from now on. */
export function startCounting(harm: HarmState): void {
  harm.counting = true;
  harm.requestsBefore.set(harm.requests);
  harm.badRequestsBefore.set(harm.badRequests);
}
