import { html, nothing, type TemplateResult } from 'lit-html';
import { icon, type IconName } from './icon.ts';

export interface ButtonOptions {
  readonly label: string;
  readonly onClick: (event: Event) => void;
  /** At most one primary a panel; quiet is accent text; destructive says what it will do. */
  readonly look?: 'primary' | 'secondary' | 'quiet' | 'destructive';
  readonly size?: 'small' | 'medium' | 'large' | 'touch';
  readonly icon?: IconName;
  /** Shown in a 1-px box: the key that does the same. */
  readonly key?: string;
  readonly disabled?: boolean;
  /** For the screen reader when the visible word is too short alone. Must contain the visible label. */
  readonly name?: string;
  readonly pressed?: boolean;
}

export function button(options: ButtonOptions): TemplateResult {
  const { label, onClick, look = 'secondary', size = 'small', disabled = false } = options;
  return html`<button type="button" class="button ${look} ${size}" ?disabled=${disabled} aria-label=${options.name ?? nothing}
    aria-pressed=${options.pressed === undefined ? nothing : String(options.pressed)} aria-keyshortcuts=${options.key ?? nothing} @click=${onClick}>
    ${options.icon ? icon(options.icon) : nothing}<span>${label}</span>${options.key ? keyHint(options.key) : nothing}</button>`;
}

/** A panel tool: the only kind of icon without a word; its name goes to the tooltip and to assistive technology. */
export function toolButton(name: string, iconName: IconName, onClick: (event: Event) => void, pressed?: boolean): TemplateResult {
  return html`<button type="button" class="tool" title=${name} aria-label=${name} aria-pressed=${pressed === undefined ? nothing : String(pressed)} @click=${onClick}>${icon(iconName)}</button>`;
}

/** Drawn by CSS: the key is not part of the control's visible words, so its spoken name still begins with them. */
export function keyHint(key: string): TemplateResult {
  return html`<kbd class="key" aria-hidden="true" data-key=${key}></kbd>`;
}
