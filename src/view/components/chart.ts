import { html, nothing, render } from 'lit-html';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { clockTime, figure } from '../format.ts';
import type { ChartData, ChartLine, ChartOptions } from './chart-data.ts';
import { drawBehind, drawInFront, translucent } from './chart-drawing.ts';
import { axisText, logRange, logSplits, niceTop } from './chart-scales.ts';
import { onThemeChange, readToken } from './tokens-in-canvas.ts';

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
    const room = at === null ? legendRoom(shown.lines, element.clientWidth, options.threshold?.label ?? '') : shown.lines.length;
    render(
      html`<div class="chart-title"><span class="chart-name">${options.title}</span><span class="chart-value mono ${at === null && current.breach ? 'breach' : at === null && current.warn ? 'warn' : ''}">${at === null ? current.text : clockTime(shown.times[at] * 1000)}</span></div>
      <div class="chart-legend mono ${at === null ? '' : 'reading'}">${shown.lines.slice(0, room).map((line, index) => html`<span><i class="swatch ${line.dash ? 'dashed' : ''}" style="color:var(--${line.colour})"></i>${line.label}${at === null ? nothing : html` <b>${reading(index, at)}</b>`}</span>`)}
      ${
        room < shown.lines.length
          ? html`<span title=${shown.lines
              .slice(room)
              .map((line) => line.label)
              .join(', ')}>+${shown.lines.length - room}</span>`
          : nothing
      }${options.threshold ? html`<span class="warn">${options.threshold.label}</span>` : nothing}</div>`,
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
          values: (_, splits) => splits.map((value) => axisText((options.axis ?? format)(value))),
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

/** How many legend entries fit into one line of 10-px mono: six pixels a letter, thirteen for the swatch, eight between entries. */
function legendRoom(lines: readonly ChartLine[], width: number, last: string): number {
  const entry = (text: string): number => text.length * 6 + 21;
  let left = width - (last ? last.length * 6 + 8 : 0);
  if (width === 0 || lines.reduce((sum, line) => sum + entry(line.label), 0) <= left + 8) return lines.length;
  left -= 20;
  let count = 0;
  for (const line of lines) {
    left -= entry(line.label);
    if (left < 0) break;
    count += 1;
  }
  return Math.max(1, count);
}
