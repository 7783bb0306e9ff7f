import { html, nothing, type TemplateResult } from 'lit-html';
import type { Span, Trace } from '../../contract/records.ts';
import { latency } from '../format.ts';

export interface WaterfallRow {
  readonly span: Span;
  readonly depth: number;
  /** Server spans of 5xx or with an error type; client spans of any error. */
  readonly failed: boolean;
}

/** Spans in the order of a waterfall: parents before children, children by start. Spans whose parent was not kept stand at the root. */
export function waterfallRows(trace: Trace): readonly WaterfallRow[] {
  const known = new Set(trace.spans.map((span) => span.spanId));
  const children = new Map<string, Span[]>();
  for (const span of trace.spans) {
    const parent = known.has(span.parentSpanId) && span.parentSpanId !== span.spanId ? span.parentSpanId : '';
    children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const rows: WaterfallRow[] = [];
  const walk = (parent: string, depth: number): void => {
    for (const span of (children.get(parent) ?? []).sort((a, b) => a.startUs - b.startUs || (a.spanId < b.spanId ? -1 : 1))) {
      const failed = span.errorType !== '' || (span.kind === 'client' ? span.status >= 400 : span.status >= 500);
      rows.push({ span, depth, failed });
      walk(span.spanId, depth + 1);
    }
  };
  walk('', 0);
  return rows;
}

/** One trace as bars on its own time axis. */
export function waterfall(trace: Trace, onPod: (span: Span) => void): TemplateResult {
  const rows = waterfallRows(trace);
  const from = Math.min(trace.startUs, ...trace.spans.map((span) => span.startUs));
  const to = Math.max(trace.endUs, ...trace.spans.map((span) => span.endUs));
  const share = (us: number): number => (100 * (us - from)) / Math.max(1, to - from);
  return html`<table class="table waterfall"><caption class="sr-only">Spans of trace ${trace.traceId}</caption><thead><tr><th scope="col">Span</th><th scope="col" class="waterfall-axis"><span>0</span><span>${tookOf({ startUs: 0, endUs: (to - from) / 2 })}</span><span>${tookOf({ startUs: 0, endUs: to - from })}</span></th><th scope="col" class="numeric">Took</th><th scope="col">Result</th></tr></thead>
    <tbody>${rows.map(
      ({
        span,
        depth,
        failed,
      }) => html`<tr><th scope="row" class="cell"><span class="span-name" style="--depth:${depth}"><button type="button" class="span-service" title=${`${span.pod}, ${span.version}: its logs`} @click=${() => onPod(span)}>${span.service}</button><span class="span-what">${span.kind === 'client' ? 'calls ' : ''}${span.name}</span>${span.attempt > 0 ? html`<span class="chip line">retry ${span.attempt}</span>` : nothing}</span></th>
      <td class="cell waterfall-lane"><i class="span-bar ${span.kind} ${failed ? 'failed' : ''}" style="left:${share(span.startUs).toFixed(2)}%;width:${Math.max(0.3, share(span.endUs) - share(span.startUs)).toFixed(2)}%"></i></td>
      <td class="cell numeric">${tookOf(span)}</td><td class="cell ${failed ? 'crit' : 'ink-3'}">${[span.status || '', span.errorType].filter(Boolean).join(' ') || 'ok'}</td></tr>`,
    )}</tbody></table>`;
}

/** Spans are known to the microsecond: no last finite bucket here. */
export function tookOf(span: Pick<Span, 'startUs' | 'endUs'>): string {
  const us = span.endUs - span.startUs;
  return us >= 10e6 ? `${(us / 1e6).toFixed(1)} s` : latency(us);
}
