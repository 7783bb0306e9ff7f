import { html, nothing, render, type TemplateResult } from 'lit-html';
import { type Micros, unixMsOf } from '../../contract/time.ts';
import { button } from '../components/button.ts';
import { icon } from '../components/icon.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { clockMinute, countdown } from '../format.ts';
import './incident.css';

/** Four parts of a status update. Source: PagerDuty during/external_communication_guidelines.md. */
const PARTS: readonly { readonly title: string; readonly hint: string }[] = [
  { title: 'What users see', hint: 'scope, numbers, since when (UTC)' },
  { title: 'What is known', hint: 'and what is not; no guessed cause, no blame' },
  { title: 'What is being done', hint: 'right now' },
  { title: 'Next update', hint: 'at what time (UTC)' },
];

let composers = 0;

/** Writes the public status update; says when the next one is due. `/` is bound by the page to `focus()`. */
export function mountStatusComposer(host: HTMLElement, context: ViewContext): Mounted {
  const id = `status-update-${++composers}`;
  let refusal = '';
  let drawn = '';

  const field = (): HTMLTextAreaElement | null => host.querySelector('textarea');
  const send = async (): Promise<void> => {
    const text = field()?.value.trim() ?? '';
    if (text === '') {
      refusal = 'Write the update first.';
      draw();
      field()?.focus();
      return;
    }
    const result = await context.execute({ kind: 'status-update', text }, 'status update');
    refusal = result.ok ? '' : result.refusal.message;
    if (result.ok) {
      const box = field();
      if (box !== null) box.value = '';
      context.announce('Status update posted');
    }
    draw();
  };
  const onKeydown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    event.stopPropagation();
    void send();
  };
  const draw = (): void => {
    const frame = context.frames.getState().frame;
    render(
      html`<form class="composer" @submit=${(event: Event) => {
        event.preventDefault();
        void send();
      }}>
      ${due(frame?.incident.updateDueUs ?? null, frame?.tUs ?? 0, context)}
      <label class="composer-label" for=${id}>Status update</label>
      <textarea id=${id} rows="4" aria-describedby=${`${id}-parts`} @keydown=${onKeydown}></textarea>
      <dl id=${`${id}-parts`} class="composer-parts">${PARTS.map((part) => html`<div><dt>${part.title}</dt><dd>${part.hint}</dd></div>`)}</dl>
      <div class="composer-actions">${refusal === '' ? nothing : html`<p class="refusal" role="status">${icon('ruledOut')}<span>${refusal}</span></p>`}
        ${button({ label: 'Post update', look: 'primary', size: 'medium', key: 'Ctrl Enter', onClick: () => void send() })}</div></form>`,
      host,
    );
  };

  draw();
  const stop = context.frames.subscribe((state) => {
    const key = `${state.frame?.incident.updateDueUs ?? ''} ${Math.floor((state.frame?.tUs ?? 0) / 1e6)}`;
    if (key === drawn) return;
    drawn = key;
    draw();
  });
  return {
    destroy: () => {
      stop();
      render(nothing, host);
    },
    focus: () => field()?.focus(),
  };
}

function due(dueUs: Micros | null, nowUs: Micros, context: ViewContext): TemplateResult | typeof nothing {
  if (dueUs === null) return nothing;
  const at = clockMinute(unixMsOf(context.port.epoch, dueUs));
  return dueUs >= nowUs
    ? html`<p class="composer-due">${icon('clock')}<span>Update due ${at}, in</span> <span class="mono">${countdown(dueUs - nowUs)}</span></p>`
    : html`<p class="composer-due overdue">${icon('triangle', 'solid warn')}<span>Update was due ${at}, late by</span> <span class="mono">${countdown(nowUs - dueUs)}</span></p>`;
}
