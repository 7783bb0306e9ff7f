import type { SqlColumn } from './sql-engine.ts';

export interface PrintOptions {
  readonly format: 'aligned' | 'unaligned' | 'csv';
  readonly expanded: boolean;
  readonly tuplesOnly: boolean;
  readonly fieldSeparator: string;
  readonly nullText: string;
  readonly footer: boolean;
}

/** Types psql aligns to the right: int8 int2 int4 oid xid cid float4 float8 money numeric xid8. */
const RIGHT_ALIGNED = new Set([20, 21, 23, 26, 28, 29, 700, 701, 790, 1700, 5069]);

/** A result as psql prints it, border 1, ASCII line style. Source: PostgreSQL 15 src/fe_utils/print.c. */
export function printTable(columns: readonly SqlColumn[], rows: readonly (readonly (string | null)[])[], options: PrintOptions, title = ''): string {
  const cells = rows.map((row) => row.map((cell) => cell ?? options.nullText));
  if (options.format === 'csv') return csv(columns, cells, options);
  if (options.format === 'unaligned') return unaligned(columns, cells, options, title);
  return options.expanded ? expanded(columns, cells, options, title) : aligned(columns, cells, options, title);
}

function footerText(count: number): string {
  return count === 1 ? '(1 row)' : `(${count} rows)`;
}

function width(text: string): number {
  return [...text].length;
}

function aligned(columns: readonly SqlColumn[], rows: readonly (readonly string[])[], { tuplesOnly, footer }: PrintOptions, title: string): string {
  const lines = rows.map((row) => row.map((cell) => cell.split('\n')));
  const widths = columns.map(({ name }, at) => Math.max(width(name), ...lines.map((row) => Math.max(...row[at].map(width)))));
  let out = '';
  if (!tuplesOnly) {
    const total = widths.reduce((sum, one) => sum + one, 0) + columns.length * 3 - (columns.length > 0 ? 1 : 0);
    if (title !== '') out += `${' '.repeat(Math.max(0, Math.floor((total - width(title)) / 2)))}${title}\n`;
    out += `${columns
      .map(({ name }, at) => {
        const missing = widths[at] - width(name);
        return ` ${' '.repeat(Math.floor(missing / 2))}${name}${' '.repeat(Math.ceil(missing / 2))} `;
      })
      .join('|')}\n${widths.map((one) => '-'.repeat(one + 2)).join('+')}\n`;
  }
  for (const row of lines) {
    const height = Math.max(1, ...row.map((cell) => cell.length));
    for (let line = 0; line < height; line++) {
      out += `${row
        .map((cell, at) => {
          const text = cell[line] ?? '';
          const more = line < cell.length - 1;
          const missing = ' '.repeat(widths[at] - width(text));
          const last = at === row.length - 1;
          const right = RIGHT_ALIGNED.has(columns[at].type);
          const body = right ? missing + text : last && !more ? text : text + missing;
          return ` ${body}${more ? '+' : last ? '' : ' '}`;
        })
        .join('|')}\n`;
    }
  }
  if (!tuplesOnly && footer) out += `${footerText(rows.length)}\n`;
  return `${out}\n`;
}

function expanded(columns: readonly SqlColumn[], rows: readonly (readonly string[])[], { tuplesOnly, footer }: PrintOptions, title: string): string {
  if (rows.length === 0) return tuplesOnly ? '\n' : `${title === '' ? '' : `${title}\n`}${footer ? '(0 rows)\n' : ''}\n`;
  const nameWidth = Math.max(0, ...columns.map(({ name }) => width(name)));
  const valueWidth = Math.max(0, ...rows.flatMap((row) => row.flatMap((cell) => cell.split('\n').map(width))));
  let out = title === '' || tuplesOnly ? '' : `${title}\n`;
  rows.forEach((row, at) => {
    if (!tuplesOnly) out += `${recordLine(at + 1, nameWidth, valueWidth)}\n`;
    else if (at > 0) out += `${'-'.repeat(nameWidth + 1)}+${'-'.repeat(valueWidth + 1)}\n`;
    row.forEach((cell, column) => {
      const lines = cell.split('\n');
      lines.forEach((text, line) => {
        const name = line === 0 ? columns[column].name : '';
        const more = line < lines.length - 1;
        out += `${name}${' '.repeat(nameWidth - width(name))} | ${text}${more ? `${' '.repeat(valueWidth - width(text))}+` : ''}\n`;
      });
    });
  });
  return `${out}\n`;
}

/** `-[ RECORD 1 ]---+------`. Source: print_aligned_vertical_line. */
function recordLine(record: number, nameWidth: number, valueWidth: number): string {
  const label = `[ RECORD ${record} ]`;
  let length = label.length + 1;
  let line = `-${label}`;
  for (let at = length; at < nameWidth; at++) line += '-';
  length -= nameWidth;
  if (length-- <= 0) line += '-';
  if (length-- <= 0) line += '+';
  if (length-- <= 0) line += '-';
  return line + '-'.repeat(Math.max(0, valueWidth - Math.max(0, length)));
}

function unaligned(
  columns: readonly SqlColumn[],
  rows: readonly (readonly string[])[],
  { expanded: vertical, tuplesOnly, fieldSeparator, footer }: PrintOptions,
  title: string,
): string {
  if (vertical) {
    const records = rows.map((row) => row.map((cell, at) => `${columns[at].name}${fieldSeparator}${cell}\n`).join(''));
    if (rows.length === 0 && !tuplesOnly) return footer ? '(0 rows)\n' : '';
    return records.join('\n');
  }
  const head = tuplesOnly ? '' : `${title === '' ? '' : `${title}\n`}${columns.map(({ name }) => name).join(fieldSeparator)}\n`;
  return `${head}${rows.map((row) => `${row.join(fieldSeparator)}\n`).join('')}${tuplesOnly || !footer ? '' : `${footerText(rows.length)}\n`}`;
}

function csv(columns: readonly SqlColumn[], rows: readonly (readonly string[])[], { tuplesOnly }: PrintOptions): string {
  const quote = (cell: string): string => (/[",\n\r]|^\\\.$/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell);
  return [...(tuplesOnly ? [] : [columns.map(({ name }) => name)]), ...rows].map((row) => `${row.map(quote).join(',')}\n`).join('');
}
