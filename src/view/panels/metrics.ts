import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { QueryAnswer } from '../../contract/ports.ts';
import { unixMsOf } from '../../contract/time.ts';
import { letterChanges } from '../../stores/change-letters.ts';
import { worstSli } from '../../stores/what-hurts.ts';
import { gridOf, lastOf, seriesName, usOfSeconds, windowOf, type Grid } from '../charts/range-query.ts';
import { button } from '../components/button.ts';
import { createChart, type Chart } from '../components/chart.ts';
import type { ChartLine } from '../components/chart-data.ts';
import { icon } from '../components/icon.ts';
import { segmented } from '../components/segmented.ts';
import { table } from '../components/table.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { figure } from '../format.ts';

const POLL_MS = 3000;
const SHOWN = 6;
const COLOURS = ['s-1', 's-2', 's-3', 's-4', 's-5', 's-6'];

/** The metrics explorer: one PromQL expression as graph and table, errors in place, a pin for the notebook. */
export function mountMetrics(host: HTMLElement, context: ViewContext, tools: HTMLElement): Mounted {
  const { ui, frames, port } = context;
  host.classList.add('metrics');
  const bar = document.createElement('div');
  const problem = document.createElement('div');
  problem.className = 'metrics-problem';
  problem.setAttribute('role', 'alert');
  const graph = document.createElement('div');
  graph.className = 'metrics-graph';
  const rows = document.createElement('div');
  rows.className = 'metrics-table';
  rows.tabIndex = 0;
  rows.setAttribute('role', 'region');
  rows.setAttribute('aria-label', 'Values');
  host.append(bar, problem, graph, rows);
  let names: readonly string[] = [];
  let draft = ui.getState().metricsExpr;
  let shape: 'graph' | 'table' = 'graph';
  let chart: Chart | null = null;
  let visible = true;
  let running = false;
  let ranKey = '';

  function drawBar(): void {
    render(
      html`<form class="metrics-bar" role="search" aria-label="PromQL" @submit=${run}><input class="field medium mono grow" list="metric-names" aria-label="PromQL expression" placeholder="PromQL, for example up" spellcheck="false" autocomplete="off" .value=${draft} @input=${(
        event: Event,
      ) => {
        draft = (event.target as HTMLInputElement).value;
      }}>
      <datalist id="metric-names">${names.map((name) => html`<option value=${name}></option>`)}</datalist>${button({ label: 'Run', look: 'primary', size: 'medium', onClick: run })}${button({ label: 'Pin', icon: 'pin', size: 'medium', onClick: pin, disabled: !ui.getState().metricsExpr })}</form>`,
      bar,
    );
    render(
      segmented(
        'Shape',
        [
          { value: 'graph', label: 'Graph' },
          { value: 'table', label: 'Table' },
        ] as const,
        shape,
        (next) => {
          shape = next;
          drawBar();
          ranKey = '';
          void load();
        },
      ),
      tools,
    );
  }
  function run(event: Event): void {
    event.preventDefault();
    ui.setState({ metricsExpr: draft.trim() });
    ranKey = '';
    void load(true);
  }
  function pin(): void {
    const frame = frames.getState().frame;
    const expr = ui.getState().metricsExpr;
    if (!frame || !expr) return;
    const window = windowOf(ui.getState().range, port, ui.getState().asOfUs ?? frame.tUs);
    void context.pin({
      kind: 'chart',
      title: expr.length > 48 ? `${expr.slice(0, 47)}…` : expr,
      expr,
      fromUs: usOfSeconds(port, window.fromMs / 1000),
      toUs: usOfSeconds(port, window.toMs / 1000),
    });
  }

  async function load(asked = false): Promise<void> {
    const frame = frames.getState().frame;
    const expr = ui.getState().metricsExpr;
    if (!visible || !frame || running) return;
    if (!expr) {
      render(html`<p class="empty-state">Write an expression and press Enter. It runs over everything scraped so far.</p>`, rows);
      graph.hidden = true;
      return;
    }
    const window = windowOf(ui.getState().range, port, ui.getState().asOfUs ?? frame.tUs);
    const key = `${expr} ${shape} ${window.fromMs} ${window.toMs}`;
    if (key === ranKey) return;
    running = true;
    try {
      const answer =
        shape === 'graph'
          ? await port.queryRange(expr, window.fromMs, window.toMs, window.stepMs)
          : await port.query(expr, unixMsOf(port.epoch, ui.getState().asOfUs ?? frame.tUs));
      ranKey = key;
      if (asked) context.observe('metrics', expr);
      render(answer.status === 'error' ? problemView(answer) : notes(answer), problem);
      if (answer.status === 'error') return;
      graph.hidden = shape === 'table' || answer.data.resultType !== 'matrix';
      if (shape === 'graph') drawGraph(gridOf(answer, window));
      else drawTable(answer);
    } catch {
      render(problemView({ error: 'the engine does not answer' }), problem);
    } finally {
      running = false;
    }
  }

  const problemView = (answer: { readonly error: string }): TemplateResult =>
    html`<p class="metrics-error">${icon('diamond', 'solid crit')}<span class="mono">${answer.error}</span></p>`;
  const notes = (answer: Extract<QueryAnswer, { status: 'success' }>): TemplateResult | typeof nothing =>
    answer.warnings?.length || answer.infos?.length
      ? html`<p class="metrics-note">${[...(answer.warnings ?? []), ...(answer.infos ?? [])].join(' ')}</p>`
      : nothing;

  function drawGraph(grid: Grid): void {
    const frame = frames.getState().frame;
    if (!frame) return;
    const sorted = [...grid.series].sort((a, b) => (lastOf(b.values) ?? -Infinity) - (lastOf(a.values) ?? -Infinity));
    const top = sorted.slice(0, SHOWN);
    const lines: ChartLine[] = top.map((series, index) => ({
      label: shorten(series.metric, grid),
      colour: COLOURS[index],
      ...(index % 2 ? { dash: [4, 2] } : {}),
    }));
    chart ??= createChart({
      title: 'Result',
      timeLabels: true,
      onSelect: (from, to) => ui.setState({ range: { kind: 'between', fromUs: usOfSeconds(port, from), toUs: usOfSeconds(port, to) } }),
    });
    if (!chart.element.isConnected) graph.replaceChildren(chart.element);
    const seconds = (us: number): number => unixMsOf(port.epoch, us) / 1000;
    const since = worstSli(frame.slis)?.breachedSinceUs ?? null;
    chart.update(
      {
        times: grid.times,
        lines,
        values: top.map((series) => series.values),
        fromSeconds: grid.times[0],
        toSeconds: grid.times[grid.times.length - 1],
        marks: letterChanges(frame.changes).map((change) => ({ seconds: seconds(change.atUs), letter: change.letter })),
        hurtSinceSeconds: since === null ? null : seconds(since),
      },
      { text: grid.series.length === 1 ? sayLast(grid.series[0].values) : `${grid.series.length} series`, breach: false },
    );
    render(
      table({
        caption: 'Series, largest last value first',
        rows: sorted,
        key: (row) => row.name,
        empty: 'Empty result: no series match.',
        columns: [
          {
            head: 'Series',
            cell: (row) =>
              html`<span class="mono">${top.includes(row) ? html`<i class="swatch" style="color:var(--${COLOURS[top.indexOf(row)]})"></i>` : nothing}${row.name}</span>`,
          },
          { head: 'Last', cell: (row) => sayLast(row.values), numeric: true },
        ],
      }),
      rows,
    );
  }
  const sayLast = (values: readonly (number | null)[]): string => {
    const last = lastOf(values);
    return last === null ? '–' : figure(last);
  };
  function drawTable(answer: Extract<QueryAnswer, { status: 'success' }>): void {
    const { data } = answer;
    const list =
      data.resultType === 'vector'
        ? data.result.map((row) => ({ name: seriesName(row.metric), value: row.value[1] }))
        : data.resultType === 'matrix'
          ? data.result.map((row) => ({ name: seriesName(row.metric), value: row.values.map(([at, value]) => `${value} @${at}`).join('  ') }))
          : [{ name: data.resultType, value: data.result[1] }];
    render(
      table({
        caption: 'Instant values',
        rows: list,
        key: (row) => row.name,
        empty: 'Empty result: no series match.',
        columns: [
          { head: 'Series', cell: (row) => html`<span class="mono">${row.name}</span>` },
          { head: 'Value', cell: (row) => row.value, numeric: true },
        ],
      }),
      rows,
    );
  }

  drawBar();
  void load();
  void port.metricNames().then(
    (found) => {
      names = found;
      drawBar();
    },
    () => undefined,
  );
  const timer = setInterval(() => void load(), POLL_MS);
  const stop = ui.subscribe((now, before) => {
    if (now.metricsExpr !== before.metricsExpr && now.metricsExpr !== draft) draft = now.metricsExpr;
    if (now.metricsExpr !== before.metricsExpr || now.range !== before.range) {
      ranKey = '';
      drawBar();
      void load(now.metricsExpr !== before.metricsExpr);
    }
  });
  return {
    setVisible: (now) => {
      visible = now;
      if (now) void load();
    },
    focus: () => bar.querySelector<HTMLInputElement>('input')?.focus(),
    destroy: () => {
      clearInterval(timer);
      stop();
      chart?.destroy();
      host.replaceChildren();
    },
  };
}

/** The labels that tell the series of a result apart; all of them when that would be none. */
function shorten(metric: Readonly<Record<string, string>>, grid: Grid): string {
  const telling = Object.keys(metric).filter((key) => grid.series.some((other) => other.metric[key] !== metric[key]));
  return telling.length
    ? telling
        .slice(0, 2)
        .map((key) => metric[key])
        .join(' ')
    : seriesName(metric);
}
