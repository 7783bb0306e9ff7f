import { html, nothing, type TemplateResult } from 'lit-html';
import type { Trace, TraceFilter } from '../../contract/records.ts';
import { unixMsOf } from '../../contract/time.ts';
import { button, toolButton } from '../components/button.ts';
import { errorState, loadingState } from '../components/states.ts';
import { table } from '../components/table.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { clockTime } from '../format.ts';
import { live, watch } from '../live.ts';
import { tookOf, waterfall } from './waterfall.ts';

const LIMIT = 100;
/** A dragged playhead is followed when it rests. */
const SCRUBBING_MS = 150;
/** How often a trace that is asked for is looked for while it is not there. */
const LOOK_AGAIN_MS = 1000;

/** Kept traces up to the playhead with filters, and one of them as a waterfall. */
export function mountTraces(host: HTMLElement, context: ViewContext): Mounted {
  const { ui, port } = context;
  let service = '';
  let kind: 'all' | 'errors' | 'slow' = 'all';
  let traces: readonly Trace[] | null = null;
  let open: Trace | null = null;
  let failure = '';
  let visible = true;
  let scrubbing: ReturnType<typeof setTimeout> | undefined;
  let lookingAgain: ReturnType<typeof setTimeout> | undefined;

  async function list(): Promise<void> {
    if (!visible) return;
    const asOf = ui.getState().asOfUs;
    const filter: TraceFilter = {
      limit: LIMIT,
      ...(service ? { service } : {}),
      ...(kind === 'errors' ? { errorsOnly: true } : {}),
      ...(kind === 'slow' ? { minDurationUs: 1e6 } : {}),
      ...(asOf === null ? {} : { endedByUs: asOf }),
    };
    try {
      traces = [...(await port.traces(filter))].sort((a, b) => b.startUs - a.startUs);
      failure = '';
    } catch (thrown) {
      failure = thrown instanceof Error ? thrown.message : 'the engine does not answer';
    }
    view.refresh();
  }

  /** A log line is written while its request is under way; whether the trace is kept is decided when that is over. So a missing one is looked for again. */
  async function show(traceId: string): Promise<void> {
    clearTimeout(lookingAgain);
    if (traceId === '') {
      open = null;
      view.refresh();
      return;
    }
    try {
      const found = await port.trace(traceId);
      if (ui.getState().traceId !== traceId) return;
      open = found;
      failure = '';
      if (found) context.observe('trace', traceId);
      else lookingAgain = setTimeout(() => void show(traceId), LOOK_AGAIN_MS);
    } catch (thrown) {
      failure = thrown instanceof Error ? thrown.message : 'the engine does not answer';
    }
    view.refresh();
  }

  const time = (us: number): string => clockTime(unixMsOf(port.epoch, us));
  const listView =
    (): TemplateResult => html`<form class="logs-bar" role="search" aria-label="Filter traces" @submit=${(event: Event) => event.preventDefault()}>
      <select class="field" aria-label="Service in the trace" @change=${(event: Event) => {
        service = (event.target as HTMLSelectElement).value;
        void list();
      }}><option value="">any service</option>${context.scenario.services.map((entry) => html`<option value=${entry.name} .selected=${entry.name === service}>${entry.name}</option>`)}</select>
      <select class="field" aria-label="Which traces" @change=${(event: Event) => {
        kind = (event.target as HTMLSelectElement).value as typeof kind;
        void list();
      }}><option value="all">all kept</option><option value="errors">errors only</option><option value="slow">over 1 s</option></select>
      ${ui.getState().asOfUs === null ? nothing : html`<span class="meta ink-3">up to <span class="mono">${time(ui.getState().asOfUs ?? 0)}</span></span>`}<span class="push"></span>${button({ label: 'Newest', onClick: () => void list() })}</form>
    ${
      failure
        ? errorState(failure, '', () => void list())
        : traces === null
          ? loadingState('Reading traces')
          : html`<div class="trace-list">${table<Trace>({
              caption: 'Kept traces, newest first',
              rows: traces,
              key: (row) => row.traceId,
              onChoose: (row) => ui.setState({ traceId: row.traceId }),
              empty: 'No trace matches. Errors, slow requests and a sample of the rest are kept.',
              columns: [
                { head: 'Request', cell: (row) => row.rootName },
                { head: 'At', cell: (row) => html`<span class="mono ink-3">${time(row.startUs)}</span>` },
                { head: 'Took', cell: (row) => tookOf(row), numeric: true },
                {
                  head: 'Status',
                  cell: (row) => (row.status >= 500 || row.status === 0 ? html`<span class="crit">${row.status || 'none'}</span>` : String(row.status)),
                  numeric: true,
                },
                { head: 'Spans', cell: (row) => String(row.spans.length), numeric: true },
                { head: 'Kept as', cell: (row) => row.kept },
                { head: 'Trace', cell: (row) => html`<span class="mono ink-3">${row.traceId.slice(0, 8)}</span>` },
              ],
            })}</div>`
    }`;

  const back = (): TemplateResult => button({ label: 'All traces', icon: 'chevronLeft', look: 'quiet', onClick: () => ui.setState({ traceId: '' }) });
  const openView = (trace: Trace): TemplateResult => html`<div class="trace-head">${back()}
      <span class="strong">${trace.rootName}</span><span class="mono">${tookOf(trace)}</span><span class=${trace.status >= 500 || trace.status === 0 ? 'crit' : 'ink-3'}>${trace.status || 'no answer'}</span><span class="mono meta ink-3">${time(trace.startUs)}</span><span class="mono meta ink-3 ellipsis" title=${trace.traceId}>${trace.traceId}</span>
      <span class="push row">${toolButton('Its log lines', 'log', () => context.navigate({ kind: 'logs', query: { traceId: trace.traceId, service: '', pod: '', text: '', level: 'debug' } }))}
      ${toolButton('Pin this trace', 'pin', () => void context.pin({ kind: 'trace', title: `${trace.rootName} ${tookOf(trace)}`, traceId: trace.traceId, atUs: trace.startUs }))}</span></div>
    <div class="trace-body" tabindex="0" role="region" aria-label="Waterfall">${waterfall(trace, (span) => context.navigate({ kind: 'logs', query: { service: span.service, pod: span.pod, traceId: '', text: '' } }))}</div>`;

  const missingView = (traceId: string): TemplateResult => html`<div class="trace-head">${back()}<span class="mono meta ink-3 ellipsis">${traceId}</span></div>
    <p class="empty-state" role="status">Trace ${traceId.slice(0, 8)} is not there yet. When its request is over it is kept if it failed, took over 1 s or is in the sample, and opens here.</p>`;
  const template = (): TemplateResult => {
    const { traceId } = ui.getState();
    return html`<div class="traces">${open ? openView(open) : traceId && !failure ? missingView(traceId) : listView()}</div>`;
  };
  const view = live(host, template, [watch(ui, (state) => state.traceId)]);
  const stop = ui.subscribe((now, before) => {
    if (now.asOfUs !== before.asOfUs) {
      clearTimeout(scrubbing);
      scrubbing = setTimeout(() => void list(), SCRUBBING_MS);
    }
    if (now.traceId !== before.traceId) void show(now.traceId);
  });
  void (ui.getState().traceId ? show(ui.getState().traceId) : list());
  return {
    setVisible: (now) => {
      visible = now;
      view.setVisible(now);
      if (now && !open) {
        const { selected } = ui.getState();
        if (context.scenario.services.some((entry) => entry.name === selected)) service = selected;
        void list();
      }
    },
    destroy: () => {
      clearTimeout(scrubbing);
      clearTimeout(lookingAgain);
      stop();
      view.destroy();
    },
  };
}
