import type { PoisonRecord } from '../../contract/faults/poison-record.ts';
import { mix, uniform } from '../../base/hash.ts';

const POISON = 0x706f;

/**
 * Changes one property of records as they are produced: the consuming code throws on them, every time. Whether one is, follows from its own identity, so that it is poison for
 * whoever tries it however often. Models undecodable or unexpected payloads; what happens then is the consumer's own error handling.
 * @param made how many there have been
 */
export function isPoison(fault: PoisonRecord, playUs: number, made: number, keyHi: number, keyLo: number): boolean {
  if (playUs < fault.fromUs || (fault.count !== undefined && made >= fault.count)) return false;
  return fault.share >= 1 || uniform(mix(keyHi, keyLo, POISON, 0)) < fault.share;
}
