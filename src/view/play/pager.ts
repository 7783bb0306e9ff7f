import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { AlertView } from '../../contract/incident.ts';
import { unixMsOf } from '../../contract/time.ts';
import { frameAsOf } from '../../stores/as-of.ts';
import { needsAcknowledgement, pagerOrder, resolvedAlerts } from '../../stores/pager-order.ts';
import { button } from '../components/button.ts';
import { breakName } from '../components/break-name.ts';
import { severityIcon } from '../components/icon.ts';
import { emptyState } from '../components/states.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { clockMinute, countdown } from '../format.ts';
import { live, watch } from '../live.ts';

/** Acknowledges one page; the pager's button, the key A and the palette all come here. */
export async function acknowledge(context: ViewContext, alert: AlertView): Promise<void> {
  const result = await context.execute({ kind: 'acknowledge', alert: alert.id }, `acknowledge ${alert.name}`);
  if (result.ok) context.announce(`${alert.name} acknowledged`);
}

/** The topmost page nobody has acknowledged, or null. */
export function firstUnacknowledged(context: ViewContext): AlertView | null {
  const frame = context.frames.getState().frame;
  const first = frame ? pagerOrder(frame.alerts)[0] : undefined;
  return first && needsAcknowledgement(first) ? first : null;
}

export function mountPager(host: HTMLElement, context: ViewContext): Mounted {
  const { frames, port, ui } = context;
  const time = (us: number | null): string => (us === null ? '' : clockMinute(unixMsOf(port.epoch, us)));

  function row(alert: AlertView, nowUs: number): TemplateResult {
    const waiting = needsAcknowledgement(alert);
    const look = waiting ? 'page' : alert.severity === 'notice' ? 'quiet' : '';
    const answered =
      alert.acknowledgedUs === null || alert.firedUs === null
        ? ''
        : ` · ${alert.acknowledgedBy === 'player' ? 'you' : alert.acknowledgedBy}, after ${countdown(alert.acknowledgedUs - alert.firedUs)}`;
    return html`<li class="alert ${look}">${severityIcon(alert.severity)}
      <span class="alert-name" title=${alert.description}><span class="sr-only">${alert.severity === 'page' ? 'Page: ' : alert.severity === 'warning' ? 'Warning: ' : 'Notice: '}</span>${breakName(alert.name)}</span><span class="mono meta ${waiting ? 'ink-2' : 'ink-3'}">${time(alert.firedUs)}</span>
      <span class="alert-detail" title=${alert.summary}>${alert.summary}${answered}</span>${runbook(alert)}
      ${
        waiting && ui.getState().asOfUs === null
          ? html`<span class="alert-actions">${button({ label: 'Acknowledge', look: 'primary', key: 'A', name: `Acknowledge ${alert.name}`, onClick: () => void acknowledge(context, alert) })}
        ${alert.escalatesUs === null ? nothing : html`<span class="nowrap">escalates in <b class="mono ink-1">${countdown(Math.max(0, alert.escalatesUs - nowUs))}</b></span>`}</span>`
          : nothing
      }</li>`;
  }

  const runbook = (alert: AlertView): TemplateResult | typeof nothing =>
    alert.runbook
      ? html`<button type="button" class="link alert-runbook" aria-label=${`Runbook ${alert.runbook}`} @click=${() => context.navigate({ kind: 'runbook', name: alert.runbook })}>Runbook</button>`
      : nothing;

  const template = (): TemplateResult => {
    const frame = frames.getState().frame;
    if (!frame) return emptyState('Pages appear here.');
    const shown = frameAsOf(frame, ui.getState().asOfUs);
    const open = pagerOrder(shown.alerts);
    const over = resolvedAlerts(shown.alerts).slice(0, 20);
    return html`${
      open.length
        ? html`<ul class="alerts" aria-label="Alerts that fire">${repeat(
            open,
            (alert) => alert.id,
            (alert) => row(alert, frame.tUs),
          )}</ul>`
        : emptyState('Nothing fires. Pages appear here, with the key A to acknowledge.')
    }
      ${
        over.length
          ? html`<h2 class="list-head">Resolved</h2><ul class="alerts" aria-label="Resolved alerts">${over.map(
              (alert) => html`<li class="alert quiet">${severityIcon('resolved')}<span class="alert-name">${breakName(alert.name)}</span>
        <span class="mono meta ink-3">${time(alert.resolvedUs)}</span></li>`,
            )}</ul>`
          : nothing
      }`;
  };
  return live(host, template, [watch(frames, (state) => state.frame), watch(ui, (state) => state.asOfUs)]);
}
