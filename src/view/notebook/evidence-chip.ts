import { html, nothing, type TemplateResult } from 'lit-html';
import type { PinView } from '../../contract/incident.ts';
import type { Epoch } from '../../contract/time.ts';
import { icon } from '../components/icon.ts';
import { evidenceIcon, evidenceTime } from './evidence-words.ts';

export interface ChipActions {
  readonly open: (pin: PinView) => void;
  readonly remove?: (pin: PinView) => void;
}

/** A pinned piece of evidence: sign (for or against), kind, words. The words open it again. */
export function evidenceChip(pin: PinView, epoch: Epoch, actions: ChipActions): TemplateResult {
  const sign = pin.sign === '+' ? 'for: ' : pin.sign === '-' ? 'against: ' : '';
  return html`<span class="evidence-chip">${pin.sign ? html`<b class="evidence-sign" aria-hidden="true">${pin.sign === '+' ? '+' : '−'}</b>` : nothing}
    <button type="button" class="evidence-open" title=${`${pin.evidence.title}, ${evidenceTime(pin.evidence, epoch)}`} @click=${() => actions.open(pin)}><span class="sr-only">${sign}</span>${icon(evidenceIcon(pin.evidence))}<span
      class="evidence-title">${pin.evidence.title}</span></button>${actions.remove ? html`<button type="button" class="evidence-remove" aria-label=${`Unpin ${pin.evidence.title}`} @click=${() => actions.remove?.(pin)}>${icon('close')}</button>` : nothing}</span>`;
}
