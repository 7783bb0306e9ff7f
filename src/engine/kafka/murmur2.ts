/** Kafka's murmur2 (32 bit, seed 0x9747b28c), by which its default partitioner places keyed records. Source: org.apache.kafka.common.utils.Utils.murmur2. */
export function murmur2(bytes: Uint8Array): number {
  const M = 0x5bd1e995;
  let h = 0x9747b28c ^ bytes.length;
  const whole = bytes.length & ~3;
  for (let at = 0; at < whole; at += 4) {
    let k = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    k = Math.imul(k, M);
    k ^= k >>> 24;
    h = Math.imul(h, M) ^ Math.imul(k, M);
  }
  const rest = bytes.length & 3;
  if (rest === 3) h ^= bytes[whole + 2] << 16;
  if (rest >= 2) h ^= bytes[whole + 1] << 8;
  if (rest >= 1) h = Math.imul(h ^ bytes[whole], M);
  h = Math.imul(h ^ (h >>> 13), M);
  return h ^ (h >>> 15);
}

const BYTES = new Uint8Array(8);

/** Partition of a key that is a whole number, as LongSerializer writes it: eight bytes, the highest first. */
export function partitionOfKey(key: number, partitions: number): number {
  BYTES[4] = key >>> 24;
  BYTES[5] = key >>> 16;
  BYTES[6] = key >>> 8;
  BYTES[7] = key;
  return (murmur2(BYTES) & 0x7fffffff) % partitions;
}
