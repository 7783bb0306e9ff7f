import type { Claim, ClaimRole } from '../../contract/postmortem.ts';

/** Where the nodes of a cause map stand and how its edges run, in pixels. Layered by role: contributing, trigger and mechanism, sustaining, what users felt. */
export interface MapLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
}

export interface MapNode {
  /** Claim id, or `USERS`. */
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

export interface MapEdge {
  readonly from: string;
  readonly to: string;
  readonly path: string;
  /** Dashed: made it possible. */
  readonly dashed: boolean;
}

export const USERS = 'users';
export const NODE_WIDTH = 172;
export const NODE_HEIGHT = 76;
const GAP_X = 40,
  GAP_Y = 56,
  MARGIN = 20,
  RADIUS = 6;

const LAYERS: readonly (readonly ClaimRole[])[] = [['contributing'], ['trigger', 'mechanism'], ['sustaining']];

export function layoutCauseMap(claims: readonly Claim[], width: number): MapLayout {
  const shown = claims.filter((claim) => claim.role !== 'ruled-out' && claim.state !== 'rejected');
  const columns = Math.max(1, Math.floor((width - MARGIN * 2 + GAP_X) / (NODE_WIDTH + GAP_X)));
  const rows: string[][] = [];
  for (const roles of LAYERS) rows.push(...wrap(causalOrder(shown.filter((claim) => roles.includes(claim.role))), columns));
  const last = rows.at(-1);
  const sustaining = shown.some((claim) => claim.role === 'sustaining');
  if (shown.length > 0) {
    if (sustaining && last !== undefined && last.length < columns) last.push(USERS);
    else rows.push([USERS]);
  }
  const at = new Map<string, { x: number; y: number; row: number }>();
  rows.forEach((row, index) =>
    row.forEach((id, column) => {
      // What users felt stands at the right end, under the last mechanism, as in a text read to its end.
      const slot = id === USERS ? columns - 1 : column;
      at.set(id, { x: MARGIN + slot * (NODE_WIDTH + GAP_X), y: MARGIN + index * (NODE_HEIGHT + GAP_Y), row: index });
    }),
  );
  const edges = edgesOf(shown).filter((edge) => at.has(edge.from) && at.has(edge.to));
  return {
    width: MARGIN * 2 + columns * NODE_WIDTH + (columns - 1) * GAP_X,
    height: MARGIN * 2 + rows.length * NODE_HEIGHT + Math.max(0, rows.length - 1) * GAP_Y,
    nodes: [...at].map(([id, place]) => ({ id, x: place.x, y: place.y })),
    edges: edges.map((edge, index) => ({ ...edge, path: route(at.get(edge.from)!, at.get(edge.to)!, index) })),
  };
}

/** The writer's edges, and from each end of the chain to what users felt. */
function edgesOf(claims: readonly Claim[]): readonly { readonly from: string; readonly to: string; readonly dashed: boolean }[] {
  const edges = claims.flatMap((claim) => claim.leadsTo.map((to) => ({ from: claim.id, to, dashed: claim.role === 'contributing' })));
  const chain = claims.filter((claim) => claim.role === 'trigger' || claim.role === 'mechanism');
  const inChain = new Set(chain.map((claim) => claim.id));
  const ends = chain.filter((claim) => !claim.leadsTo.some((to) => inChain.has(to)));
  const mechanisms = ends.filter((claim) => claim.role === 'mechanism');
  for (const claim of mechanisms.length > 0 ? mechanisms : ends) edges.push({ from: claim.id, to: USERS, dashed: false });
  return edges;
}

/** Trigger first, then by "leads to"; ties and cycles keep the writer's order. */
function causalOrder(claims: readonly Claim[]): readonly string[] {
  const ids = new Set(claims.map((claim) => claim.id));
  const depth = new Map(claims.map((claim) => [claim.id, claim.role === 'trigger' ? 0 : 1]));
  for (let round = 0; round < claims.length; round += 1) {
    for (const claim of claims)
      for (const to of claim.leadsTo) {
        if (ids.has(to) && to !== claim.id) depth.set(to, Math.max(depth.get(to)!, Math.min(claims.length, depth.get(claim.id)! + 1)));
      }
  }
  return [...claims].sort((a, b) => depth.get(a.id)! - depth.get(b.id)!).map((claim) => claim.id);
}

function wrap(ids: readonly string[], columns: number): string[][] {
  const rows: string[][] = [];
  for (let at = 0; at < ids.length; at += columns) rows.push(ids.slice(at, at + columns));
  return rows;
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly row: number;
}

/** Straight between neighbours, else out of one side, along the gap between the rows, and into the other. `lane` keeps edges of one gap apart. */
function route(from: Place, to: Place, lane: number): string {
  const middle = NODE_HEIGHT / 2;
  const shift = ((lane % 5) - 2) * 8;
  const neighbours = from.row === to.row && Math.abs(from.x - to.x) === NODE_WIDTH + GAP_X;
  if (neighbours) return from.x < to.x ? `M${from.x + NODE_WIDTH} ${from.y + middle}H${to.x - 2}` : `M${from.x} ${from.y + middle}H${to.x + NODE_WIDTH + 2}`;
  const startX = from.x + NODE_WIDTH / 2 + shift;
  const endX = to.x + NODE_WIDTH / 2 + shift + (from.row > to.row ? 24 : 0);
  if (from.row === to.row) {
    const over = from.y - GAP_Y / 2 + shift;
    return bend([
      [startX, from.y],
      [startX, over],
      [endX, over],
      [endX, to.y - 2],
    ]);
  }
  const down = to.row > from.row;
  const startY = down ? from.y + NODE_HEIGHT : from.y;
  const endY = down ? to.y - 2 : to.y + NODE_HEIGHT + 2;
  const along = down ? endY - GAP_Y / 2 + shift : endY + GAP_Y / 2 + shift;
  return Math.abs(startX - endX) < 1
    ? `M${startX} ${startY}V${endY}`
    : bend([
        [startX, startY],
        [startX, along],
        [endX, along],
        [endX, endY],
      ]);
}

/** Right angles with small round corners. */
function bend(points: readonly (readonly [number, number])[]): string {
  let path = `M${points[0][0]} ${points[0][1]}`;
  for (let index = 1; index < points.length - 1; index += 1) {
    const [x, y] = points[index];
    const towards = (other: readonly [number, number]): readonly [number, number] => {
      const dx = other[0] - x,
        dy = other[1] - y;
      const length = Math.max(Math.abs(dx), Math.abs(dy)) || 1;
      const reach = Math.min(RADIUS, length / 2);
      return [x + (dx / length) * reach, y + (dy / length) * reach];
    };
    const before = towards(points[index - 1]),
      after = towards(points[index + 1]);
    path += `L${before[0]} ${before[1]}Q${x} ${y} ${after[0]} ${after[1]}`;
  }
  const [x, y] = points[points.length - 1];
  return `${path}L${x} ${y}`;
}
