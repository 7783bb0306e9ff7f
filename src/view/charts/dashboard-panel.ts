import { html, render } from 'lit-html';
import { unixMsOf } from '../../contract/time.ts';
import { letterChanges } from '../../stores/change-letters.ts';
import type { ChartRange } from '../../stores/ui-store.ts';
import { worstSli } from '../../stores/what-hurts.ts';
import { toolButton } from '../components/button.ts';
import { table } from '../components/table.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { clockMinute } from '../format.ts';
import type { Dashboard } from './chart-definition.ts';
import { dashboardsOf } from './dashboards.ts';
import { gridOf, usOfSeconds, windowOf, type Grid } from './range-query.ts';
import { createTile, fillTile, tileRows, type Tile } from './tile.ts';

const POLL_MS = 2000;
export const RANGES: readonly { readonly label: string; readonly range: ChartRange }[] = [
  { label: '15m', range: { kind: 'last', spanUs: 900e6 } },
  { label: '30m', range: { kind: 'last', spanUs: 1800e6 } },
  { label: '1h', range: { kind: 'last', spanUs: 3600e6 } },
  { label: 'play', range: { kind: 'play' } },
];

/** The dashboards: six charts of the selected service or store, from PromQL over what has been scraped. */
export function mountDashboards(host: HTMLElement, context: ViewContext, tools: HTMLElement): Mounted {
  const { frames, ui, port } = context;
  let tiles: Tile[] = [];
  let dashboard: Dashboard | null = null;
  let visible = true;
  let loading = false;
  let loadedKey = '';
  let asTable = false;
  let chosen = '';

  host.classList.add('dashboards');
  const grid = document.createElement('div');
  grid.className = 'tiles';
  const values = document.createElement('div');
  values.className = 'tile-values';
  values.hidden = true;
  host.append(grid, values);

  const all = (): readonly Dashboard[] => dashboardsOf(context.scenario, frames.getState().frame?.slis ?? []);
  /** What is selected on the map, else what was chosen here, else the edge: nothing is suggested. */
  const wanted = (): string => chosen || 'edge';

  function drawBar(): void {
    const { range } = ui.getState();
    const names = ['edge', ...context.scenario.services.map((entry) => entry.name), ...context.scenario.stores.map((entry) => entry.name)];
    render(
      html`<select class="field dashboard-choice" aria-label="Dashboard" @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${names.map((name) => html`<option value=${name} .selected=${name === wanted()}>${name}</option>`)}</select>
      ${range.kind === 'between' ? html`<button type="button" class="link meta" @click=${() => ui.setState({ range: RANGES[1].range })}>${clockMinute(unixMsOf(port.epoch, range.fromUs))} to ${clockMinute(unixMsOf(port.epoch, range.toUs))}, back to now</button>` : ''}
      <div class="range-choice" role="group" aria-label="Time range">${RANGES.map((entry) => html`<button type="button" aria-pressed=${String(sameRange(entry.range, range))} @click=${() => ui.setState({ range: entry.range })}>${entry.label}</button>`)}</div>
      ${toolButton(
        'Values as a table',
        'log',
        () => {
          asTable = !asTable;
          draw();
          drawBar();
        },
        asTable,
      )}`,
      tools,
    );
  }

  function choose(name: string): void {
    chosen = name;
    build();
    drawBar();
    void load();
  }

  function build(): void {
    const next = all().find((entry) => entry.id === wanted()) ?? all()[0];
    if (next.id === dashboard?.id) return;
    dashboard = next;
    context.observe('metrics', `dashboard ${next.id}`);
    for (const tile of tiles) tile.chart.destroy();
    const bottomRow = next.charts.length - 2;
    tiles = next.charts.map((definition, index) =>
      createTile(definition, index >= bottomRow, (from, to) =>
        ui.setState({ range: { kind: 'between', fromUs: usOfSeconds(port, from), toUs: usOfSeconds(port, to) } }),
      ),
    );
    grid.style.setProperty('--tile-rows', String(Math.ceil(next.charts.length / 2)));
    grid.replaceChildren(
      ...tiles.map((tile) => {
        const cell = document.createElement('div');
        cell.className = 'tile';
        const pin = document.createElement('div');
        pin.className = 'tile-pin';
        render(
          toolButton(`Pin ${tile.definition.title}`, 'pin', () => pinChart(tile)),
          pin,
        );
        cell.append(tile.chart.element, pin);
        return cell;
      }),
    );
    loadedKey = '';
  }

  function pinChart(tile: Tile): void {
    const frame = frames.getState().frame;
    if (!frame || !dashboard) return;
    const window = windowOf(ui.getState().range, port, ui.getState().asOfUs ?? frame.tUs);
    void context.pin({
      kind: 'chart',
      title: `${dashboard.title}: ${tile.definition.title}`,
      expr: tile.definition.lines.map((line) => line.expr).join(' or '),
      fromUs: usOfSeconds(port, window.fromMs / 1000),
      toUs: usOfSeconds(port, window.toMs / 1000),
    });
  }

  /** Asks for every line of every chart, one after another, so that a slow machine is not flooded with questions. */
  async function load(): Promise<void> {
    const frame = frames.getState().frame;
    if (!visible || loading || !frame || !dashboard) return;
    const at = ui.getState().asOfUs;
    const window = windowOf(ui.getState().range, port, at ?? frame.tUs);
    const key = `${dashboard.id} ${window.fromMs} ${window.toMs} ${frame.changes.length}`;
    if (key === loadedKey) return;
    loading = true;
    const shown = dashboard;
    try {
      for (const tile of tiles) {
        const grids: Grid[] = [];
        for (const line of tile.definition.lines) grids.push(gridOf(await port.queryRange(line.expr, window.fromMs, window.toMs, window.stepMs), window));
        if (shown !== dashboard) break;
        tile.grids = grids;
        drawTile(tile);
      }
      if (shown === dashboard) loadedKey = key;
      if (asTable) draw();
    } catch {
      // the worker is gone: the crash notice says so; the charts keep what they had
    } finally {
      loading = false;
    }
    // the playhead moved on while these were asked for
    if (ui.getState().asOfUs !== at) void load();
  }

  function drawTile(tile: Tile): void {
    const frame = frames.getState().frame;
    if (!frame || tile.grids.length === 0) return;
    const seconds = (us: number): number => unixMsOf(port.epoch, us) / 1000;
    const sli = worstSli(frame.slis, ui.getState().sli);
    fillTile(
      tile,
      letterChanges(frame.changes).map((change) => ({ seconds: seconds(change.atUs), letter: change.letter })),
      sli?.breachedSinceUs == null || sli.breachedSinceUs > (ui.getState().asOfUs ?? Infinity) ? null : seconds(sli.breachedSinceUs),
    );
  }

  function draw(): void {
    grid.hidden = asTable;
    values.hidden = !asTable;
    if (!asTable) return;
    const rows = tiles.flatMap(tileRows);
    render(
      table({
        caption: `${dashboard?.title ?? ''}: values of the charts`,
        rows,
        key: (row) => row.key,
        columns: [
          { head: 'Chart', cell: (row) => row.chart },
          { head: 'Series', cell: (row) => row.line },
          { head: 'Now', cell: (row) => row.now, numeric: true },
          { head: 'Least', cell: (row) => row.least, numeric: true },
          { head: 'Most', cell: (row) => row.most, numeric: true },
        ],
      }),
      values,
    );
  }

  build();
  drawBar();
  void load();
  const timer = setInterval(() => void load(), POLL_MS);
  const stopUi = ui.subscribe((now, before) => {
    if (now.selected !== before.selected && now.selected) choose(now.selected);
    if (now.asOfUs !== before.asOfUs) void load();
    if (now.range !== before.range) {
      loadedKey = '';
      drawBar();
      void load();
    }
  });
  const stopFrames = frames.subscribe((now, before) => {
    if (before.frame === null && now.frame) {
      dashboard = null;
      build();
      void load();
    }
  });
  return {
    setVisible: (now) => {
      visible = now;
      if (now) {
        for (const tile of tiles) tile.chart.resize();
        void load();
      }
    },
    destroy: () => {
      clearInterval(timer);
      stopUi();
      stopFrames();
      for (const tile of tiles) tile.chart.destroy();
      host.replaceChildren();
    },
  };
}

function sameRange(a: ChartRange, b: ChartRange): boolean {
  return a.kind === b.kind && (a.kind !== 'last' || (b.kind === 'last' && a.spanUs === b.spanUs));
}
