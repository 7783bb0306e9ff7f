/**
 * Where a consumer group's offset of a partition is set to, written as a word: `earliest`, `latest`, `current`, an offset (`118200`), or so many on or back (`+1`, `-500`).
 * What lies outside the log is brought to its nearest end, as kafka-consumer-groups.sh does.
 */
export type OffsetTarget = { readonly kind: 'earliest' | 'latest' | 'current' } | { readonly kind: 'offset' | 'shift'; readonly by: number };

const WORDS = ['earliest', 'latest', 'current'] as const;

/** @returns null for what is none */
export function offsetTargetOf(text: string): OffsetTarget | null {
  const word = WORDS.find((known) => known === text);
  if (word !== undefined) return { kind: word };
  if (!/^[+-]?\d{1,15}$/.test(text)) return null;
  return { kind: /^[+-]/.test(text) ? 'shift' : 'offset', by: Number(text) };
}

export function newOffset(target: OffsetTarget, log: { readonly start: number; readonly end: number; readonly committed: number }): number {
  switch (target.kind) {
    case 'earliest':
      return log.start;
    case 'latest':
      return log.end;
    case 'current':
      return log.committed;
    default:
      return Math.min(log.end, Math.max(log.start, target.kind === 'shift' ? log.committed + target.by : target.by));
  }
}

/** `0,3,7`. @returns null for what is no list of partitions of a topic that has so many */
export function partitionsOf(text: string | undefined, count: number): readonly number[] | null {
  if (text === undefined) return Array.from({ length: count }, (_, partition) => partition);
  if (!/^\d+(,\d+)*$/.test(text)) return null;
  const partitions = [...new Set(text.split(',').map(Number))];
  return partitions.every((partition) => partition < count) ? partitions : null;
}
