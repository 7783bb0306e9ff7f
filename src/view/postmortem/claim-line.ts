import { html, type TemplateResult } from 'lit-html';
import type { Claim } from '../../contract/postmortem.ts';
import type { ClaimDraft } from '../../stores/write-up.ts';
import { button } from '../components/button.ts';
import { icon } from '../components/icon.ts';
import { claimForm } from './claim-form.ts';
import { claimWords, conditionWords, roleWord } from './claim-words.ts';
import { roleGlyph } from './role-glyph.ts';

export interface ClaimActions {
  /** Claim whose form is open, '' when none. */
  readonly editing: string;
  readonly components: readonly string[];
  readonly confirm: (id: string) => void;
  readonly reject: (id: string) => void;
  readonly edit: (id: string) => void;
  readonly save: (id: string, draft: ClaimDraft) => void;
  readonly show: (claim: Claim) => void;
}

/** Selects Confirm, the first of the buttons of a claim that waits for judgement: where the keyboard goes next. */
export const CONFIRM = '.claim.proposed .claim-actions button';

/** A claim under the text it was read from: proposed ones wait for Confirm, Change or Reject; confirmed ones can be changed or removed. */
export function claimLine(claim: Claim, actions: ClaimActions): TemplateResult {
  if (actions.editing === claim.id) {
    return html`<li class="claim ${claim.role}">${claimForm({ claim, components: actions.components, onSave: (draft) => actions.save(claim.id, draft), onCancel: () => actions.edit('') })}</li>`;
  }
  const words = claimWords(claim);
  const act = (label: string, look: 'secondary' | 'quiet', run: () => void): TemplateResult =>
    button({ label, name: `${label}: ${words}`, look, onClick: run });
  return html`<li class="claim ${claim.role} ${claim.state}" data-claim=${claim.id}><span class="claim-role">${roleGlyph(claim.role)}${roleWord(claim.role)}</span>
    <span class="claim-component">${claim.component}</span>${
      claim.quote === undefined
        ? html`<span class="claim-condition">${conditionWords(claim.condition)}</span>`
        : html`<button type="button" class="claim-condition claim-show" title=${`From your text I read: “${claim.quote}”`} @click=${() => actions.show(claim)}>${conditionWords(claim.condition)}<span class="sr-only">, show the sentence it was read from</span></button>`
    }
    <span class="claim-actions">${
      claim.state === 'proposed'
        ? html`${act('Confirm', 'secondary', () => actions.confirm(claim.id))}${act('Change', 'quiet', () => actions.edit(claim.id))}${act('Reject', 'quiet', () => actions.reject(claim.id))}`
        : html`<span class="claim-confirmed">${icon('tick')}you confirmed</span>${act('Change', 'quiet', () => actions.edit(claim.id))}${act('Remove', 'quiet', () => actions.reject(claim.id))}`
    }</span></li>`;
}
