import { doubled } from '../columns.ts';

/**
 * A partition as counted offsets: what a record needs is when it was appended, whose it is and whether it is poison, in rings of numbers. `end` is the high watermark: a record
 * is appended when all its replicas have it, or the leader alone where the producer asks for no more.
 */
export interface PartitionLog {
  /** First offset kept, and the next to be given. */
  start: number;
  end: number;
  /** By offset modulo the ring's length. */
  appendUs: Float64Array;
  keyHi: Int32Array;
  keyLo: Int32Array;
  /** Bits of the topic's poison faults. */
  poison: Uint8Array;
}

/** Most records kept of a partition, whatever its retention time: as retention.bytes would. */
export const MOST_RECORDS = 1 << 17;
const FIRST_LENGTH = 256;

export function createPartitionLog(): PartitionLog {
  return {
    start: 0,
    end: 0,
    appendUs: new Float64Array(FIRST_LENGTH),
    keyHi: new Int32Array(FIRST_LENGTH),
    keyLo: new Int32Array(FIRST_LENGTH),
    poison: new Uint8Array(FIRST_LENGTH),
  };
}

/** @returns its offset */
export function append(log: PartitionLog, nowUs: number, keyHi: number, keyLo: number, poison: number): number {
  if (log.end - log.start === log.appendUs.length) makeRoom(log);
  const at = placeOf(log, log.end);
  log.appendUs[at] = nowUs;
  log.keyHi[at] = keyHi;
  log.keyLo[at] = keyLo;
  log.poison[at] = poison;
  return log.end++;
}

export function placeOf(log: PartitionLog, offset: number): number {
  return offset % log.appendUs.length;
}

/** Deletes what is older than retention. */
export function expire(log: PartitionLog, beforeUs: number): void {
  while (log.start < log.end && log.appendUs[placeOf(log, log.start)] < beforeUs) log.start++;
}

function makeRoom(log: PartitionLog): void {
  const length = log.appendUs.length;
  if (length >= MOST_RECORDS) {
    log.start++;
    return;
  }
  const { start, end, appendUs, keyHi, keyLo, poison } = log;
  log.appendUs = doubled(appendUs);
  log.keyHi = doubled(keyHi);
  log.keyLo = doubled(keyLo);
  log.poison = doubled(poison);
  for (let offset = start; offset < end; offset++) {
    const from = offset % length;
    const to = placeOf(log, offset);
    log.appendUs[to] = appendUs[from];
    log.keyHi[to] = keyHi[from];
    log.keyLo[to] = keyLo[from];
    log.poison[to] = poison[from];
  }
}
