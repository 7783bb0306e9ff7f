import { html, nothing, type TemplateResult } from 'lit-html';
import { repeat } from 'lit-html/directives/repeat.js';
import type { PinView } from '../../contract/incident.ts';
import type { Claim, ProseFlag } from '../../contract/postmortem.ts';
import type { QueryAnswer } from '../../contract/ports.ts';
import type { Epoch } from '../../contract/time.ts';
import { actionItemForm } from './action-item-form.ts';
import { type ClaimActions, claimLine } from './claim-line.ts';
import { pinFigure } from './pin-figure.ts';
import { remarkCard, type RemarkActions } from './remark-card.ts';
import { sectionField } from './section-field.ts';
import { sectionHint } from './section-hints.ts';
import { findQuote, type Section } from './sections.ts';
import type { TextMark } from './text-marks.ts';

export interface DocumentOptions {
  readonly title: string;
  readonly byline: string;
  readonly markdown: string;
  readonly sections: readonly Section[];
  readonly claims: readonly Claim[];
  readonly selected: string;
  readonly remarks: readonly ProseFlag[];
  readonly pins: readonly PinView[];
  readonly epoch: Epoch;
  readonly answers: ReadonlyMap<string, QueryAnswer>;
  readonly claimActions: ClaimActions;
  readonly remarkActions: RemarkActions;
  /** What is in the field of a section just now; blank lines around it are not part of the document. */
  readonly typed: (index: number, section: Section) => string;
  readonly onTitle: (text: string) => void;
  readonly onByline: (text: string) => void;
  readonly onSection: (index: number, text: string) => void;
  readonly onActionItem: (index: number, cells: readonly string[]) => void;
}

export const BYLINE_FIELD = 'write-up-byline';

export function sectionFieldId(index: number): string {
  return `write-up-section-${index}`;
}

/** The document as sections: text, then the claims read from it, remarks on its language and the evidence it cites. */
export function documentEditor(options: DocumentOptions): TemplateResult {
  const homes = claimHomes(options.claims, options.sections);
  let figure = 0;
  return html`<div class="document"><div class="document-head"><label for="write-up-title" class="sr-only">Title</label><input id="write-up-title" type="text" autocomplete="off" placeholder="Title" .value=${options.title} @input=${(event: Event) => options.onTitle((event.currentTarget as HTMLInputElement).value)}>
      <label id="write-up-byline-label" for=${BYLINE_FIELD} class="sr-only">Authors and date</label>${sectionField({ id: BYLINE_FIELD, labelledBy: 'write-up-byline-label', describedBy: 'write-up-byline-label', text: options.byline, marks: [], tabular: false, hint: 'Authors, date, status', onInput: options.onByline })}</div>
    ${repeat(
      options.sections,
      (section, index) => `${index} ${section.heading}`,
      (section, index) => {
        const id = sectionFieldId(index);
        const claims = homes.get(index) ?? [];
        const remarks = options.remarks.filter((flag) => flag.span[0] >= section.start && flag.span[1] <= section.end);
        const cited = options.pins.filter((pin) => section.text.includes(`(pin:${pin.id})`));
        const hint = sectionHint(section.heading);
        const typed = options.typed(index, section);
        return html`<section class="document-section" aria-labelledby=${`${id}-heading`}><h3><label id=${`${id}-heading`} for=${id}>${section.heading}</label></h3><p class="sr-only" id=${`${id}-hint`}>${hint}</p>
        ${sectionField({ id, labelledBy: `${id}-heading`, describedBy: `${id}-hint`, text: typed, marks: marksOf(section, typed.length - typed.trimStart().length, remarks, claims, options.selected), tabular: /^\s*\|/m.test(section.text), hint, onInput: (text) => options.onSection(index, text) })}
        ${
          claims.length
            ? html`<ul class="claims" aria-label=${`Claims read from ${section.heading}`}>${repeat(
                claims,
                (claim) => claim.id,
                (claim) => claimLine(claim, options.claimActions),
              )}</ul>`
            : nothing
        }
        ${remarks.length ? html`<ul class="remarks" aria-label=${`Language remarks on ${section.heading}`}>${remarks.map((flag) => remarkCard(flag, options.markdown, options.remarkActions))}</ul>` : nothing}
        ${cited.map((pin) => pinFigure(pin, ++figure, options.epoch, options.answers.get(pin.id)))}
        ${/action items/i.test(section.heading) ? actionItemForm((cells) => options.onActionItem(index, cells)) : nothing}</section>`;
      },
    )}</div>`;
}

/** Each claim with a sentence belongs to the first section that holds it; one whose sentence is gone has no home. */
export function claimHomes(claims: readonly Claim[], sections: readonly Section[]): ReadonlyMap<number, readonly Claim[]> {
  const homes = new Map<number, Claim[]>();
  for (const claim of claims) {
    if (claim.state === 'rejected' || claim.quote === undefined) continue;
    const index = sections.findIndex((section) => findQuote(section.text, claim.quote!) !== null);
    if (index < 0) continue;
    const home = homes.get(index);
    if (home) home.push(claim);
    else homes.set(index, [claim]);
  }
  for (const [index, home] of homes) home.sort((a, b) => findQuote(sections[index].text, a.quote!)![0] - findQuote(sections[index].text, b.quote!)![0]);
  return homes;
}

function marksOf(section: Section, lead: number, remarks: readonly ProseFlag[], claims: readonly Claim[], selected: string): readonly TextMark[] {
  const marks: TextMark[] = remarks.map((flag) => ({ from: flag.span[0] - section.start + lead, to: flag.span[1] - section.start + lead, kind: 'remark' }));
  const chosen = claims.find((claim) => claim.id === selected);
  const place = chosen?.quote === undefined ? null : findQuote(section.text, chosen.quote);
  if (place !== null) marks.push({ from: place[0] + lead, to: place[1] + lead, kind: 'quote' });
  return marks;
}
