import type { ScenarioCard } from '../../stores/scenario-card.ts';

export type NodeKind = 'edge' | 'tier' | 'service' | 'pooler' | 'store';

/** Width and height of a box in CSS pixels. */
export const SIZES = { edge: [50, 50], tier: [88, 64], service: [136, 25], pooler: [92, 25], store: [124, 25] } as const;
/** With room to spare, boxes are taller; never wider, so that feeders keep their place. */
export const ROOMY_SIZES = { edge: [48, 56], tier: [86, 72], service: [122, 42], pooler: [96, 36], store: [116, 36] } as const;
/** Around the whole picture. */
export const MARGIN = 10;
/** Between the last column and the region's right border, and its border. */
export const REGION_EDGE = 12;
/** Least pixels of a unit gap between columns. */
export const LEAST_UNIT = 10;
/** A caller with at least so many callees in a column to its right gets a bus bar. */
export const BUS_FROM = 3;

export interface Placement {
  readonly name: string;
  readonly kind: NodeKind;
  readonly column: number;
  readonly row: number;
}

/** Something alone in its column is a tier and drawn large. */
export function placements(card: ScenarioCard): readonly Placement[] {
  const inColumn = (column: number): number => [...card.services, ...card.stores].filter((entry) => entry.map.column === column).length;
  return [
    { name: card.edge.name, kind: 'edge', ...card.edge.map },
    ...card.services.map((entry): Placement => ({ name: entry.name, kind: inColumn(entry.map.column) === 1 ? 'tier' : 'service', ...entry.map })),
    ...card.stores.map((entry): Placement => ({ name: entry.name, kind: entry.kind === 'pgbouncer' ? 'pooler' : 'store', ...entry.map })),
  ];
}

/** The narrowest picture that still holds every column. */
export function leastWidth(card: ScenarioCard): number {
  const { widths, gaps } = columnsOf(placements(card), ROOMY_SIZES);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return Math.ceil(sum(widths) + LEAST_UNIT * sum(gaps) + 2 * MARGIN + REGION_EDGE);
}

/** Columns from left to right, the widest box of each, and the gaps between them in units: wider where a bus bar stands. */
export function columnsOf(
  placed: readonly Placement[],
  sizes: Readonly<Record<NodeKind, readonly [number, number]>>,
): { readonly columns: readonly number[]; readonly widths: readonly number[]; readonly gaps: readonly number[] } {
  const columns = [...new Set(placed.map((entry) => entry.column))].sort((a, b) => a - b);
  const widths = columns.map((column) => Math.max(...placed.filter((entry) => entry.column === column).map((entry) => sizes[entry.kind][0])));
  const gaps = columns.slice(1).map((column) => (placed.filter((entry) => entry.column === column).length >= BUS_FROM ? 2.6 : 1) as number);
  return { columns, widths, gaps };
}
