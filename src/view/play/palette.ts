import { html, nothing, render } from 'lit-html';
import { keyHint } from '../components/button.ts';
import { icon } from '../components/icon.ts';
import { filterEntries, type PaletteEntry } from './commands.ts';

export interface Palette {
  open(): void;
  readonly isOpen: boolean;
  destroy(): void;
}

/** Ctrl K: a dialog with a combobox over everything that can be done (WAI-ARIA combobox with a list). */
export function createPalette(host: HTMLElement, entries: () => readonly PaletteEntry[]): Palette {
  let all: readonly PaletteEntry[] = [];
  let found: readonly PaletteEntry[] = [];
  let asked = '';
  let at = 0;
  let isOpen = false;
  let returnTo: Element | null = null;

  function open(): void {
    if (isOpen) return;
    returnTo = document.activeElement;
    isOpen = true;
    all = entries();
    asked = '';
    at = 0;
    draw();
    host.querySelector<HTMLInputElement>('input')?.focus();
  }
  function close(restore: boolean): void {
    if (!isOpen) return;
    isOpen = false;
    render(nothing, host);
    if (restore && returnTo instanceof HTMLElement) returnTo.focus();
  }
  function choose(entry: PaletteEntry | undefined): void {
    if (!entry) return;
    close(true);
    entry.run();
  }
  function onKeydown(event: KeyboardEvent): void {
    event.stopPropagation();
    const moves: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 };
    if (event.key === 'Escape') close(true);
    else if (event.key === 'Enter') choose(found[at]);
    else if (event.key === 'Tab') event.preventDefault();
    else if (event.key in moves) at = Math.min(Math.max(0, at + moves[event.key]), found.length - 1);
    else return;
    event.preventDefault();
    if (isOpen) draw();
  }
  function draw(): void {
    found = filterEntries(all, asked).slice(0, 60);
    at = Math.min(at, Math.max(0, found.length - 1));
    render(
      html`<div class="scrim" @mousedown=${() => close(true)}></div><div class="palette" role="dialog" aria-modal="true" aria-label="Do anything" @keydown=${onKeydown}>
      <div class="palette-field">${icon('search')}<input role="combobox" aria-label="What to do" aria-expanded="true" aria-controls="palette-list" aria-activedescendant=${found.length ? `palette-${at}` : nothing} aria-autocomplete="list" autocomplete="off" spellcheck="false" placeholder="Panel, service, runbook, speed"
        .value=${asked} @input=${(event: Event) => {
          asked = (event.target as HTMLInputElement).value;
          at = 0;
          draw();
        }}></div>
      <ul id="palette-list" role="listbox" aria-label="What can be done">${found.map(
        (entry, index) =>
          html`<li id=${`palette-${index}`} role="option" aria-selected=${String(index === at)} @mousedown=${(event: Event) => {
            event.preventDefault();
            choose(entry);
          }}><span>${entry.title}</span><span class="ink-3 meta push">${entry.kind}</span>${entry.key ? keyHint(entry.key) : nothing}</li>`,
      )}</ul>
      ${found.length === 0 ? html`<p class="empty-state">Nothing by that name.</p>` : nothing}</div>`,
      host,
    );
    host.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }
  return {
    open,
    get isOpen() {
      return isOpen;
    },
    destroy: () => close(false),
  };
}
