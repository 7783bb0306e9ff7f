import type uPlot from 'uplot';
import type { ChartData, ChartOptions } from './chart-data.ts';
import { letterGroups } from '../charts/letter-groups.ts';
import { readToken } from './tokens-in-canvas.ts';

/** Areas stay at 8%, as a colour that canvas understands. */
export function translucent(colour: string): string {
  return /^#[0-9a-f]{6}$/i.test(colour) ? `${colour}14` : 'transparent';
}

/** The impact window, under the lines. */
export function drawBehind(self: uPlot, data: ChartData | null): void {
  if (!data || data.hurtSinceSeconds === null) return;
  const { ctx, bbox } = self;
  const from = Math.max(bbox.left, self.valToPos(data.hurtSinceSeconds, 'x', true));
  const to = bbox.left + bbox.width;
  if (from >= to) return;
  ctx.save();
  ctx.globalAlpha = 0.045;
  ctx.fillStyle = readToken('ink-1');
  ctx.fillRect(from, bbox.top, to - from, bbox.height);
  ctx.restore();
}

/** Base line, threshold and the changes with their letters, over the lines. */
export function drawInFront(self: uPlot, data: ChartData | null, threshold: ChartOptions['threshold']): void {
  if (!data) return;
  const { ctx, bbox } = self;
  const pixel = window.devicePixelRatio || 1;
  const line = (x1: number, y1: number, x2: number, y2: number): void => {
    ctx.beginPath();
    ctx.moveTo(x1, y1);
    ctx.lineTo(x2, y2);
    ctx.stroke();
  };
  ctx.save();
  ctx.lineWidth = pixel;
  ctx.strokeStyle = readToken('line-strong');
  const base = Math.round(bbox.top + bbox.height) + 0.5;
  line(bbox.left, base, bbox.left + bbox.width, base);
  if (threshold) {
    const y = Math.round(self.valToPos(threshold.value, 'y', true)) + 0.5;
    ctx.strokeStyle = readToken('warn');
    ctx.setLineDash([4 * pixel, 3 * pixel]);
    if (y >= bbox.top && y <= base) line(bbox.left, y, bbox.left + bbox.width, y);
  }
  ctx.setLineDash([pixel, 3 * pixel]);
  ctx.strokeStyle = readToken('ink-3');
  ctx.fillStyle = readToken('ink-3');
  ctx.font = `500 ${10 * pixel}px "JetBrains Mono", monospace`;
  ctx.textAlign = 'center';
  const shown = data.marks
    .map((mark) => ({ x: Math.round(self.valToPos(mark.seconds, 'x', true)) + 0.5, letter: mark.letter }))
    .filter(({ x }) => x >= bbox.left && x <= bbox.left + bbox.width);
  for (const { x } of shown) line(x, bbox.top, x, base);
  for (const group of letterGroups(shown, pixel)) ctx.fillText(group.text, group.x, bbox.top - 3 * pixel);
  ctx.restore();
}
