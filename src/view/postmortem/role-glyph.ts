import { html, svg, type TemplateResult } from 'lit-html';
import type { ClaimRole } from '../../contract/postmortem.ts';

/** A shape for each role, so that colour is never alone (art direction §7). 12-px grid. */
const GLYPHS: Readonly<Record<ClaimRole, TemplateResult>> = {
  trigger: svg`<path d="M2 7 6.4.8V5H10L5.6 11.2V7Z" fill="currentColor"/>`,
  mechanism: svg`<path d="M1.5 7.5A2.5 2.5 0 0 1 6.5 7.5M5.5 4.5A2.5 2.5 0 0 0 10.5 4.5"/>`,
  sustaining: svg`<path d="M9.8 4A4.4 4.4 0 1 0 10.4 7.4M10.3 1.4V4.4H7.3"/>`,
  contributing: svg`<path d="M1.5 2.5H10.5M1.5 6H10.5M1.5 9.5H10.5"/>`,
  'ruled-out': svg`<circle cx="6" cy="6" r="4"/><path d="M3.2 8.8 8.8 3.2"/>`,
};

export function roleGlyph(role: ClaimRole): TemplateResult {
  return html`<svg class="icon role-glyph" viewBox="0 0 12 12" aria-hidden="true">${GLYPHS[role]}</svg>`;
}
