/** Columns as gcloud's tables have them: two spaces apart, nothing after the last cell that holds something. No rows: no header either. */
export function tableText(header: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const lines = header.length === 0 ? rows : [header, ...rows];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => [...line[column]].length)));
  return lines
    .map(
      (line) =>
        `${line
          .map((cell, column) => cell + ' '.repeat(widths[column] - [...cell].length))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
