import { html, nothing, render, type TemplateResult } from 'lit-html';
import type { Severity } from '../../contract/commands.ts';
import { icon } from '../components/icon.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { isMajor, SEVERITIES } from './severities.ts';
import './incident.css';

/** The severity chip of the top bar: opens a menu of the five levels with what each means. */
export function mountSeverityControl(host: HTMLElement, context: ViewContext): Mounted {
  let open = false;
  let refusal = '';
  let shown: Severity | null | undefined;

  const draw = (): void => {
    const severity = context.frames.getState().frame?.incident.severity ?? null;
    shown = severity;
    render(view(severity), host);
  };
  const setOpen = (next: boolean, focus: 'menu' | 'button' | 'none'): void => {
    open = next;
    if (next) refusal = '';
    draw();
    if (focus === 'menu') (host.querySelector<HTMLElement>('[aria-checked=true]') ?? host.querySelector<HTMLElement>('[role=menuitemradio]'))?.focus();
    if (focus === 'button') host.querySelector<HTMLElement>('.severity-button')?.focus();
  };
  const choose = async (severity: Severity): Promise<void> => {
    const result = await context.execute({ kind: 'set-severity', severity }, `severity ${severity}`);
    refusal = result.ok ? '' : result.refusal.message;
    setOpen(false, 'button');
  };
  const onKeydown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false, 'button');
      return;
    }
    const items = [...host.querySelectorAll<HTMLElement>('[role=menuitemradio]')];
    const index = items.indexOf(event.target as HTMLElement);
    const digit = /^[1-5]$/.test(event.key) ? Number(event.key) - 1 : -1;
    const next =
      digit >= 0
        ? digit
        : { ArrowDown: (index + 1) % items.length, ArrowUp: (index + items.length - 1) % items.length, Home: 0, End: items.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    items[next].focus();
  };
  const onFocusout = (event: FocusEvent): void => {
    if (open && !host.contains(event.relatedTarget as Node | null)) setOpen(false, 'none');
  };

  const view = (severity: Severity | null): TemplateResult => html`<div class="severity" @focusout=${onFocusout}>
    <button type="button" class="severity-button ${severity === null ? 'unset' : isMajor(severity) ? 'major' : 'minor'}" aria-haspopup="menu" aria-expanded=${String(open)}
      aria-label=${severity === null ? 'Declare severity' : `Severity ${severity}, change`} @click=${() => setOpen(!open, open ? 'none' : 'menu')}>
      ${severity === null ? icon('ring') : icon(isMajor(severity) ? 'diamond' : 'triangle', 'solid')}<span>${severity ?? 'Severity'}</span>${icon('chevronDown')}</button>
    ${
      open
        ? html`<div class="severity-menu" role="menu" aria-label="Severity" @keydown=${onKeydown}>
      ${SEVERITIES.map(
        (
          level,
        ) => html`<button type="button" role="menuitemradio" aria-checked=${String(level.severity === severity)} tabindex="-1" @click=${() => choose(level.severity)}>
        <span class="severity-name">${level.severity}</span><span>${level.meaning}<span class="severity-response">${level.response}</span></span></button>`,
      )}
      <p class="severity-note">If unsure, choose the higher; it can be re-graded afterwards.</p></div>`
        : nothing
    }
    ${refusal === '' ? nothing : html`<p class="refusal" role="status">${icon('ruledOut')}<span>${refusal}</span></p>`}</div>`;

  draw();
  const stop = context.frames.subscribe((state) => {
    if ((state.frame?.incident.severity ?? null) !== shown) draw();
  });
  return {
    destroy: () => {
      stop();
      render(nothing, host);
    },
  };
}
