import { readInput } from './node-files.ts';
import { UsageError } from './usage-error.ts';

/** A line of a `--texts` file. */
export interface TextLine {
  readonly id: string | number;
  readonly text: string;
}

/** Reads `{"id", "text"}` a line; blank lines are skipped, a missing id is the line number. @throws UsageError naming every bad line as file:line, or saying that there is none */
export function readTexts(path: string): TextLine[] {
  const lines: TextLine[] = [],
    wrong: string[] = [];
  readInput(path)
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .forEach((row, index) => {
      if (row.trim() === '') return;
      const line = parseLine(row, index + 1);
      if (typeof line === 'string') wrong.push(`${path}:${index + 1}: ${line}`);
      else lines.push(line);
    });
  if (wrong.length > 0) throw new UsageError(wrong.join('\n'));
  if (lines.length === 0) throw new UsageError(`${path}: holds no texts; expected lines of {"id": …, "text": …}`);
  return lines;
}

function parseLine(row: string, number: number): TextLine | string {
  let value: unknown;
  try {
    value = JSON.parse(row);
  } catch (error) {
    return `not JSON (${(error as Error).message}); expected {"id": …, "text": …}`;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'expected an object {"id": …, "text": …}';
  const { id, text } = value as Readonly<Record<string, unknown>>;
  if (typeof text !== 'string') return `"text": expected a string, got ${text === undefined ? 'nothing' : JSON.stringify(text)}`;
  if (id !== undefined && typeof id !== 'string' && typeof id !== 'number') return `"id": expected a string or a number, got ${JSON.stringify(id)}`;
  return { id: id ?? number, text };
}
