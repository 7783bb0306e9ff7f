import { html, nothing, type TemplateResult } from 'lit-html';
import type { IncidentPhase, IncidentView } from '../../contract/incident.ts';
import { type Epoch, type Micros, unixMsOf } from '../../contract/time.ts';
import { icon } from '../components/icon.ts';
import { clockMinute, countdown } from '../format.ts';

const PHASES: readonly { readonly id: IncidentPhase; readonly title: string }[] = [
  { id: 'detect', title: 'Detect' },
  { id: 'triage', title: 'Triage' },
  { id: 'mitigate', title: 'Mitigate' },
  { id: 'resolve', title: 'Resolve' },
  { id: 'write-up', title: 'Write-up' },
];

/** Where the incident stands: done with its time, now with how long, to come. Status, not navigation. */
export function phasesStrip(incident: IncidentView, epoch: Epoch, nowUs: Micros): TemplateResult {
  const current = PHASES.findIndex((phase) => phase.id === incident.phase);
  return html`<ol class="phases" aria-label="Phases of the incident">${PHASES.map((phase, index) => {
    const state = index < current ? 'done' : index === current ? 'now' : 'to come';
    return html`<li class="phase ${state === 'to come' ? 'ahead' : state}" aria-current=${state === 'now' ? 'step' : nothing}>
      ${icon(state === 'done' ? 'tick' : state === 'now' ? 'half' : 'ring')}<span class="phase-words"><span class="phase-name">${phase.title}<span class="sr-only">, ${state}</span></span>${timeOf(phase.id, state, incident, epoch, nowUs)}</span></li>`;
  })}</ol>`;
}

function timeOf(phase: IncidentPhase, state: string, incident: IncidentView, epoch: Epoch, nowUs: Micros): TemplateResult | typeof nothing {
  if (state === 'done') {
    const ended = endOf(phase, incident);
    return ended === null ? nothing : html`<span class="phase-time">${clockMinute(unixMsOf(epoch, ended))}</span>`;
  }
  const since = state === 'now' ? sinceOf(phase, incident) : null;
  return since === null ? nothing : html`<span class="phase-time">${countdown(nowUs - since)}</span>`;
}

/** When a phase was over, where the incident keeps a time for it. */
function endOf(phase: IncidentPhase, incident: IncidentView): Micros | null {
  switch (phase) {
    case 'detect':
      return incident.acknowledgedUs ?? incident.declaredUs;
    case 'triage':
      return incident.declaredUs;
    case 'mitigate':
      return incident.mitigatedUs;
    case 'resolve':
      return incident.resolvedUs;
    default:
      return null;
  }
}

function sinceOf(phase: IncidentPhase, incident: IncidentView): Micros | null {
  switch (phase) {
    case 'detect':
      return null;
    case 'triage':
      return incident.acknowledgedUs ?? incident.declaredUs;
    case 'mitigate':
      return incident.declaredUs ?? incident.acknowledgedUs;
    case 'resolve':
      return incident.mitigatedUs;
    default:
      return incident.resolvedUs;
  }
}
