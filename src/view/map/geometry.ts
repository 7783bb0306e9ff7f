import type { EdgeFrame } from '../../contract/frame.ts';
import type { ScenarioCard } from '../../stores/scenario-card.ts';
import {
  BAND_SIZES,
  type Band,
  bandsOf,
  BUS_FROM,
  columnsOf,
  edgePlacement,
  LEAST_UNIT,
  MARGIN,
  type NodeKind,
  REGION_EDGE,
  ROOMY_SIZES,
  SIZES,
  widthOf,
} from './columns.ts';

/** Where things stand on the mimic panel. Positions come from the fleet file's columns and rows, never from forces, so nothing moves when state changes. */
export interface MapNode {
  readonly name: string;
  /** '' for the load balancer and the CDN. */
  readonly region: string;
  readonly kind: NodeKind;
  /** Left, top, width, height in CSS pixels. */
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A feeder: straight lines between two things. */
export interface MapFeeder {
  readonly region: string;
  readonly from: string;
  readonly to: string;
  readonly points: readonly Point[];
  /** Middle of the place for the breaker's mark, when the feeder leaves a bus. */
  readonly breakerAt: Point | null;
}

/** A bus bar: one caller, many callees. */
export interface MapBus {
  readonly region: string;
  readonly from: string;
  readonly x: number;
  readonly top: number;
  readonly bottom: number;
  /** Trunk from the caller to the bus. */
  readonly trunk: readonly [Point, Point];
}

export interface MapRegion {
  readonly name: string;
  readonly share: number;
  readonly zones: readonly string[];
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface MapGeometry {
  readonly width: number;
  readonly height: number;
  /** Boxes are drawn tall, with larger pods. */
  readonly roomy: boolean;
  /** By `nodeKey`. */
  readonly nodes: ReadonlyMap<string, MapNode>;
  readonly feeders: readonly MapFeeder[];
  readonly buses: readonly MapBus[];
  readonly regions: readonly MapRegion[];
}

const ROOMY_FROM_PITCH = 56;
const MAX_PITCH = 96;
/** Room above the first row for the region's name. */
const REGION_HEAD = 42;
/** Where a bus stands between its caller's column and its callees'. */
const BUS_AT = 0.42;
/** With several regions there is less room: their names and shares stand in one line. */
const BAND_HEAD = 24;
/** Above a region's first row of boxes and below its last. */
const BAND_ABOVE = 5.5;
const BAND_BELOW = 9.5;
/** Between the load balancer and the CDN in the picture of a single region. */
const BELOW_EDGE = 28;

export function nodeKey(region: string, name: string): string {
  return `${region}/${name}`;
}

type Wire = Pick<EdgeFrame, 'region' | 'from' | 'to'>;

/** Lays the fleet out in `width` × `height`, regions one below the other. Callers and callees are those of `edges`. */
export function layOut(card: ScenarioCard, edges: readonly Wire[], width: number, height: number): MapGeometry {
  const bands = bandsOf(card);
  const alone = bands.length === 1;
  const head = alone ? REGION_HEAD : BAND_HEAD;
  const entry = edgePlacement(card);
  // what others run is low, and fits in beside the rows
  const rows = bands.flatMap((band) => band.placed).flatMap(({ kind, row }) => (kind === 'external' ? [] : [row]));
  const [firstRow, lastRow] = [Math.min(entry.row, ...rows), Math.max(entry.row, ...rows)];
  const bandHeight = height / bands.length;
  const pitches = Math.max(1, lastRow - firstRow + (alone ? 0.6 : 0));
  const roomWith = (sizes: { readonly service: readonly [number, number] }): number =>
    bandHeight - head - (alone ? 2 * MARGIN + 30 : sizes.service[1] + BAND_ABOVE + BAND_BELOW);
  const roomy = roomWith(ROOMY_SIZES) / pitches >= ROOMY_FROM_PITCH;
  const sizes = roomy ? ROOMY_SIZES : alone ? SIZES : BAND_SIZES;
  const room = roomWith(sizes);
  const pitch = Math.min(MAX_PITCH, Math.max(alone ? 28 : 26, room / pitches));
  const { columns, widths, gaps } = columnsOf(card, bands, sizes);
  const free = width - 2 * MARGIN - REGION_EDGE - widths.reduce((sum, value) => sum + value, 0);
  const unit = Math.min(
    64,
    Math.max(
      LEAST_UNIT,
      free /
        Math.max(
          1,
          gaps.reduce((sum, value) => sum + value, 0),
        ),
    ),
  );
  const lefts: number[] = [];
  let at = MARGIN;
  columns.forEach((_, index) => {
    if (index > 0) at += gaps[index - 1] * unit;
    lefts.push(Math.round(at));
    at += widths[index];
  });
  const top = head + (alone ? MARGIN + 14 : sizes.service[1] / 2 + BAND_ABOVE) + Math.max(0, (room - pitch * (lastRow - firstRow)) / 2);
  const boxOf = (placed: typeof entry, region: string, bandTop: number): MapNode => {
    const { name, kind, column, row } = placed;
    const [w, h] = [widthOf(placed, sizes), sizes[kind][1]];
    // nothing reaches below the last row's boxes
    const middleOf = Math.min((row - firstRow) * pitch, (lastRow - firstRow) * pitch + (sizes.service[1] - h) / 2);
    return { name, region, kind, w, h, x: lefts[columns.indexOf(column)], y: Math.round(bandTop + top + middleOf - h / 2) };
  };
  const edge = boxOf(entry, '', 0);
  const nodes = new Map([[nodeKey('', edge.name), edge]]);
  const cdn = card.stores.find(({ kind }) => kind === 'cdn');
  // users go to either by themselves: nothing leads from one to the other
  if (cdn)
    nodes.set(nodeKey('', cdn.name), { ...edge, name: cdn.name, kind: 'cdn', y: alone ? edge.y + edge.h + BELOW_EDGE : Math.round(edge.y + bandHeight) });
  const feeders: MapFeeder[] = [];
  const buses: MapBus[] = [];
  const regions: MapRegion[] = [];
  bands.forEach((band, index) => {
    const bandTop = index * bandHeight;
    const boxes = band.placed.map((placed) => boxOf(placed, band.region, bandTop));
    for (const box of boxes) nodes.set(nodeKey(band.region, box.name), box);
    const wires = edges.filter((candidate) => alone || candidate.region === band.region);
    const wired = wire(band, new Map([edge, ...boxes].map((box) => [box.name, box])), wires, lefts, widths, pitch);
    feeders.push(...wired.feeders);
    buses.push(...wired.buses);
    const region = card.regions.find(({ name }) => name === band.region);
    const x = Math.min(...boxes.map((box) => box.x)) - 24;
    const [from, to] = [Math.round(bandTop + (index === 0 ? 6 : 3)), Math.round(bandTop + bandHeight - (index === bands.length - 1 ? 6 : 3))];
    if (region !== undefined && boxes.length > 0) regions.push({ ...region, x, y: from, w: width - x - 6, h: to - from });
  });
  return { width, height, roomy, nodes, feeders, buses, regions };
}

const middle = (node: MapNode): number => node.y + node.h / 2;
const LANE = 12;
/** The lane to a box past others: under its row, or where rows are too close for that, between it and the row above. */
const isAbove = (node: MapNode, pitch: number): boolean => pitch - node.h < 2 * LANE - 8;
const laneOf = (node: MapNode, pitch: number): number => (isAbove(node, pitch) ? node.y - (pitch - node.h) / 2 : node.y + node.h + LANE);

function wire(
  { region }: Band,
  nodes: ReadonlyMap<string, MapNode>,
  edges: readonly Wire[],
  lefts: readonly number[],
  widths: readonly number[],
  pitch: number,
): Pick<MapGeometry, 'feeders' | 'buses'> {
  const feeders: MapFeeder[] = [];
  const buses: MapBus[] = [];
  let lane = 0;
  for (const from of new Set(edges.map((edge) => edge.from))) {
    const source = nodes.get(from);
    if (!source) continue;
    const targets = edges
      .filter((edge) => edge.from === from)
      .map((edge) => nodes.get(edge.to))
      .filter((node): node is MapNode => node !== undefined);
    const ahead = targets.filter((node) => node.x > source.x + source.w);
    const busColumn = ahead.length >= BUS_FROM ? Math.min(...ahead.map((node) => node.x)) : null;
    const onBus = ahead.filter((node) => node.x === busColumn);
    if (busColumn !== null && onBus.length >= BUS_FROM) {
      const x = Math.round(source.x + source.w + (busColumn - source.x - source.w) * BUS_AT);
      const below = ahead.filter((node) => !onBus.includes(node)).map((node) => laneOf(node, pitch));
      const ys = [...onBus.map(middle), middle(source), ...below];
      buses.push({
        region,
        from,
        x,
        top: Math.min(...ys) - 6,
        bottom: Math.max(...ys) + 6,
        trunk: [
          { x: source.x + source.w, y: middle(source) },
          { x, y: middle(source) },
        ],
      });
      for (const node of onBus)
        feeders.push({
          region,
          from,
          to: node.name,
          points: [
            { x, y: middle(node) },
            { x: node.x, y: middle(node) },
          ],
          breakerAt: { x: Math.round((x + node.x) / 2) + 1, y: middle(node) },
        });
    }
    for (const node of targets) {
      if (busColumn !== null && onBus.length >= BUS_FROM && onBus.includes(node)) continue;
      const bus = buses.find((entry) => entry.from === from);
      if (bus && node.x > bus.x) {
        // past the bus's own column, behind or under what stands in between
        const y = laneOf(node, pitch);
        const x = node.x + 14;
        feeders.push({
          region,
          from,
          to: node.name,
          points: [
            { x: bus.x, y },
            { x, y },
            { x, y: isAbove(node, pitch) ? node.y : node.y + node.h },
          ],
          breakerAt: { x: bus.x + 16, y },
        });
        continue;
      }
      lane += 1;
      feeders.push({ region, from, to: node.name, points: route(source, node, lane, lefts, widths, pitch), breakerAt: null });
    }
  }
  return { feeders, buses };
}

/** Straight when level; else one vertical stretch between the columns; around the right side within a column. */
function route(source: MapNode, target: MapNode, lane: number, lefts: readonly number[], widths: readonly number[], pitch: number): readonly Point[] {
  const start = { x: source.x + source.w, y: middle(source) };
  if (target.x > start.x) {
    const end = { x: target.x, y: middle(target) };
    if (Math.abs(start.y - end.y) < 1) return [start, end];
    const column = lefts.indexOf(source.x);
    const right = column === -1 ? start.x : lefts[column] + widths[column];
    const turn = Math.min(right + 6 + (lane % 3) * 4, end.x - 4);
    if (lefts.indexOf(target.x) - column > 1) {
      // past a column: between its rows
      const between = end.y + (start.y < end.y ? -pitch / 2 : pitch / 2);
      const last = end.x - 8;
      return [start, { x: turn, y: start.y }, { x: turn, y: between }, { x: last, y: between }, { x: last, y: end.y }, end];
    }
    return [start, { x: turn, y: start.y }, { x: turn, y: end.y }, end];
  }
  const turn = Math.max(start.x, target.x + target.w) + 6 + (lane % 3) * 4;
  const offset = target.y > source.y ? -4 : 4;
  return [
    { x: start.x, y: start.y - offset },
    { x: turn, y: start.y - offset },
    { x: turn, y: middle(target) + offset },
    { x: target.x + target.w, y: middle(target) + offset },
  ];
}
