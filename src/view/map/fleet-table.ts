import { html, type TemplateResult } from 'lit-html';
import type { EdgeFrame, HomeFrame, PodMark, StoreFrame } from '../../contract/frame.ts';
import { emptyState } from '../components/states.ts';
import { type Column, table } from '../components/table.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { figure, latency, percent, rate } from '../format.ts';
import { live, watch } from '../live.ts';
import { inspector } from './inspector.ts';

type Row = HomeFrame & { readonly name: string };

/** The same as the map, for the keyboard and screen readers. */
export function mountFleetTable(host: HTMLElement, context: ViewContext): Mounted {
  const { frames, ui } = context;
  let sortBy = { head: '', down: true };
  const choose = (name: string): void => {
    ui.setState({ selected: name });
    context.observe('details', name);
  };
  const onSort = (head: string): void => {
    sortBy = { head, down: sortBy.head === head ? !sortBy.down : true };
    view.refresh();
  };
  /** Where there is more than one. */
  const region = <R extends { readonly region: string }>(): readonly Column<R>[] =>
    context.scenario.regions.length < 2 ? [] : [{ head: 'Region', cell: (row) => row.region || '–', sort: (a, b) => (a.region < b.region ? -1 : 1) }];
  const template = (): TemplateResult => {
    const frame = frames.getState().frame;
    const { selected } = ui.getState();
    if (!frame) return emptyState('Services and data stores appear here.');
    const heard = ({ region }: { readonly region: string }): boolean => !frame.silentRegions.includes(region);
    return html`<div class="fleet-table">${table<Row>({
      caption: 'Services',
      rows: frame.services.flatMap(({ name, homes }) => homes.map((home) => ({ name, ...home }))),
      key: (row) => row.name,
      selected,
      onChoose: (row) => choose(row.name),
      sortBy,
      onSort,
      columns: [
        { head: 'Service', cell: (row) => row.name, sort: (a, b) => (a.name < b.name ? -1 : 1) },
        ...region<Row>(),
        { head: 'Rate', cell: (row) => (heard(row) ? rate(row.perSecond) : '–'), numeric: true, sort: (a, b) => a.perSecond - b.perSecond },
        {
          head: 'Fail',
          cell: (row) =>
            !heard(row) ? '–' : row.errorRatio >= 0.05 ? html`<span class="crit strong">${percent(row.errorRatio)}</span>` : percent(row.errorRatio),
          numeric: true,
          sort: (a, b) => a.errorRatio - b.errorRatio,
        },
        { head: 'p50', cell: (row) => latency(row.p50Us), numeric: true, sort: (a, b) => (a.p50Us ?? 0) - (b.p50Us ?? 0) },
        { head: 'p99', cell: (row) => latency(row.p99Us), numeric: true, sort: (a, b) => (a.p99Us ?? 0) - (b.p99Us ?? 0) },
        { head: 'Saturation', cell: (row) => (heard(row) ? saturation(row.saturation) : '–'), numeric: true, sort: (a, b) => a.saturation - b.saturation },
        {
          head: 'Ready',
          cell: (row) => (heard(row) ? readyWords(row) : html`<span class="crit">silent</span>`),
          numeric: true,
          sort: (a, b) => count(a, 'ready') / a.desired - count(b, 'ready') / b.desired,
        },
        {
          head: 'Pool',
          cell: (row) =>
            row.pool
              ? html`${row.pool.used} of ${row.pool.size}${row.pool.waiting ? html`<span class="warn">, ${figure(row.pool.waiting)} wait</span>` : ''}`
              : '–',
          numeric: true,
        },
        { head: 'Version', cell: (row) => row.version },
      ],
    })}
      ${table<StoreFrame>({
        caption: 'Data stores',
        rows: frame.stores,
        key: (row) => row.name,
        selected,
        onChoose: (row) => choose(row.name),
        columns: [
          { head: 'Data store', cell: (row) => row.name },
          ...region<StoreFrame>(),
          { head: 'Rate', cell: (row) => (heard(row) ? rate(row.perSecond) : '–'), numeric: true },
          { head: 'Fail', cell: (row) => (heard(row) ? percent(row.errorRatio) : '–'), numeric: true },
          {
            head: 'Saturation',
            cell: (row) =>
              !heard(row) || row.kind === 'external' || row.kind === 'kafka'
                ? '–'
                : row.kind === 'redis' || row.kind === 'cdn'
                  ? `${Math.round(row.saturation * 100)}%`
                  : saturation(row.saturation),
            numeric: true,
          },
          { head: 'In use', cell: (row) => row.caption, numeric: true },
        ],
      })}
      ${table<EdgeFrame>({
        caption: 'Calls',
        rows: frame.edges,
        key: (row) => `${row.region} ${row.from} ${row.to}`,
        columns: [
          { head: 'Call', cell: (row) => `${row.from} to ${row.to}` },
          ...region<EdgeFrame>(),
          { head: 'Attempts', cell: (row) => (heard(row) ? rate(row.perSecond) : '–'), numeric: true },
          { head: 'Fail', cell: (row) => (heard(row) ? percent(row.errorRatio) : '–'), numeric: true },
          { head: 'Retries', cell: (row) => percent(row.retryRatio), numeric: true },
          { head: 'Breaker', cell: (row) => row.breaker ?? '–' },
        ],
      })}</div>
      ${selected ? html`<div class="table-inspector">${inspector(context, frame, selected)}</div>` : ''}`;
  };
  const view = live(host, template, [watch(frames, (state) => state.frame), watch(ui, (state) => state.selected)]);
  return view;
}

const count = (service: HomeFrame, mark: PodMark): number => service.pods.filter((pod) => pod.mark === mark).length;

function saturation(value: number): TemplateResult | string {
  const text = `${Math.round(value * 100)}%`;
  return value >= 0.995 ? html`<span class="crit strong">${text}</span>` : value >= 0.8 ? html`<span class="warn">${text}</span>` : text;
}

/** `8 of 12` and, when some are not, what they are instead. */
function readyWords(service: HomeFrame): TemplateResult {
  const parts = (['not-ready', 'pending', 'crashed', 'terminating'] as const)
    .map((mark) => [count(service, mark), mark.replace('-', ' ')] as const)
    .filter(([number]) => number > 0);
  const ready = `${count(service, 'ready')} of ${service.desired}`;
  return parts.length ? html`${ready}<span class="warn">, ${parts.map(([number, word]) => `${number} ${word}`).join(', ')}</span>` : html`${ready}`;
}
