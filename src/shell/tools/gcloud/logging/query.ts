import type { Place } from './query-error.ts';

export type Operator = '=' | '!=' | ':' | '=~' | '!~' | '<' | '<=' | '>' | '>=';

export interface Comparison extends Place {
  readonly kind: 'compare';
  /** `httpRequest.status`. */
  readonly field: string;
  readonly operator: Operator;
  readonly value: string;
}

/** A query of the Logging query language, read. */
export type Query =
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Query[] }
  | { readonly kind: 'not'; readonly part: Query }
  | Comparison
  /** Text that may stand in any field. */
  | { readonly kind: 'anywhere'; readonly value: string };

/** Every comparison in it, with those under a NOT. */
export function comparisons(query: Query): readonly Comparison[] {
  if (query.kind === 'compare') return [query];
  if (query.kind === 'not') return comparisons(query.part);
  return query.kind === 'anywhere' ? [] : query.parts.flatMap(comparisons);
}

/** Comparisons that are not under a NOT. */
export function asserted(query: Query): readonly Comparison[] {
  if (query.kind === 'compare') return [query];
  return query.kind === 'and' || query.kind === 'or' ? query.parts.flatMap(asserted) : [];
}

/** Comparisons that every match of it must pass. */
export function required(query: Query): readonly Comparison[] {
  if (query.kind === 'compare') return [query];
  return query.kind === 'and' ? query.parts.flatMap(required) : [];
}
