import type { Micros } from './time.ts';

/** What is wrong with the network between two places, or ordinary about it. */
export interface Link {
  /** `zone/NAME`, `region/NAME`, `node/NAME`, `service/NAME`, `database/NAME`, `pooler/NAME`, `cache/NAME` or `kafka/NAME`. */
  readonly from: string;
  /** Absent: everybody else. */
  readonly to?: string;
  /** Only packets that go from `from` to `to`; absent: both ways. */
  readonly oneWay?: boolean;
  /** What each packet takes longer, one way. */
  readonly delay?: LinkDelay;
  /** Share of packets that are lost, each way, 0…1. */
  readonly loss?: number;
  /** Nothing gets through. */
  readonly partition?: boolean;
}

/** A random duration. */
export type LinkDelay =
  | { readonly kind: 'constant'; readonly us: Micros }
  | { readonly kind: 'exponential'; readonly meanUs: Micros }
  | { readonly kind: 'lognormal'; readonly medianUs: Micros; readonly sigma: number }
  | { readonly kind: 'mixture'; readonly base: LinkDelay; readonly tail: LinkDelay; readonly tailShare: number };

export const PLACE_KINDS = ['zone', 'region', 'node', 'service', 'database', 'pooler', 'cache', 'kafka'] as const;

/** A kind of place and a name: `zone/here-a`. */
export interface PlaceName {
  readonly kind: string;
  readonly name: string;
}

/** @returns an empty kind for text without one */
export function placeOf(text: string): PlaceName {
  const slash = text.indexOf('/');
  return { kind: text.slice(0, Math.max(0, slash)), name: text.slice(slash + 1) };
}

const ZONAL: ReadonlySet<string> = new Set(['zone', 'region']);

/** Why two ends make no link, as long as both are there; null when they do. @param regionOf of a zone */
export function linkProblem({ from, to }: Link, regionOf: (zone: string) => string | undefined): string | null {
  const ends = to === undefined ? [from] : [from, to];
  for (const end of ends)
    if (!PLACE_KINDS.some((kind) => kind === placeOf(end).kind))
      return `"${end}" is no place; expected ${PLACE_KINDS.map((kind) => `${kind}/NAME`).join(', ')}`;
  if (to === undefined) return null;
  if (from === to) return `a link is between two places; ${from} is named twice`;
  const [a, b] = [placeOf(from), placeOf(to)];
  if (a.kind === 'node' || b.kind === 'node') return `a node's link is that to everybody else; name it in "from" and leave "to" out`;
  if (ZONAL.has(a.kind) !== ZONAL.has(b.kind)) return `a link is between zones and regions, or between services and stores; ${from} and ${to} are one of each`;
  for (const [one, other] of [
    [a, b],
    [b, a],
  ])
    if (one.kind === 'region' && other.kind === 'zone' && regionOf(other.name) === one.name) return `zone/${other.name} is in region/${one.name}`;
  return null;
}
