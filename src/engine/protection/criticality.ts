import { CRITICALITIES, type Criticality, DEFAULT_LIMIT_SHARES, type LimitSharesModel } from '../../scenario/model/protection.ts';

/** Bits of a row's flags that say how critical its request is: none for CRITICAL, what a request is unless somebody says more. */
export const CRITICALITY_MASK = 0x3000;
const SHIFT = 12;

/** In the order of the bits. */
const BY_BITS: readonly Criticality[] = ['CRITICAL', 'CRITICAL_PLUS', 'SHEDDABLE_PLUS', 'SHEDDABLE'];

export function criticalityBits(criticality: Criticality): number {
  return BY_BITS.indexOf(criticality) << SHIFT;
}

/** Place in CRITICALITIES. */
export function criticalityOf(flags: number): number {
  return PLACES[(flags & CRITICALITY_MASK) >> SHIFT];
}

const PLACES = BY_BITS.map((criticality) => CRITICALITIES.indexOf(criticality));

/** How many requests may be in flight before one of a class is turned away; never none. */
export function limitFor(limit: number, shares: readonly number[], flags: number): number {
  const share = shares[criticalityOf(flags)];
  return share === 100 ? limit : Math.max(1, Math.floor((limit * share) / 100));
}

/** Keys of a ConfigMap. */
export function limitShareData(model: LimitSharesModel | undefined): Record<string, string> {
  return model === undefined ? {} : Object.fromEntries(CRITICALITIES.map((criticality, at) => [keyOf(criticality), String(model[at])]));
}

function keyOf(criticality: Criticality): string {
  return `limit_share_${criticality.toLowerCase()}`;
}

const PERCENT = /^(?:[1-9]\d?|100)$/;

/** A key that is not there has its default. @returns what cannot be read, where something cannot: no class may have more than one above it */
export function readLimitShares(data: Readonly<Record<string, string>>): readonly number[] | string {
  const shares: number[] = [];
  for (const [at, criticality] of CRITICALITIES.entries()) {
    const written = data[keyOf(criticality)];
    const above = at === 0 ? 100 : shares[at - 1];
    const share = written === undefined ? Math.min(DEFAULT_LIMIT_SHARES[at], above) : PERCENT.test(written) ? Number(written) : NaN;
    if (!(share <= above)) return written ?? '';
    shares.push(share);
  }
  return shares;
}
