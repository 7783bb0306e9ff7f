/** Columns separated by three spaces, padded to their widest cell, as kubectl's tables are; the last column is not padded. */
export function textTable(header: readonly string[], rows: readonly (readonly string[])[], rightAligned: ReadonlySet<number> = new Set()): string {
  const all = header.length > 0 ? [header, ...rows] : [...rows];
  const columns = Math.max(0, ...all.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) => Math.max(...all.map((row) => [...(row[column] ?? '')].length)));
  return all
    .map((row) => `${row.map((cell, column) => pad(cell, widths[column], rightAligned.has(column), column === row.length - 1)).join('   ')}\n`)
    .join('');
}

function pad(cell: string, width: number, right: boolean, last: boolean): string {
  const missing = ' '.repeat(Math.max(0, width - [...cell].length));
  if (right) return missing + cell;
  return last ? cell : cell + missing;
}
