import type { ScenarioCard } from '../../stores/scenario-card.ts';

export type NodeKind = 'edge' | 'cdn' | 'tier' | 'service' | 'pooler' | 'store' | 'external';

/** Width and height of a box in CSS pixels. */
export const SIZES = { edge: [50, 50], cdn: [50, 50], tier: [88, 64], service: [126, 25], pooler: [92, 25], store: [124, 25], external: [124, 15] } as const;
/** With room to spare, boxes are taller; never wider, so that feeders keep their place. */
export const ROOMY_SIZES = {
  edge: [48, 56],
  cdn: [48, 56],
  tier: [86, 72],
  service: [122, 42],
  pooler: [96, 36],
  store: [116, 36],
  external: [116, 18],
} as const;
/** With regions one below the other, room is short in both directions. */
export const BAND_SIZES = {
  edge: [48, 50],
  cdn: [48, 50],
  tier: [80, 62],
  service: [122, 25],
  pooler: [100, 25],
  store: [122, 25],
  external: [122, 13],
} as const;
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

/** What stands in one region; '' where a card has one region only, or none that matters. */
export interface Band {
  readonly region: string;
  readonly placed: readonly Placement[];
}

/** One picture for a fleet of one region; one below the other for those of several, with the load balancer beside them. */
export function bandsOf(card: ScenarioCard): readonly Band[] {
  if (card.regions.length < 2)
    return [
      {
        region: card.regions[0]?.name ?? '',
        placed: placements(
          card.services,
          card.stores.filter(({ kind }) => kind !== 'cdn'),
        ),
      },
    ];
  return card.regions.map(({ name }) => ({
    region: name,
    placed: placements(
      card.services.filter(({ regions }) => regions.includes(name)),
      card.stores.filter(({ region }) => region === name),
    ),
  }));
}

const STORE_KINDS = { postgres: 'store', redis: 'store', pgbouncer: 'pooler', kafka: 'store', cdn: 'cdn', external: 'external' } as const;

/** Something alone in its column is a tier and drawn large. */
function placements(services: ScenarioCard['services'], stores: ScenarioCard['stores']): readonly Placement[] {
  const inColumn = (column: number): number => [...services, ...stores].filter((entry) => entry.map.column === column).length;
  return [
    ...services.map((entry): Placement => ({ name: entry.name, kind: inColumn(entry.map.column) === 1 ? 'tier' : 'service', ...entry.map })),
    ...stores.map((entry): Placement => ({ name: entry.name, kind: STORE_KINDS[entry.kind], ...entry.map })),
  ];
}

/** Room beside a service's name for its ring and its pods; and what a letter of it takes. */
const BESIDE_NAME = 46;
const LETTER = 6.1;

/** A service whose name is too long for its kind's box has a wider one. */
export function widthOf({ name, kind }: Placement, sizes: Readonly<Record<NodeKind, readonly [number, number]>>): number {
  return kind === 'service' ? Math.max(sizes[kind][0], Math.ceil(BESIDE_NAME + LETTER * name.length)) : sizes[kind][0];
}

export function edgePlacement(card: ScenarioCard): Placement {
  return { name: card.edge.name, kind: 'edge', ...card.edge.map };
}

/** The narrowest picture that still holds every column. */
export function leastWidth(card: ScenarioCard): number {
  const bands = bandsOf(card);
  const { widths, gaps } = columnsOf(card, bands, bands.length > 1 ? BAND_SIZES : ROOMY_SIZES);
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  return Math.ceil(sum(widths) + LEAST_UNIT * sum(gaps) + 2 * MARGIN + REGION_EDGE);
}

/** Columns from left to right, the widest box of each, and the gaps between them in units: wider where a bus bar stands. */
export function columnsOf(
  card: ScenarioCard,
  bands: readonly Band[],
  sizes: Readonly<Record<NodeKind, readonly [number, number]>>,
): { readonly columns: readonly number[]; readonly widths: readonly number[]; readonly gaps: readonly number[] } {
  const placed = [edgePlacement(card), ...bands.flatMap((band) => band.placed)];
  const columns = [...new Set(placed.map((entry) => entry.column))].sort((a, b) => a - b);
  const widths = columns.map((column) => Math.max(...placed.filter((entry) => entry.column === column).map((entry) => widthOf(entry, sizes))));
  const most = (column: number): number => Math.max(...bands.map((band) => band.placed.filter((entry) => entry.column === column).length));
  const gaps = columns.slice(1).map((column, before) => (most(columns[before]) < BUS_FROM && most(column) >= BUS_FROM ? 2.6 : 1));
  return { columns, widths, gaps };
}
