import { html, type TemplateResult } from 'lit-html';
import type { Claim, ProseFlag } from '../../contract/postmortem.ts';
import { icon } from '../components/icon.ts';
import { actionItemTypes } from './action-item-form.ts';
import { type Section, sectionState } from './sections.ts';

export interface SectionListOptions {
  readonly sections: readonly Section[];
  readonly claims: readonly Claim[];
  readonly remarks: readonly ProseFlag[];
  readonly pinsPlaced: number;
  readonly pinsAll: number;
  /** Claims to review whose sentence stands in the section. */
  readonly toReviewIn: (section: Section) => number;
  readonly go: (index: number) => void;
  readonly goToClaim: () => void;
  readonly goToRemark: () => void;
}

const STATES = { empty: { icon: 'ring', words: 'empty' }, begun: { icon: 'half', words: 'begun' }, written: { icon: 'tick', words: 'written' } } as const;

/** The sections with their state, then what waits: claims to review, remarks, evidence not placed, action items by type. */
export function sectionList(options: SectionListOptions): TemplateResult {
  const { sections, claims, remarks } = options;
  const confirmed = claims.filter((claim) => claim.state === 'confirmed' && claim.role !== 'ruled-out').length;
  const ruledOut = claims.filter((claim) => claim.state === 'confirmed' && claim.role === 'ruled-out').length;
  const proposed = claims.filter((claim) => claim.state === 'proposed').length;
  const items = actionItemTypes(sections.find((section) => /action items/i.test(section.heading))?.text ?? '');
  return html`<nav class="section-nav" aria-label="Sections"><ul>${sections.map((section, index) => {
    const state = STATES[sectionState(section.text, options.toReviewIn(section))];
    return html`<li><button type="button" class="section-link" @click=${() => options.go(index)}>${icon(state.icon)}<span>${section.heading}</span><span class="sr-only">, ${state.words}</span></button></li>`;
  })}</ul></nav>
  <h3>Claims</h3><ul class="write-up-counts">
    <li>${icon('tick')}Confirmed<span class="mono">${confirmed}</span></li>
    <li class=${proposed ? 'waiting' : ''}>${proposed ? html`<button type="button" class="section-link" @click=${options.goToClaim}>${icon('ring')}<span>To review</span><span class="mono">${proposed}</span></button>` : html`${icon('ring')}To review<span class="mono">0</span>`}</li>
    <li>${icon('ruledOut')}Ruled out<span class="mono">${ruledOut}</span></li></ul>
  <h3>Language</h3><ul class="write-up-counts"><li>${remarks.length ? html`<button type="button" class="section-link" @click=${options.goToRemark}>${icon('triangle', 'solid warn')}<span>Remarks</span><span class="mono">${remarks.length}</span></button>` : html`${icon('triangle')}Remarks<span class="mono">0</span>`}</li></ul>
  <h3>Evidence</h3><ul class="write-up-counts"><li>${icon('chart')}Placed<span class="mono">${options.pinsPlaced} of ${options.pinsAll}</span></li></ul>
  <h3>Action items by type</h3><ul class="write-up-counts">${[...items].map(([type, count]) => html`<li>${type[0].toUpperCase()}${type.slice(1)}<span class="mono">${count}</span></li>`)}</ul>`;
}
