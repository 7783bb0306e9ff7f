import { html, type TemplateResult } from 'lit-html';

export interface Segment<T> {
  readonly value: T;
  readonly label: string | TemplateResult;
  /** For assistive technology when the label is an icon or a bare number. */
  readonly name?: string;
}

/** A row of choices of which one holds: a group of toggle buttons. */
export function segmented<T>(name: string, segments: readonly Segment<T>[], value: T, choose: (value: T) => void): TemplateResult {
  return html`<div class="segmented" role="group" aria-label=${name}>${segments.map(
    (segment) => html`<button type="button"
    aria-pressed=${String(segment.value === value)} aria-label=${segment.name ?? String(segment.label)} @click=${() => choose(segment.value)}>${segment.label}</button>`,
  )}</div>`;
}
