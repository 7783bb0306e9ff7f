/** A query that cannot be read. `message` reads as Prometheus' HTTP API answers: `1:5: parse error: …`. */
export class PromqlParseError extends Error {
  readonly line: number;
  readonly column: number;
  /** Offset in the text. */
  readonly at: number;

  constructor(text: string, at: number, problem: string) {
    const before = text.slice(0, at);
    const line = before.split('\n').length;
    const column = at - (before.lastIndexOf('\n') + 1) + 1;
    super(`${line}:${column}: parse error: ${problem}`);
    this.name = 'PromqlParseError';
    this.line = line;
    this.column = column;
    this.at = at;
  }
}
