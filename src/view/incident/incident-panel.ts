import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { IncidentCommand } from '../../contract/commands.ts';
import type { AlertView, IncidentView } from '../../contract/incident.ts';
import { type Micros, unixMsOf } from '../../contract/time.ts';
import { breakName } from '../components/break-name.ts';
import { button } from '../components/button.ts';
import { icon } from '../components/icon.ts';
import { emptyState } from '../components/states.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { clockMinute } from '../format.ts';
import { mountStatusComposer } from './status-composer.ts';
import './incident.css';

type Control = 'acknowledge' | 'mark-mitigated' | 'mark-resolved';

/** The incident's controls: acknowledge, mitigated, resolved, status updates. A refusal stands under the control that was refused. */
export function mountIncidentPanel(host: HTMLElement, context: ViewContext): Mounted {
  const refusals = new Map<Control, string>();
  let drawn = '';
  render(html`<div class="incident-controls"></div><div class="incident-composer"></div><div class="incident-updates"></div>`, host);
  const part = (name: string): HTMLElement => host.querySelector<HTMLElement>(`.${name}`)!;
  const composer = mountStatusComposer(part('incident-composer'), context);

  const run = async (control: Control, command: IncidentCommand, intent: string): Promise<void> => {
    const result = await context.execute(command, intent);
    if (result.ok) refusals.delete(control);
    else refusals.set(control, result.refusal.message);
    draw();
  };
  const refused = (control: Control): TemplateResult | typeof nothing => {
    const reason = refusals.get(control);
    return reason === undefined ? nothing : html`<p class="refusal" role="status">${icon('ruledOut')}<span>${reason}</span></p>`;
  };
  const time = (us: Micros): string => clockMinute(unixMsOf(context.port.epoch, us));

  const step = (control: 'mark-mitigated' | 'mark-resolved', title: string, name: string, atUs: Micros | null, hint: string): TemplateResult =>
    html`<li>${
      atUs === null
        ? html`<span class="step-words"><b>${name}</b><span class="step-hint">${hint}</span></span>${button({ label: title, onClick: () => void run(control, { kind: control }, title.toLowerCase()) })}`
        : html`<p class="step-done">${icon('tick')}<span>${name}</span> <span class="mono">${time(atUs)}</span></p>`
    }${refused(control)}</li>`;

  const controls = (incident: IncidentView, pages: readonly AlertView[]): TemplateResult => html`<ul class="incident-steps" aria-label="Incident controls">
    ${pages.map(
      (alert) =>
        html`<li><span class="step-words"><b>${breakName(alert.name)}</b><span class="step-hint">Page, nobody has it</span></span>${button({
          label: 'Acknowledge',
          name: `Acknowledge ${alert.name}`,
          onClick: () => void run('acknowledge', { kind: 'acknowledge', alert: alert.id }, `acknowledge ${alert.name}`),
        })}</li>`,
    )}
    ${refusals.has('acknowledge') ? html`<li>${refused('acknowledge')}</li>` : nothing}
    ${step('mark-mitigated', 'Mark mitigated', 'Mitigated', incident.mitigatedUs, 'Users are well again; the cause may still be there')}
    ${step('mark-resolved', 'Mark resolved', 'Resolved', incident.resolvedUs, 'Users stay well; the write-up can begin')}</ul>`;

  const updates = (incident: IncidentView): TemplateResult =>
    html`<h2 class="incident-heading">Posted updates</h2>${
      incident.updates.length === 0
        ? emptyState('Updates you post appear here with their time.')
        : html`<ol class="update-log" reversed>${[...incident.updates].reverse().map((update) => html`<li><span class="mono">${time(update.atUs)}</span> <span class="update-actor">${update.actor}</span><p>${update.text}</p></li>`)}</ol>`
    }`;

  const draw = (): void => {
    const frame = context.frames.getState().frame;
    if (frame === null) return;
    const pages = frame.alerts.filter((alert) => alert.severity === 'page' && alert.state === 'firing' && alert.acknowledgedUs === null);
    render(controls(frame.incident, pages), part('incident-controls'));
    render(updates(frame.incident), part('incident-updates'));
  };

  draw();
  const stop = context.frames.subscribe((state) => {
    const incident = state.frame?.incident;
    const waiting = state.frame?.alerts.filter((alert) => alert.acknowledgedUs === null && alert.state === 'firing').map((alert) => alert.id);
    const key = `${waiting?.join()} ${incident?.mitigatedUs} ${incident?.resolvedUs} ${incident?.updates.length}`;
    if (key === drawn) return;
    drawn = key;
    draw();
  });
  return {
    destroy: () => {
      stop();
      composer.destroy();
      render(nothing, host);
    },
    focus: () => composer.focus?.(),
  };
}
