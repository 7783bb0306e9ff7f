/** A block of the Markdown that runbooks, write-ups and reports use. Everything else stays a paragraph. */
export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly string[] }
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string };

const HEADING = /^(#{1,4})\s+(.+)$/;
const FENCE = /^\s*(```|~~~)/;
const ITEM = /^\s*(?:[-*]|\d+[.)])\s+(.*)$/;
const STARTS_BLOCK = /^(#{1,4}\s|>|\s*[-*]\s|\s*\d+[.)]\s|\s*```|\s*~~~|\s*\|)/;

/** Headings, lists, tables, quotes, fenced code and paragraphs, in order. Comments are left out. */
export function blocksOf(source: string): readonly Block[] {
  const lines = source
    .replace(/\r\n/g, '\n')
    .replace(/<!--[\s\S]*?-->/g, '')
    .split('\n');
  const blocks: Block[] = [];
  let at = 0;
  const take = (test: (line: string) => boolean): string[] => {
    const taken: string[] = [];
    while (at < lines.length && test(lines[at])) taken.push(lines[at++]);
    return taken;
  };
  while (at < lines.length) {
    const line = lines[at];
    const heading = HEADING.exec(line);
    if (line.trim() === '') at += 1;
    else if (heading) {
      blocks.push({ kind: 'heading', level: heading[1].length, text: heading[2] });
      at += 1;
    } else if (FENCE.test(line)) {
      at += 1;
      blocks.push({ kind: 'code', text: take((one) => !FENCE.test(one)).join('\n') });
      at += 1;
    } else if (line.trimStart().startsWith('|')) {
      const [head, ...rows] = cellsOf(take((one) => one.trimStart().startsWith('|')));
      if (head) blocks.push({ kind: 'table', head, rows });
    } else if (ITEM.test(line))
      blocks.push({ kind: 'list', ordered: /^\s*\d/.test(line), items: itemsOf(take((one) => ITEM.test(one) || /^\s{2,}\S/.test(one))) });
    else if (line.startsWith('>')) {
      const quoted = take((one) => one.startsWith('>'));
      blocks.push({ kind: 'quote', text: quoted.map((one) => one.replace(/^>\s?/, '')).join(' ') });
    } else blocks.push({ kind: 'paragraph', text: take((one) => one.trim() !== '' && !STARTS_BLOCK.test(one)).join(' ') || lines[at++] });
  }
  return blocks;
}

function itemsOf(lines: readonly string[]): readonly string[] {
  const items: string[] = [];
  for (const line of lines) {
    const match = ITEM.exec(line);
    if (match) items.push(match[1]);
    else items[items.length - 1] += ` ${line.trim()}`;
  }
  return items;
}

function cellsOf(rows: readonly string[]): readonly (readonly string[])[] {
  return rows
    .filter((row) => !/^[\s|:-]+$/.test(row))
    .map((row) =>
      row
        .trim()
        .replace(/^\||\|$/g, '')
        .split('|')
        .map((cell) => cell.trim()),
    );
}
