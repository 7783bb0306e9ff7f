import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { Claim } from '../../contract/postmortem.ts';
import { emptyState } from '../components/states.ts';
import { type ClaimActions, claimLine } from './claim-line.ts';
import { claimWords } from './claim-words.ts';

export interface LinkActions {
  readonly link: (from: string, to: string) => void;
  readonly unlink: (from: string, to: string) => void;
}

/** The cause map as a form: every claim with its actions and a tick box for each claim it leads to. */
export function causeMapList(claims: readonly Claim[], actions: ClaimActions, links: LinkActions): TemplateResult {
  const shown = claims.filter((claim) => claim.state !== 'rejected');
  if (shown.length === 0) return emptyState('Claims you confirm under your text appear here; N adds one by hand.');
  return html`<ul class="claim-list" aria-label="Claims">${repeat(
    shown,
    (claim) => claim.id,
    (claim) => html`${claimLine(claim, actions)}${leadsTo(claim, shown, links)}`,
  )}</ul>`;
}

function leadsTo(claim: Claim, claims: readonly Claim[], links: LinkActions): TemplateResult | typeof nothing {
  const others = claims.filter((other) => other.id !== claim.id && other.role !== 'ruled-out');
  if (claim.role === 'ruled-out' || others.length === 0) return nothing;
  return html`<li class="claim-links"><details ?open=${claim.leadsTo.length > 0}><summary>Leads to<span class="sr-only">: ${claimWords(claim)}</span></summary>
    <fieldset><legend class="sr-only">${claimWords(claim)} leads to</legend>${others.map(
      (other) => html`<label><input type="checkbox" .checked=${claim.leadsTo.includes(other.id)}
      @change=${(event: Event) => ((event.currentTarget as HTMLInputElement).checked ? links.link(claim.id, other.id) : links.unlink(claim.id, other.id))}>${claimWords(other)}</label>`,
    )}</fieldset></details></li>`;
}
