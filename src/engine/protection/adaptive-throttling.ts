import { mix, uniform } from '../../base/hash.ts';
import type { ThrottleModel } from '../../scenario/model/protection.ts';
import type { ThrottlePlan } from '../plan/plan.ts';
import { FLAG, INT } from '../requests/attempt-table.ts';
import type { WorldState } from '../world.ts';
import { OUTCOME } from '../world.ts';

/**
 * A caller that holds requests back by itself once the called service accepts less than one in `k` of them, with probability max(0, (requests − k · accepts) / (requests + 1)) over
 * the last while. Source: Site Reliability Engineering (2016), ch. 21, "Client-Side Throttling", equation 21-1.
 */
export interface Throttle {
  /** 0: nothing is held back. */
  k: number;
  readonly bucketUs: number;
  /** Number of the newest bucket. */
  newest: number;
  /** By bucket modulo BUCKETS. */
  readonly requestsIn: Int32Array;
  readonly acceptsIn: Int32Array;
  /** Over all buckets. */
  requests: number;
  accepts: number;
  /** Counters: tries that ended or were held back, those the service accepted, and those held back. */
  asked: number;
  accepted: number;
  heldBack: number;
}

const BUCKETS = 24;

/** Of a new pod. */
export function createThrottles(plans: readonly ThrottlePlan[], data: Readonly<Record<string, string>>): Throttle[] {
  const throttles = plans.map(({ model }) => createThrottle(model));
  setThrottles(throttles, plans, data);
  return throttles;
}

function createThrottle({ k, windowUs }: ThrottleModel): Throttle {
  return {
    k,
    bucketUs: windowUs / BUCKETS,
    newest: 0,
    requestsIn: new Int32Array(BUCKETS),
    acceptsIn: new Int32Array(BUCKETS),
    requests: 0,
    accepts: 0,
    asked: 0,
    accepted: 0,
    heldBack: 0,
  };
}

/** A process is gone, and with it what it remembered. */
export function forgetThrottles(throttles: readonly Throttle[]): void {
  for (const throttle of throttles) {
    throttle.requestsIn.fill(0);
    throttle.acceptsIn.fill(0);
    throttle.requests = 0;
    throttle.accepts = 0;
  }
}

function moveOn(throttle: Throttle, nowUs: number): void {
  const newest = Math.floor(nowUs / throttle.bucketUs);
  const emptied = Math.min(BUCKETS, newest - throttle.newest);
  for (let i = 1; i <= emptied; i++) {
    const at = (throttle.newest + i) % BUCKETS;
    throttle.requests -= throttle.requestsIn[at];
    throttle.accepts -= throttle.acceptsIn[at];
    throttle.requestsIn[at] = 0;
    throttle.acceptsIn[at] = 0;
  }
  throttle.newest = newest;
}

function count(throttle: Throttle, accepts: number): void {
  const at = throttle.newest % BUCKETS;
  throttle.requestsIn[at]++;
  throttle.acceptsIn[at] += accepts;
  throttle.requests++;
  throttle.accepts += accepts;
  throttle.asked++;
  throttle.accepted += accepts;
}

/** Probability that the next one is held back. */
export function rejection(throttle: Throttle, nowUs: number): number {
  moveOn(throttle, nowUs);
  return throttle.k === 0 ? 0 : Math.max(0, (throttle.requests - throttle.k * throttle.accepts) / (throttle.requests + 1));
}

const HOLDS_BACK = 0x7468;

/** Whether a call's try may leave; one that may not is counted at once, one that may when it has ended. @param number of the calling pod */
export function throttleAdmits(s: WorldState, row: number, which: number, number: number): boolean {
  const { ints } = s.attempts;
  const { throttles, life } = s.pods[number];
  if (throttles === undefined) return true;
  const throttle = throttles[which];
  const share = rejection(throttle, s.nowUs);
  if (share > 0 && uniform(mix(ints[row + INT.keyHi], ints[row + INT.keyLo], ints[row + INT.place], HOLDS_BACK)) < share) {
    count(throttle, 0);
    throttle.heldBack++;
    return false;
  }
  ints[row + INT.flags] |= FLAG.isMetered;
  ints[row + INT.callerPod] = number;
  ints[row + INT.callerLife] = life;
  return true;
}

/** The caller's end of a try that has left is over. */
export function throttleLearns(s: WorldState, row: number, which: number, outcome: number, status: number): void {
  const { ints } = s.attempts;
  if ((ints[row + INT.flags] & FLAG.isMetered) === 0) return;
  ints[row + INT.flags] &= ~FLAG.isMetered;
  const { throttles, life } = s.pods[ints[row + INT.callerPod]];
  if (throttles === undefined || life !== ints[row + INT.callerLife] || outcome === OUTCOME.bulkheadFull) return;
  moveOn(throttles[which], s.nowUs);
  count(throttles[which], isAccepted(outcome, status) ? 1 : 0);
}

/** What was answered was accepted, errors of the code included; not what nobody answered, and not what was turned away for want of capacity: 429, 503 and 504. */
function isAccepted(outcome: number, status: number): boolean {
  if (outcome === OUTCOME.failed) return status !== 503 && status !== 504;
  return outcome === OUTCOME.ok;
}

const FACTOR = /^\d{1,3}(?:\.\d{1,3})?$/;

/** Keys of a ConfigMap. */
export function throttleData(plans: readonly ThrottlePlan[]): Record<string, string> {
  return Object.fromEntries(plans.map(({ name, model }) => [keyOf(name), String(model.k)]));
}

function keyOf(name: string): string {
  return `adaptive_throttling_${name}_k`;
}

/**
 * What a ConfigMap says; a key that is missing leaves its throttle as it is, and so does one that cannot be read.
 * @param refused called with the throttle's number and what cannot be read @returns whether something is different
 */
export function setThrottles(
  throttles: readonly Throttle[],
  plans: readonly ThrottlePlan[],
  data: Readonly<Record<string, string>>,
  refused: (throttle: number, written: string) => void = () => undefined,
): boolean {
  let isChanged = false;
  plans.forEach(({ name }, at) => {
    const written = data[keyOf(name)];
    if (written === undefined || Number(written) === throttles[at].k) return;
    const k = FACTOR.test(written) ? Number(written) : NaN;
    if (k === 0 || k >= 1) {
      throttles[at].k = k;
      isChanged = true;
    } else refused(at, written);
  });
  return isChanged;
}
