import { detExp, detLog } from '../../base/det-math.ts';
import { standardExponential } from '../../base/exponential.ts';
import { mix, uniform } from '../../base/hash.ts';
import type { DurationModel } from '../../scenario/model/duration.ts';

/** A random duration of one shape for all kinds, so that drawing one is the same few steps for each. */
export interface Duration {
  readonly kind: number;
  /** Constant or mean in µs; a lognormal's median. */
  readonly first: number;
  /** A lognormal's sigma; a mixture's share of the tail. */
  readonly second: number;
  /** Parts of a mixture. */
  readonly base: Duration | null;
  readonly tail: Duration | null;
}

const CONSTANT = 0,
  EXPONENTIAL = 1,
  LOGNORMAL = 2,
  MIXTURE = 3;

export function durationOf(model: DurationModel): Duration {
  switch (model.kind) {
    case 'constant':
      return { kind: CONSTANT, first: model.us, second: 0, base: null, tail: null };
    case 'exponential':
      return { kind: EXPONENTIAL, first: model.meanUs, second: 0, base: null, tail: null };
    case 'lognormal':
      return { kind: LOGNORMAL, first: model.medianUs, second: model.sigma, base: null, tail: null };
    case 'mixture':
      return { kind: MIXTURE, first: 0, second: model.tailShare, base: durationOf(model.base), tail: durationOf(model.tail) };
  }
}

/** To the nearest microsecond. `Math.round` is a floor and a choice that no processor can guess. */
export function wholeUs(us: number): number {
  return Math.floor(us + 0.5);
}

/** Draws a duration in whole microseconds, at least 0, from a request's key, its place in the call tree and a purpose. */
export function sampleUs(duration: Duration, keyHi: number, keyLo: number, place: number, purpose: number): number {
  let part = duration;
  let salt = purpose;
  while (part.base !== null && part.tail !== null) {
    part = uniform(mix(keyHi, keyLo, place, salt + 0x7f4a7c15)) < part.second ? part.tail : part.base;
    salt += 0x2545;
  }
  if (part.kind === CONSTANT) return part.first;
  const hash = mix(keyHi, keyLo, place, salt);
  if (part.kind === EXPONENTIAL) return wholeUs(part.first * standardExponential(hash));
  return wholeUs(part.first * detExp(part.second * inverseNormal(uniform(hash))));
}

/**
 * Quantile of the standard normal distribution. Source: M. J. Wichura, Algorithm AS 241 (PPND7), Applied Statistics 37 (1988): about
 * seven digits, ample for service times.
 */
export function inverseNormal(p: number): number {
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) {
    const r = 0.180625 - q * q;
    return (q * (((59.10937472 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179)) / (((67.1875636 * r + 78.757757664) * r + 17.895169469) * r + 1);
  }
  let r = Math.sqrt(-detLog(q < 0 ? p : 1 - p));
  let value: number;
  if (r <= 5) {
    r -= 1.6;
    value = (((0.17023821103 * r + 1.3067284816) * r + 2.75681539) * r + 1.4234372777) / ((0.12021132975 * r + 0.7370016425) * r + 1);
  } else {
    r -= 5;
    value = (((0.017337203997 * r + 0.42868294337) * r + 3.081226386) * r + 6.657905115) / ((0.012258202635 * r + 0.24197894225) * r + 1);
  }
  return q < 0 ? -value : value;
}

/** Mean of a duration in µs, for load figures and tests. */
export function meanUs(duration: Duration): number {
  if (duration.base !== null && duration.tail !== null) return meanUs(duration.base) * (1 - duration.second) + meanUs(duration.tail) * duration.second;
  return duration.kind === LOGNORMAL ? duration.first * detExp((duration.second * duration.second) / 2) : duration.first;
}
