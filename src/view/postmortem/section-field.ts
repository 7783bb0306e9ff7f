import { html, type TemplateResult } from 'lit-html';
import { cutAtMarks, syntaxMarks, type TextMark } from './text-marks.ts';

export interface SectionFieldOptions {
  readonly id: string;
  /** Id of the element that names it, or a name. */
  readonly labelledBy: string;
  readonly describedBy: string;
  readonly text: string;
  readonly marks: readonly TextMark[];
  /** Tables read better in mono. */
  readonly tabular: boolean;
  readonly hint: string;
  readonly onInput: (text: string) => void;
}

/**
 * A plain textarea that grows with its text, over a mirror of the same text in which code, citations, the claim's sentence and language remarks are
 * marked. The textarea is what people and assistive technology use; the mirror only paints. `syncField` puts text in from outside.
 */
export function sectionField(options: SectionFieldOptions): TemplateResult {
  const pieces = cutAtMarks(options.text, [...options.marks, ...syntaxMarks(options.text)]);
  return html`<div class="section-field ${options.tabular ? 'tabular' : ''}">
    <div class="mirror" aria-hidden="true">${options.text === '' ? options.hint : pieces.map((piece) => (piece.kinds.length === 0 ? piece.text : html`<span class=${piece.kinds.map((kind) => `mark-${kind}`).join(' ')}>${piece.text}</span>`))}${'\n'}</div>
    <textarea id=${options.id} rows="1" spellcheck="true" aria-labelledby=${options.labelledBy} aria-describedby=${options.describedBy} placeholder=${options.hint}
      @input=${(event: Event) => options.onInput((event.currentTarget as HTMLTextAreaElement).value)}></textarea></div>`;
}

/** Shows `text` in the field unless the person's own typing already says so; the caret goes to the end of what changed. */
export function syncField(field: HTMLTextAreaElement, text: string): void {
  const shown = field.value;
  if (shown.trim() === text.trim()) return;
  const hadFocus = field.ownerDocument.activeElement === field;
  field.value = text;
  if (!hadFocus) return;
  let tail = 0;
  while (tail < text.length && tail < shown.length && text[text.length - 1 - tail] === shown[shown.length - 1 - tail]) tail += 1;
  field.setSelectionRange(text.length - tail, text.length - tail);
}
