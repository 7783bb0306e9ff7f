import { html, type TemplateResult } from 'lit-html';

/** The Markdown that runbooks and the debrief use: headings, paragraphs, lists, fenced and inline code, bold, links. Everything else stays text. */
export function markdown(source: string, onCode?: (code: string) => void): TemplateResult {
  return html`<div class="markdown">${blocksOf(source).map((block) => blockTemplate(block, onCode))}</div>`;
}

type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly kind: 'paragraph'; readonly text: string };

export function blocksOf(source: string): readonly Block[] {
  const lines = source.replace(/\r\n/g, '\n').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at];
    const heading = /^(#{1,4}) +(.*)$/.exec(line);
    const item = /^(?:[-*]|(\d+)[.)]) +(.*)$/;
    if (line.trim() === '') at += 1;
    else if (heading) {
      blocks.push({ kind: 'heading', level: heading[1].length, text: heading[2] });
      at += 1;
    } else if (line.startsWith('```')) {
      const end = lines.findIndex((candidate, index) => index > at && candidate.startsWith('```'));
      const stop = end === -1 ? lines.length : end;
      blocks.push({ kind: 'code', text: lines.slice(at + 1, stop).join('\n') });
      at = stop + 1;
    } else if (item.test(line)) {
      const ordered = /^\d/.test(line);
      const items: string[] = [];
      while (at < lines.length && (item.test(lines[at]) || /^ {2,}\S/.test(lines[at]))) {
        const match = item.exec(lines[at]);
        if (match) items.push(match[2]);
        else items[items.length - 1] += ` ${lines[at].trim()}`;
        at += 1;
      }
      blocks.push({ kind: 'list', ordered, items });
    } else {
      const start = at;
      while (at < lines.length && lines[at].trim() !== '' && !/^(#{1,4} |```)/.test(lines[at]) && (at === start || !item.test(lines[at]))) at += 1;
      blocks.push({ kind: 'paragraph', text: lines.slice(start, at).join(' ') });
    }
  }
  return blocks;
}

function blockTemplate(block: Block, onCode?: (code: string) => void): TemplateResult {
  switch (block.kind) {
    case 'heading':
      return block.level === 1 ? html`<h2 class="md-head">${inline(block.text)}</h2>` : html`<h3 class="md-subhead">${inline(block.text)}</h3>`;
    case 'code':
      return html`<div class="md-code"><pre tabindex="0"><code>${block.text}</code></pre>${
        onCode && block.text.trim() && !block.text.trim().includes('\n')
          ? html`<button type="button" class="link" @click=${() => onCode(block.text.trim())}>To the terminal</button>`
          : ''
      }</div>`;
    case 'list':
      return block.ordered
        ? html`<ol class="md-list ordered">${block.items.map((text) => html`<li>${inline(text)}</li>`)}</ol>`
        : html`<ul class="md-list">${block.items.map((text) => html`<li>${inline(text)}</li>`)}</ul>`;
    case 'paragraph':
      return html`<p>${inline(block.text)}</p>`;
  }
}

function inline(text: string): (TemplateResult | string)[] {
  return text.split(/(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\(https?:[^)]+\))/).map((part) => {
    if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`;
    if (part.startsWith('**')) return html`<strong>${part.slice(2, -2)}</strong>`;
    const link = /^\[([^\]]+)\]\((https?:[^)]+)\)$/.exec(part);
    return link ? html`<a href=${link[2]} rel="noreferrer" target="_blank">${link[1]}</a>` : part;
  });
}
