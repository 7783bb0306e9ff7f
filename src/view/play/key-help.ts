import { html, nothing, render, type TemplateResult } from 'lit-html';
import { button, keyHint } from '../components/button.ts';

const GROUPS: readonly { readonly title: string; readonly keys: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Layouts',
    keys: [
      ['F1', 'On call'],
      ['F2', 'Investigate'],
      ['F4', 'Write-up'],
      ['F6', 'Next region of the page'],
      ['Esc', 'Back from a maximised panel'],
    ],
  },
  {
    title: 'Panels',
    keys: [
      ['1', 'Pager'],
      ['2', 'Room'],
      ['3', 'Fleet'],
      ['4', 'Terminal'],
      ['5', 'Dashboards'],
      ['6', 'Notebook'],
      ['7', 'Logs'],
      ['8', 'Traces'],
      ['9', 'Metrics'],
    ],
  },
  {
    title: 'Incident',
    keys: [
      ['A', 'Acknowledge the topmost page'],
      ['Space', 'Pause and play'],
      ['/', 'Search, or write to the room'],
      ['S', 'Say clock, phase and what hurts'],
      ['[ ]', 'Playhead 15 s back or on, to read the past'],
      ['C A', 'To change A; so for every letter'],
      ['N', 'Back to now'],
    ],
  },
  {
    title: 'Selected service',
    keys: [
      ['L', 'Logs'],
      ['T', 'Traces'],
      ['D', 'Describe in the terminal'],
      ['R', 'Runbook'],
    ],
  },
  {
    title: 'Anywhere',
    keys: [
      ['Ctrl K', 'Do anything'],
      ['?', 'This help'],
      ['Esc Esc', 'Leave the terminal'],
    ],
  },
];

export interface KeyHelp {
  toggle(): void;
  readonly isOpen: boolean;
}

/** The keys, in a dialog. Letters work only outside text fields and the terminal. */
export function createKeyHelp(host: HTMLElement): KeyHelp {
  let isOpen = false;
  let returnTo: Element | null = null;
  const close = (): void => {
    isOpen = false;
    render(nothing, host);
    if (returnTo instanceof HTMLElement) returnTo.focus();
  };
  const view =
    (): TemplateResult => html`<div class="scrim" @mousedown=${close}></div><div class="help" role="dialog" aria-modal="true" aria-labelledby="help-title" tabindex="-1" @keydown=${(
      event: KeyboardEvent,
    ) => {
      event.stopPropagation();
      if (event.key === 'Escape' || event.key === '?') close();
      if (event.key === 'Tab') event.preventDefault();
    }}>
    <div class="row"><h2 id="help-title" class="help-title">Keys</h2><span class="push">${button({ label: 'Close', key: 'Esc', onClick: close })}</span></div>
    <div class="help-groups">${GROUPS.map((group) => html`<section><h3 class="label">${group.title}</h3><dl>${group.keys.map(([key, what]) => html`<div><dt>${keyHint(key)}<span class="sr-only">${key}</span></dt><dd>${what}</dd></div>`)}</dl></section>`)}</div>
    <p class="meta ink-3">Letters work outside text fields and the terminal.</p></div>`;
  return {
    toggle: () => {
      if (isOpen) return close();
      returnTo = document.activeElement;
      isOpen = true;
      render(view(), host);
      host.querySelector<HTMLElement>('.help button')?.focus();
    },
    get isOpen() {
      return isOpen;
    },
  };
}
