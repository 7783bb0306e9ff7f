import { detExp, detLog } from '../../base/det-math.ts';
import { standardExponential } from '../../base/exponential.ts';
import { mix, uniform } from '../../base/hash.ts';
import type { DurationModel } from '../../scenario/model/fleet.ts';

/** Random durations as columns, so that sampling needs no objects. Row 0 is the constant zero. */
export interface DurationTable {
  readonly kind: number[];
  readonly first: number[];
  readonly second: number[];
  readonly tail: number[];
}

const CONSTANT = 0,
  EXPONENTIAL = 1,
  LOGNORMAL = 2,
  MIXTURE = 3;

export function createDurationTable(): DurationTable {
  return { kind: [CONSTANT], first: [0], second: [0], tail: [0] };
}

/** Adds a duration; returns its row. */
export function addDuration(table: DurationTable, model: DurationModel): number {
  const add = (kind: number, first: number, second: number, tail: number): number => {
    table.kind.push(kind);
    table.first.push(first);
    table.second.push(second);
    table.tail.push(tail);
    return table.kind.length - 1;
  };
  switch (model.kind) {
    case 'constant':
      return add(CONSTANT, model.us, 0, 0);
    case 'exponential':
      return add(EXPONENTIAL, model.meanUs, 0, 0);
    case 'lognormal':
      return add(LOGNORMAL, model.medianUs, model.sigma, 0);
    case 'mixture': {
      const base = addDuration(table, model.base);
      const tail = addDuration(table, model.tail);
      return add(MIXTURE, base, model.tailShare, tail);
    }
  }
}

/** Draws a duration in whole microseconds, at least 0, from a request's key, its place in the call tree and a purpose. */
export function sampleUs(table: DurationTable, row: number, keyHi: number, keyLo: number, place: number, purpose: number): number {
  let kind = table.kind[row];
  let at = row;
  let salt = purpose;
  while (kind === MIXTURE) {
    const tail = uniform(mix(keyHi, keyLo, place, salt + 0x7f4a7c15)) < table.second[at];
    at = tail ? table.tail[at] : table.first[at];
    kind = table.kind[at];
    salt += 0x2545;
  }
  if (kind === CONSTANT) return table.first[at];
  const hash = mix(keyHi, keyLo, place, salt);
  if (kind === EXPONENTIAL) return Math.round(table.first[at] * standardExponential(hash));
  return Math.round(table.first[at] * detExp(table.second[at] * inverseNormal(uniform(hash))));
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
export function meanUs(table: DurationTable, row: number): number {
  switch (table.kind[row]) {
    case EXPONENTIAL:
    case CONSTANT:
      return table.first[row];
    case LOGNORMAL:
      return table.first[row] * detExp((table.second[row] * table.second[row]) / 2);
    default:
      return meanUs(table, table.first[row]) * (1 - table.second[row]) + meanUs(table, table.tail[row]) * table.second[row];
  }
}
