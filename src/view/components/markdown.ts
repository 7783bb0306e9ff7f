import { html, nothing, type TemplateResult } from 'lit-html';
import { blocksOf, type Block } from './markdown-blocks.ts';

type Words = (TemplateResult | string)[];

/** How a piece of Markdown meets the page around it. */
interface Rendering {
  /** Panels have no page title, so that their first heading is a second one. */
  readonly panel: boolean;
  /** What a link to a pin becomes. */
  readonly cite: (pinId: string, words: string) => TemplateResult | string;
  /** Offers one-line code to the terminal. */
  readonly onCode?: (code: string) => void;
}

/** Markdown inside a panel: runbooks. HTML in the text stays text. */
export function markdown(source: string, onCode?: (code: string) => void): TemplateResult {
  const rendering: Rendering = { panel: true, cite: (_, words) => words, ...(onCode ? { onCode } : {}) };
  return html`<div class="markdown">${blocksOf(source).map((block) => blockTemplate(block, rendering))}</div>`;
}

/** Markdown as a page of its own: the write-up read back. HTML in the text stays text. */
export function markdownPage(source: string, cite: Rendering['cite'] = (_, words) => words): TemplateResult {
  return html`${blocksOf(source).map((block) => blockTemplate(block, { panel: false, cite }))}`;
}

function blockTemplate(block: Block, rendering: Rendering): TemplateResult {
  const rich = (text: string): Words => inline(text, rendering.cite);
  switch (block.kind) {
    case 'heading':
      return heading(block.level + (rendering.panel ? 1 : 0), rich(block.text));
    case 'code':
      return html`<div class="md-code"><pre tabindex="0"><code>${block.text}</code></pre>${
        rendering.onCode && block.text.trim() && !block.text.trim().includes('\n')
          ? html`<button type="button" class="link" @click=${() => rendering.onCode?.(block.text.trim())}>To the terminal</button>`
          : nothing
      }</div>`;
    case 'list': {
      const items = block.items.map((text) => html`<li>${rich(text)}</li>`);
      return block.ordered ? html`<ol class="md-list ordered">${items}</ol>` : html`<ul class="md-list">${items}</ul>`;
    }
    case 'table':
      return html`<div class="table-scroll" tabindex="0" role="group" aria-label="Table"><table><thead><tr>${block.head.map((cell) => html`<th scope="col">${rich(cell)}</th>`)}</tr></thead><tbody>${block.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${rich(cell)}</td>`)}</tr>`)}</tbody></table></div>`;
    case 'quote':
      return html`<blockquote>${rich(block.text)}</blockquote>`;
    case 'paragraph':
      return html`<p>${rich(block.text)}</p>`;
  }
}

function heading(level: number, words: Words): TemplateResult {
  if (level === 1) return html`<h1>${words}</h1>`;
  return level === 2 ? html`<h2 class="md-head">${words}</h2>` : html`<h3 class="md-subhead">${words}</h3>`;
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

function inline(text: string, cite: Rendering['cite']): Words {
  const parts: Words = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    const [, code, strong, emphasis, words, target] = match;
    if (code !== undefined) parts.push(html`<code>${code}</code>`);
    else if (strong !== undefined) parts.push(html`<strong>${strong}</strong>`);
    else if (emphasis !== undefined) parts.push(html`<em>${emphasis}</em>`);
    else if (target.startsWith('pin:')) parts.push(cite(target.slice(4), words));
    else parts.push(/^https?:/.test(target) ? html`<a href=${target} rel="noreferrer" target="_blank">${words}</a>` : words);
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}
