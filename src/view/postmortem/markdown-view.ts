import { html, nothing, type TemplateResult } from 'lit-html';

/** Reads Markdown as a page: headings, lists, tables, quotes, fenced code, emphasis, code and links. HTML in the text stays text; comments are left out. */
export function markdownView(markdown: string, cite: (pinId: string, words: string) => TemplateResult | string = (_pin, words) => words): TemplateResult {
  const blocks: TemplateResult[] = [];
  const lines = markdown.replace(/<!--[\s\S]*?-->/g, '').split('\n');
  let at = 0;
  const take = (test: (line: string) => boolean): string[] => {
    const taken: string[] = [];
    while (at < lines.length && test(lines[at])) taken.push(lines[at++]);
    return taken;
  };
  const rich = (text: string): (TemplateResult | string)[] => inline(text, cite);
  while (at < lines.length) {
    const line = lines[at];
    const heading = /^(#{1,4})\s+(.+)$/.exec(line);
    if (line.trim() === '') at += 1;
    else if (heading !== null) {
      at += 1;
      const words = rich(heading[2]);
      blocks.push(heading[1].length === 1 ? html`<h1>${words}</h1>` : heading[1].length === 2 ? html`<h2>${words}</h2>` : html`<h3>${words}</h3>`);
    } else if (/^\s*(```|~~~)/.test(line)) {
      at += 1;
      const body = take((one) => !/^\s*(```|~~~)/.test(one));
      at += 1;
      blocks.push(html`<pre tabindex="0"><code>${body.join('\n')}</code></pre>`);
    } else if (line.trimStart().startsWith('|')) {
      const table = tableOf(
        take((one) => one.trimStart().startsWith('|')),
        rich,
      );
      if (table !== nothing) blocks.push(table as TemplateResult);
    } else if (/^\s*([-*]|\d+[.)])\s+/.test(line))
      blocks.push(
        listOf(
          take((one) => /^\s*([-*]|\d+[.)])\s+/.test(one) || /^\s{2,}\S/.test(one)),
          rich,
        ),
      );
    else if (line.startsWith('>'))
      blocks.push(
        html`<blockquote>${rich(
          take((one) => one.startsWith('>'))
            .map((one) => one.replace(/^>\s?/, ''))
            .join(' '),
        )}</blockquote>`,
      );
    else
      blocks.push(
        html`<p>${rich(take((one) => one.trim() !== '' && !/^(#{1,4}\s|>|\s*[-*]\s|\s*\d+[.)]\s|\s*```|\s*~~~|\s*\|)/.test(one)).join(' ') || lines[at++])}</p>`,
      );
  }
  return html`${blocks}`;
}

function tableOf(rows: readonly string[], rich: (text: string) => (TemplateResult | string)[]): TemplateResult | typeof nothing {
  const cells = rows
    .filter((row) => !/^[\s|:-]+$/.test(row))
    .map((row) =>
      row
        .trim()
        .replace(/^\||\|$/g, '')
        .split('|')
        .map((cell) => cell.trim()),
    );
  if (cells.length === 0) return nothing;
  const [head, ...body] = cells;
  return html`<div class="table-scroll" tabindex="0" role="group" aria-label="Table"><table><thead><tr>${head.map((cell) => html`<th scope="col">${rich(cell)}</th>`)}</tr></thead><tbody>${body.map((row) => html`<tr>${row.map((cell) => html`<td>${rich(cell)}</td>`)}</tr>`)}</tbody></table></div>`;
}

function listOf(lines: readonly string[], rich: (text: string) => (TemplateResult | string)[]): TemplateResult {
  const items: string[] = [];
  for (const line of lines) {
    const match = /^\s*(?:[-*]|\d+[.)])\s+(.*)$/.exec(line);
    if (match !== null) items.push(match[1]);
    else if (items.length > 0) items[items.length - 1] += ` ${line.trim()}`;
  }
  const rows = items.map((item) => html`<li>${rich(item)}</li>`);
  return /^\s*\d/.test(lines[0]) ? html`<ol>${rows}</ol>` : html`<ul>${rows}</ul>`;
}

const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^)\s]+)\)/g;

function inline(text: string, cite: (pinId: string, words: string) => TemplateResult | string): (TemplateResult | string)[] {
  const parts: (TemplateResult | string)[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    if (match.index > from) parts.push(text.slice(from, match.index));
    from = match.index + match[0].length;
    const [, code, strong, emphasis, words, target] = match;
    if (code !== undefined) parts.push(html`<code>${code}</code>`);
    else if (strong !== undefined) parts.push(html`<strong>${strong}</strong>`);
    else if (emphasis !== undefined) parts.push(html`<em>${emphasis}</em>`);
    else if (target.startsWith('pin:')) parts.push(cite(target.slice(4), words));
    else parts.push(/^https?:/.test(target) ? html`<a href=${target} rel="noreferrer">${words}</a>` : words);
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}
