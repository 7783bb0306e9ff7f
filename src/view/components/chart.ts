import { html, nothing, render } from 'lit-html';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { clockTime, figure } from '../format.ts';
import { onThemeChange, readToken } from './tokens-in-canvas.ts';

export interface ChartLine {
  readonly label: string;
  /** A token: `s-1` … `s-6` or `ink-3`. */
  readonly colour: string;
  readonly dash?: readonly number[];
  readonly area?: boolean;
  /** Steps instead of slopes, for counts of things. */
  readonly stepped?: boolean;
}

/** What a chart shows. Times in Unix seconds; null is a gap and stays one. */
export interface ChartData {
  readonly times: readonly number[];
  readonly lines: readonly ChartLine[];
  readonly values: readonly (readonly (number | null)[])[];
  readonly fromSeconds: number;
  readonly toSeconds: number;
  /** Changes with their letters. */
  readonly marks: readonly { readonly seconds: number; readonly letter: string }[];
  /** Since when users are hurt; null when they are well. */
  readonly hurtSinceSeconds: number | null;
}

export interface ChartOptions {
  readonly title: string;
  readonly format?: (value: number) => string;
  readonly scale?: 'linear' | 'log';
  /** Least upper end of a linear scale, so that noise near zero does not fill the chart. */
  readonly atLeast?: number;
  readonly threshold?: { readonly value: number; readonly label: string };
  readonly timeLabels?: boolean;
  /** Charts that share a crosshair. */
  readonly group?: string;
  readonly onSelect?: (fromSeconds: number, toSeconds: number) => void;
}

export interface Chart {
  readonly element: HTMLElement;
  update(data: ChartData, current: { readonly text: string; readonly breach: boolean; readonly warn?: boolean }): void;
  resize(): void;
  destroy(): void;
}

const SMALL_FONT = '10px "JetBrains Mono", monospace';

/**
 * One time series chart of the art direction: title and current value in one line, legend below, at most three grid lines, dotted change lines
 * with letters, dashed threshold. Left and right arrow keys move a reading along it, which a screen reader speaks.
 */
export function createChart(options: ChartOptions): Chart {
  const format = options.format ?? figure;
  const element = document.createElement('figure');
  element.className = 'chart';
  const head = document.createElement('figcaption');
  head.className = 'chart-caption';
  const plotHost = document.createElement('div');
  plotHost.className = 'chart-plot';
  plotHost.tabIndex = 0;
  plotHost.setAttribute('role', 'slider');
  plotHost.setAttribute('aria-label', `${options.title}, chart; arrow keys read it`);
  plotHost.setAttribute('aria-valuemin', '0');
  plotHost.setAttribute('aria-valuemax', '0');
  plotHost.setAttribute('aria-valuenow', '0');
  element.append(head, plotHost);
  let data: ChartData | null = null;
  let current = { text: '–', breach: false, warn: false };
  let plot: uPlot | null = null;
  let shape = '';
  let cursor: number | null = null;

  function drawHead(): void {
    if (!data) return;
    const at = cursor !== null && cursor < data.times.length ? cursor : null;
    const shown = data;
    render(
      html`<div class="chart-title"><span class="chart-name">${options.title}</span><span class="chart-value mono ${at === null && current.breach ? 'breach' : at === null && current.warn ? 'warn' : ''}">${at === null ? current.text : clockTime(shown.times[at] * 1000)}</span></div>
      <div class="chart-legend mono">${shown.lines.map((line, index) => html`<span><i class="swatch ${line.dash ? 'dashed' : ''}" style="color:var(--${line.colour})"></i>${line.label}${at === null ? nothing : html` <b>${reading(index, at)}</b>`}</span>`)}
      ${options.threshold ? html`<span class="warn">${options.threshold.label}</span>` : nothing}</div>`,
      head,
    );
  }
  const reading = (line: number, at: number): string => {
    const value = data?.values[line]?.[at];
    return value === null || value === undefined ? '–' : format(value);
  };
  function speak(): void {
    if (!data) return;
    const at = cursor ?? data.times.length - 1;
    plotHost.setAttribute('aria-valuemax', String(Math.max(0, data.times.length - 1)));
    plotHost.setAttribute('aria-valuenow', String(Math.max(0, at)));
    plotHost.setAttribute(
      'aria-valuetext',
      data.times.length === 0
        ? 'no data'
        : `${clockTime(data.times[at] * 1000)}: ${data.lines.map((line, index) => `${line.label} ${reading(index, at)}`).join(', ')}`,
    );
  }

  function create(): void {
    plot?.destroy();
    plot = data ? new uPlot(plotOptions(data), columns(data), plotHost) : null;
  }
  const columns = (from: ChartData): uPlot.AlignedData => [from.times as number[], ...(from.values as (number | null)[][])];

  function plotOptions(from: ChartData): uPlot.Options {
    const axisFont = { font: SMALL_FONT, stroke: () => readToken('ink-3') };
    return {
      width: Math.max(60, plotHost.clientWidth),
      height: Math.max(40, plotHost.clientHeight),
      legend: { show: false },
      padding: [13, 4, options.timeLabels ? 0 : 4, 0],
      cursor: {
        y: false,
        points: { size: 5 },
        drag: { x: Boolean(options.onSelect), y: false, setScale: false },
        ...(options.group ? { sync: { key: options.group } } : {}),
      },
      scales: {
        x: { time: true, range: () => [data?.fromSeconds ?? 0, data?.toSeconds ?? 1] },
        y:
          options.scale === 'log'
            ? { distr: 3, log: 10, range: (_, low, high) => logRange(low, high, options.threshold?.value) }
            : { range: (_, __, high) => [0, niceTop(Math.max(high ?? 0, options.atLeast ?? 0, 0))] },
      },
      axes: [
        {
          ...axisFont,
          show: true,
          size: options.timeLabels ? 14 : 0,
          gap: 2,
          grid: { show: false },
          ticks: { show: false },
          space: 60,
          values: (self, splits) =>
            splits.map((at) => (options.timeLabels && self.valToPos(at, 'x') < self.over.clientWidth - 12 ? clockTime(at * 1000).slice(0, 5) : '')),
        },
        {
          ...axisFont,
          size: 40,
          gap: 4,
          ticks: { show: false },
          space: 24,
          grid: { stroke: () => readToken('line'), width: 1 },
          splits: (self) =>
            options.scale === 'log' ? logSplits(self.scales.y.min ?? 0.01, self.scales.y.max ?? 10) : [0, (self.scales.y.max ?? 1) / 2, self.scales.y.max ?? 1],
          values: (_, splits) => splits.map((value) => axisText(format(value))),
          filter: (_, splits) => splits,
        },
      ],
      series: [
        {},
        ...from.lines.map(
          (line): uPlot.Series => ({
            stroke: () => readToken(line.colour),
            width: 1.5,
            points: { show: false },
            spanGaps: false,
            ...(line.dash ? { dash: [...line.dash] } : {}),
            ...(line.area ? { fill: () => translucent(readToken(line.colour)) } : {}),
            ...(line.stepped ? { paths: uPlot.paths.stepped?.({ align: 1 }) } : {}),
          }),
        ),
      ],
      hooks: {
        drawClear: [(self) => drawBehind(self, data)],
        draw: [(self) => drawInFront(self, data, options.threshold)],
        setCursor: [
          (self) => {
            const next = self.cursor.idx ?? null;
            if (next === cursor) return;
            cursor = next;
            drawHead();
          },
        ],
        setSelect: [
          (self) => {
            if (self.select.width < 8) return;
            options.onSelect?.(self.posToVal(self.select.left, 'x'), self.posToVal(self.select.left + self.select.width, 'x'));
            self.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
          },
        ],
      },
    };
  }

  plotHost.addEventListener('keydown', (event) => {
    if (!data || !plot || data.times.length === 0) return;
    const last = data.times.length - 1;
    const at = cursor ?? last;
    const step = event.shiftKey ? 10 : 1;
    const next = { ArrowLeft: Math.max(0, at - step), ArrowRight: Math.min(last, at + step), Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    plot.setCursor({ left: plot.valToPos(data.times[next], 'x'), top: plot.over.clientHeight / 2 });
    cursor = next;
    drawHead();
    speak();
  });
  plotHost.addEventListener('blur', () => {
    cursor = null;
    plot?.setCursor({ left: -10, top: -10 });
    drawHead();
  });
  plotHost.addEventListener('focus', speak);
  const stopTheme = onThemeChange(() => requestAnimationFrame(create));
  const observer = new ResizeObserver(() => handle.resize());
  observer.observe(plotHost);

  const handle: Chart = {
    element,
    update: (next, value) => {
      data = next;
      current = { text: value.text, breach: value.breach, warn: value.warn ?? false };
      const nextShape = next.lines.map((line) => `${line.label}|${line.colour}|${line.dash ? 1 : 0}`).join();
      if (!plot || nextShape !== shape) {
        shape = nextShape;
        create();
      } else plot.setData(columns(next));
      drawHead();
      if (document.activeElement === plotHost) speak();
    },
    resize: () => {
      const width = plotHost.clientWidth;
      const height = plotHost.clientHeight;
      if (plot && width > 0 && height > 0 && (plot.width !== width || plot.height !== height)) plot.setSize({ width, height });
    },
    destroy: () => {
      stopTheme();
      observer.disconnect();
      plot?.destroy();
      render(nothing, head);
    },
  };
  return handle;
}

/** 1, 2, 4, 5 or 8 times a power of ten, at or above a value, so that half of it is a round number too. */
export function niceTop(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  for (const factor of [1, 2, 4, 5, 8, 10]) if (factor * power >= value * 0.999) return factor * power;
  return 10 * power;
}

/** Ticks are round numbers: no decimals that are zero, no space before the unit. */
function axisText(text: string): string {
  return text
    .replace(/(\.\d*?)0+(?=\D|$)/, '$1')
    .replace(/\.(?=\D|$)/, '')
    .replaceAll(' ', '');
}

function logRange(low: number | null, high: number | null, threshold = 0): [number, number] {
  const bottom = Math.min(low && low > 0 ? low : 0.01, threshold || Infinity);
  const top = Math.max(high && high > 0 ? high : 1, threshold);
  return [10 ** Math.floor(Math.log10(bottom)), Math.max(top * 1.2, bottom * 10)];
}

function logSplits(min: number, max: number): number[] {
  const splits: number[] = [];
  for (let power = Math.ceil(Math.log10(min)); 10 ** power <= max; power += 1) splits.push(10 ** power);
  return splits.length > 4 ? splits.filter((_, index) => index % 2 === 0) : splits;
}

/** Areas stay at 8%, as a colour that canvas understands. */
function translucent(colour: string): string {
  return /^#[0-9a-f]{6}$/i.test(colour) ? `${colour}14` : 'transparent';
}

function drawBehind(self: uPlot, data: ChartData | null): void {
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

function drawInFront(self: uPlot, data: ChartData | null, threshold: ChartOptions['threshold']): void {
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
  let lastLetterX = -Infinity;
  for (const mark of data.marks) {
    const x = Math.round(self.valToPos(mark.seconds, 'x', true)) + 0.5;
    if (x < bbox.left || x > bbox.left + bbox.width) continue;
    line(x, bbox.top, x, base);
    if (x - lastLetterX < 9 * pixel) continue;
    ctx.fillText(mark.letter, x, bbox.top - 3 * pixel);
    lastLetterX = x;
  }
  ctx.restore();
}
