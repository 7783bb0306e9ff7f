import { html, type TemplateResult } from 'lit-html';
import { FAILURE_MODES } from '../../contract/failure-modes.ts';
import type { Claim, ClaimRole } from '../../contract/postmortem.ts';
import type { ClaimDraft } from '../../stores/write-up.ts';
import { button } from '../components/button.ts';
import { CLAIM_ROLES } from './claim-words.ts';

export interface ClaimFormOptions {
  /** What the form starts from; undefined for a new claim. */
  readonly claim?: Claim;
  readonly components: readonly string[];
  readonly onSave: (draft: ClaimDraft) => void;
  readonly onCancel: () => void;
}

const CONDITIONS = Object.entries(FAILURE_MODES).sort((a, b) => (a[1] < b[1] ? -1 : 1));

/** Role, component and condition of one claim. Enter saves, Escape leaves it as it was. */
export function claimForm(options: ClaimFormOptions): TemplateResult {
  const { claim, components } = options;
  const names = claim && !components.includes(claim.component) ? [claim.component, ...components] : components;
  const save = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
    const form = (event.currentTarget as HTMLElement).closest('form')!;
    const value = (name: string): string => (form.elements.namedItem(name) as HTMLSelectElement).value;
    options.onSave({ role: value('role') as ClaimRole, component: value('component'), condition: value('condition') });
  };
  const onKeydown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      options.onCancel();
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && (event.target as HTMLElement).tagName === 'SELECT') save(event);
  };
  return html`<form class="claim-form" aria-label=${claim ? 'Change claim' : 'New claim'} @submit=${save} @keydown=${onKeydown}>
    <label>Role<select name="role">${CLAIM_ROLES.map((one) => html`<option value=${one.role} ?selected=${one.role === (claim?.role ?? 'mechanism')}>${one.word}, ${one.meaning}</option>`)}</select></label>
    <label>Component<select name="component">${names.map((name) => html`<option value=${name} ?selected=${name === claim?.component}>${name}</option>`)}</select></label>
    <label>Condition<select name="condition">${CONDITIONS.map(([id, words]) => html`<option value=${id} ?selected=${id === claim?.condition}>${words}</option>`)}</select></label>
    <span class="claim-form-actions">${button({ label: claim ? 'Save claim' : 'Add claim', look: 'primary', onClick: save })}${button({ label: 'Cancel', look: 'quiet', onClick: options.onCancel })}</span></form>`;
}
