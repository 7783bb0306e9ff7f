import { html, type TemplateResult } from 'lit-html';

/** An alert's name is one long word: it may break before a capital, and is never cut. */
export function breakName(name: string): readonly (TemplateResult | string)[] {
  return name.split(/(?<=[a-z0-9])(?=[A-Z])/).map((part, index) => (index ? html`<wbr>${part}` : part));
}
