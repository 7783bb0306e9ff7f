import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { HypothesisState } from '../../contract/commands.ts';
import type { HypothesisView, PinView } from '../../contract/incident.ts';
import { type Epoch, unixMsOf } from '../../contract/time.ts';
import { icon, type IconName } from '../components/icon.ts';
import { clockMinute } from '../format.ts';
import { evidenceChip, type ChipActions } from './evidence-chip.ts';

export const HYPOTHESIS_STATES: readonly { readonly state: HypothesisState; readonly word: string; readonly icon: IconName }[] = [
  { state: 'open', word: 'open', icon: 'ring' },
  { state: 'supported', word: 'supported', icon: 'half' },
  { state: 'ruled-out', word: 'ruled out', icon: 'ruledOut' },
];

export interface RowActions extends ChipActions {
  readonly setState: (hypothesis: HypothesisView, state: HypothesisState) => void;
  readonly attach: (hypothesis: HypothesisView, pinId: string, sign: '+' | '-') => void;
}

/** A hypothesis: its sentence, three states as radio buttons (arrow keys), evidence for and against, and unused pins to add. */
export function hypothesisRow(
  hypothesis: HypothesisView,
  pins: readonly PinView[],
  unused: readonly PinView[],
  epoch: Epoch,
  actions: RowActions,
): TemplateResult {
  const word = HYPOTHESIS_STATES.find((one) => one.state === hypothesis.state)!.word;
  const when = hypothesis.state === 'open' ? '' : ` ${clockMinute(unixMsOf(epoch, hypothesis.changedUs))}`;
  return html`<li class="hypothesis ${hypothesis.state}">
    <p class="hypothesis-text">${hypothesis.text}</p><span class="hypothesis-word">${word}${when}</span>
    <fieldset class="hypothesis-states"><legend class="sr-only">State of: ${hypothesis.text}</legend>${HYPOTHESIS_STATES.map(
      (one) => html`<label title=${one.word}><input type="radio"
      name=${`state-${hypothesis.id}`} value=${one.state} .checked=${one.state === hypothesis.state} @change=${() => actions.setState(hypothesis, one.state)}><span class="state-mark">${icon(one.icon)}</span><span class="sr-only">${one.word}</span></label>`,
    )}</fieldset>
    <div class="hypothesis-evidence">${repeat(
      pins,
      (pin) => pin.id,
      (pin) => evidenceChip(pin, epoch, actions),
    )}${unused.length === 0 ? nothing : attachControl(hypothesis, unused, actions)}</div></li>`;
}

function attachControl(hypothesis: HypothesisView, unused: readonly PinView[], actions: RowActions): TemplateResult {
  const attach = (event: Event, sign: '+' | '-'): void => {
    const select = (event.currentTarget as HTMLElement).closest('.attach')?.querySelector('select');
    if (select?.value) actions.attach(hypothesis, select.value, sign);
  };
  return html`<span class="attach" role="group" aria-label=${`Evidence for or against: ${hypothesis.text}`}><select aria-label="Unused pin">${unused.map((pin) => html`<option value=${pin.id}>${pin.evidence.title}</option>`)}</select><button
    type="button" aria-label="Add as evidence for" @click=${(event: Event) => attach(event, '+')}>+</button><button type="button" aria-label="Add as evidence against" @click=${(event: Event) => attach(event, '-')}>−</button></span>`;
}
