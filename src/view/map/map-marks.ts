import type { Graphics } from 'pixi.js';
import type { EdgeFrame, PodFrame, PodMark } from '../../contract/frame.ts';
import type { Point } from './geometry.ts';
import type { MapPalette } from './palette.ts';

/** The marks of the art direction's table, one function each. */

/** Side of a pod's square and the distance to the next. */
export interface PodSize {
  readonly side: number;
  readonly pitch: number;
}
export const SMALL_PODS: PodSize = { side: 5, pitch: 7 };
export const LARGE_PODS: PodSize = { side: 7, pitch: 9 };

/** Saturation, clockwise from twelve: ink below 80%, warn from 80%, crit with an outer ring at 100%. `calm`: fullness that is no alarm. */
export function drawRing(g: Graphics, x: number, y: number, radius: number, width: number, value: number, palette: MapPalette, calm = false): void {
  const full = value >= 0.995 && !calm;
  const colour = full ? palette.crit : value >= 0.8 && !calm ? palette.warn : palette.ink2;
  g.circle(x, y, radius).stroke({ width, color: palette.active });
  if (value > 0.01) {
    g.moveTo(x, y - radius)
      .arc(x, y, radius, -Math.PI / 2, -Math.PI / 2 + Math.PI * 2 * Math.min(0.9999, value))
      .stroke({ width, color: colour });
  }
  if (full) g.circle(x, y, radius + width / 2 + 1.8).stroke({ width: 1, color: palette.crit });
}

/** A feeder: band for the rate, stripe for errors, dashes beside it for retries. */
export function drawFeeder(
  g: Graphics,
  points: readonly Point[],
  edge: Pick<EdgeFrame, 'perSecond' | 'errorRatio' | 'retryRatio'>,
  width: number,
  palette: MapPalette,
  dashShift: number,
): void {
  if (edge.perSecond < 0.01) {
    trace(g, points).stroke({ width: 1, color: palette.line });
    return;
  }
  trace(g, points).stroke({ width, color: palette.flow });
  if (edge.errorRatio > 0.001) {
    const stripe = edge.errorRatio < 0.05 ? 1 : Math.max(1.5, Math.min(width, width * edge.errorRatio * 3.2));
    trace(g, points).stroke({ width: stripe, color: palette.crit });
  }
  if (edge.retryRatio > 0.02) drawDashes(g, points, width / 2 + 4, edge.retryRatio, palette, dashShift);
}

function trace(g: Graphics, points: readonly Point[]): Graphics {
  g.moveTo(points[0].x, points[0].y);
  for (const point of points.slice(1)) g.lineTo(point.x, point.y);
  return g;
}

/** Retries: denser dashes for a larger share. Runs beside the band on its horizontal stretches. */
function drawDashes(g: Graphics, points: readonly Point[], offset: number, share: number, palette: MapPalette, shift: number): void {
  const gap = share > 0.4 ? 2 : share > 0.15 ? 4 : 8;
  for (let index = 1; index < points.length; index += 1) {
    const [from, to] = [points[index - 1], points[index]];
    if (from.y !== to.y) continue;
    const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
    for (let x = left + (shift % (5 + gap)); x < right; x += 5 + gap) g.moveTo(x, from.y + offset).lineTo(Math.min(x + 5, right), from.y + offset);
  }
  g.stroke({ width: 1.5, color: palette.warn });
}

/** A breaker on its feeder: closed is a filled core, open is hollow with a gap in the line, half-open is half. */
export function drawBreaker(g: Graphics, at: Point, state: EdgeFrame['breaker'], hot: boolean, palette: MapPalette): void {
  if (state === null) return;
  const colour = hot || state === 'open' ? palette.crit : palette.ink3;
  if (state === 'open') g.rect(at.x - 7, at.y - 5, 14, 10).fill(palette.well);
  g.rect(at.x - 3.5, at.y - 3.5, 7, 7)
    .fill(palette.well)
    .stroke({ width: 1, color: colour });
  if (state === 'closed') g.rect(at.x - 1.5, at.y - 1.5, 3, 3).fill(colour);
  if (state === 'half-open') g.rect(at.x - 1.5, at.y - 1.5, 1.5, 3).fill(colour);
}

function drawPod(g: Graphics, x: number, y: number, side: number, mark: PodMark, palette: MapPalette): void {
  switch (mark) {
    case 'ready':
      g.rect(x, y, side, side).fill(palette.ink2);
      return;
    case 'not-ready':
      g.poly([x, y, x + side, y, x + side, y + side]).fill(palette.warnFill);
      g.rect(x + 0.5, y + 0.5, side - 1, side - 1).stroke({ width: 1, color: palette.warn });
      return;
    case 'pending':
      g.rect(x + 0.5, y + 0.5, side - 1, side - 1).stroke({ width: 1, color: palette.ink2 });
      return;
    case 'crashed':
      g.moveTo(x, y)
        .lineTo(x + side, y + side)
        .moveTo(x + side, y)
        .lineTo(x, y + side)
        .stroke({ width: 1.5, color: palette.crit });
      return;
    case 'terminating':
      g.poly([x, y, x + side, y, x + side, y + side / 2, x + side / 2, y + side, x, y + side]).fill({ color: palette.ink3, alpha: 0.5 });
  }
}

/** Pods of a service, a row a zone in the region's order. `right` aligns the group at its right edge. */
export function drawPods(
  g: Graphics,
  x: number,
  y: number,
  pods: readonly PodFrame[],
  zones: readonly string[],
  most: number,
  size: PodSize,
  palette: MapPalette,
  right = false,
): void {
  zones.forEach((zone, row) => {
    const inZone = pods.filter((pod) => pod.zone === zone).slice(0, most);
    const start = right ? x - inZone.length * size.pitch + (size.pitch - size.side) : x;
    inZone.forEach((pod, column) => drawPod(g, start + column * size.pitch, y + row * size.pitch, size.side, pod.mark, palette));
  });
}
