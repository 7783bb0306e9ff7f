/**
 * Elastic tab stops as Go's text/tabwriter lays them out with padding by spaces: a column is a block of neighbouring lines that have a
 * tab-ended cell there, as wide as its widest cell. The last cell of a line is not part of a column.
 */
export function alignTabs(text: string, minWidth: number, padding: number): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const output: string[] = [];
  layOut(lines, 0, lines.length, [], minWidth, padding, output);
  return output.join('\n');
}

function layOut(lines: readonly string[][], from: number, to: number, widths: number[], minWidth: number, padding: number, output: string[]): void {
  const column = widths.length;
  let unprinted = from;
  for (let at = from; at < to; at++) {
    if (column >= lines[at].length - 1) continue;
    print(lines, unprinted, at, widths, output);
    unprinted = at;
    let width = minWidth;
    for (; at < to && column < lines[at].length - 1; at++) width = Math.max(width, textWidth(lines[at][column]) + padding);
    layOut(lines, unprinted, at, [...widths, width], minWidth, padding, output);
    unprinted = at;
  }
  print(lines, unprinted, to, widths, output);
}

function print(lines: readonly string[][], from: number, to: number, widths: readonly number[], output: string[]): void {
  for (let at = from; at < to; at++) {
    output.push(lines[at].map((cell, column) => (column < widths.length ? pad(cell, widths[column]) : cell)).join(''));
  }
}

function textWidth(text: string): number {
  return [...text].length;
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

/** Minimum column width and padding of kubectl's tables. Source: k8s.io/cli-runtime pkg/printers/tabwriter.go. */
export const TABLE_MIN_WIDTH = 6;
export const TABLE_PADDING = 3;

/**
 * Rows of a table. `widths` remembers column widths between calls, so that a watch's later rows line up with its first.
 * Every row ends in a newline; the last cell is not padded.
 */
export function alignRows(rows: readonly (readonly string[])[], widths: number[] = []): string {
  for (const row of rows) {
    for (let i = 0; i < row.length - 1; i++) widths[i] = Math.max(widths[i] ?? TABLE_MIN_WIDTH, textWidth(row[i]) + TABLE_PADDING);
  }
  return rows.map((row) => `${row.map((cell, i) => (i < row.length - 1 ? pad(cell, widths[i]) : cell)).join('')}\n`).join('');
}
