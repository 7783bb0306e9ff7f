import { html, type TemplateResult } from 'lit-html';

export function mapLegend(): TemplateResult {
  return html`<span class="map-legend"><span><svg width="7" height="7" aria-hidden="true"><rect width="6" height="6" x=".5" y=".5" fill="var(--ink-2)"/></svg>ready</span>
    <span><svg width="8" height="8" aria-hidden="true"><path d="M.5 .5H7.5V7.5Z" fill="var(--warn-fill)"/><path d="M.5 .5H7.5V7.5H.5Z" fill="none" stroke="var(--warn)"/></svg>not ready</span>
    <span><svg width="8" height="8" aria-hidden="true"><rect x="1" y="1" width="6" height="6" fill="none" stroke="var(--ink-2)"/></svg>pending</span>
    <span><svg width="22" height="6" aria-hidden="true"><path d="M0 3H22" stroke="var(--warn)" stroke-width="1.5" stroke-dasharray="4 3"/></svg>retries</span></span>`;
}
