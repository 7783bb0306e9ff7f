import { html, nothing, type TemplateResult } from 'lit-html';
import { keyHint } from './button.ts';

export interface TabItem {
  readonly id: string;
  readonly label: string;
  /** A count after the label; `alarm` sets it in crit. */
  readonly count?: number;
  readonly alarm?: boolean;
  /** The key that brings it to the front. */
  readonly key?: string;
}

/** A tab list with arrow keys (WAI-ARIA tabs pattern). `controls` is the id of the tab panel. */
export function tabList(name: string, items: readonly TabItem[], active: string, controls: string, choose: (id: string) => void): TemplateResult {
  const onKeydown = (event: KeyboardEvent): void => {
    const index = items.findIndex((item) => item.id === active);
    const last = items.length - 1;
    const next = { ArrowRight: index === last ? 0 : index + 1, ArrowLeft: index <= 0 ? last : index - 1, Home: 0, End: last }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choose(items[next].id);
    (event.currentTarget as HTMLElement).querySelectorAll<HTMLElement>('[role=tab]')[next]?.focus();
  };
  return html`<div class="tabs" role="tablist" aria-label=${name} @keydown=${onKeydown}>${items.map(
    (item) => html`<button type="button" role="tab" id=${`${controls}-${item.id}`}
    class="tab" aria-selected=${String(item.id === active)} aria-controls=${controls} tabindex=${item.id === active ? 0 : -1} @click=${() => choose(item.id)}>${item.key ? keyHint(item.key) : nothing}<span>${item.label}</span>${
      item.count ? html`<span class="count ${item.alarm ? 'crit' : ''}">${item.count}</span>` : nothing
    }</button>`,
  )}</div>`;
}
