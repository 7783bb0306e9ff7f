import { html, nothing, type TemplateResult } from 'lit-html';
import { button } from './button.ts';
import { icon } from './icon.ts';

/** One sentence on what will appear, and the key that makes it (art direction §4, states). */
export function emptyState(text: string): TemplateResult {
  return html`<p class="empty-state">${text}</p>`;
}

/** What failed, what still works, a way to try again. */
export function errorState(what: string, detail = '', retry?: () => void): TemplateResult {
  return html`<div class="error-state" role="alert">${icon('diamond', 'solid crit')}<div><p>${what}</p>${detail ? html`<p class="detail">${detail}</p>` : nothing}
    ${retry ? button({ label: 'Retry', onClick: retry }) : nothing}</div></div>`;
}

/** Skeleton lines with what is being done. */
export function loadingState(what: string): TemplateResult {
  return html`<div class="loading-state" role="status"><span class="sr-only">${what}</span><i></i><i></i><i></i></div>`;
}

/** A bar for something long, with its percentage. */
export function progressBar(note: string, ratio: number): TemplateResult {
  const percent = Math.round(ratio * 100);
  return html`<div class="progress"><div class="progress-words"><span>${note}</span><span class="mono">${percent}%</span></div>
    <div class="progress-track" role="progressbar" aria-label=${note} aria-valuenow=${percent} aria-valuemin="0" aria-valuemax="100"><div class="progress-fill" style="width:${percent}%"></div></div></div>`;
}
