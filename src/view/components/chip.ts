import { html, nothing, type TemplateResult } from 'lit-html';
import { icon, type IconName } from './icon.ts';

/** Neutral on raised; crit filled; warn soft with triangle; ok soft with tick (art direction §4). */
export type ChipLook = 'neutral' | 'line' | 'crit' | 'crit-soft' | 'warn' | 'ok' | 'accent';

export function chip(text: string, look: ChipLook = 'neutral', iconName?: IconName): TemplateResult {
  const shape = iconName ?? (look === 'warn' ? 'triangle' : look === 'ok' ? 'tick' : look === 'crit' ? 'diamond' : undefined);
  const solid = shape === 'triangle' || shape === 'diamond' ? 'solid' : '';
  return html`<span class="chip ${look}">${shape ? icon(shape, solid) : nothing}<span>${text}</span></span>`;
}
