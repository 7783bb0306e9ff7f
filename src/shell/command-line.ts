/**
 * A light reading of a shell line: enough to know which commands would run in the foreground, one after another, so that a command
 * that follows (`tail -f`, `watch`, `kubectl get -w`) can show its output as it comes. bash itself is just-bash's; a line this
 * module does not understand is simply run whole.
 */
export interface ForegroundCommand {
  /** Stages of the pipeline, as typed. */
  readonly stages: readonly string[];
}

const COMPOUND = new Set([
  'if',
  'for',
  'while',
  'until',
  'case',
  'select',
  'function',
  'time',
  '!',
  '[[',
  '{',
  '(',
  '((',
  'then',
  'do',
  'else',
  'done',
  'fi',
  'coproc',
  'set',
  'trap',
]);

/** Splits `a | b; c` into commands and stages; null when the line holds anything but simple commands in sequence. */
export function foregroundCommands(line: string): readonly ForegroundCommand[] | null {
  const commands: string[][] = [[]];
  let current = '';
  const endStage = (): void => {
    if (current.trim() !== '') commands[commands.length - 1].push(current.trim());
    current = '';
  };
  for (let at = 0; at < line.length; at++) {
    const char = line[at];
    const next = line[at + 1];
    if (char === '\\') {
      current += char + (next ?? '');
      at++;
    } else if (char === "'" || char === '"' || char === '`') {
      const end = closingQuote(line, at);
      if (end < 0) return null;
      current += line.slice(at, end + 1);
      at = end;
    } else if (char === '$' && next === '(') {
      const end = closingParenthesis(line, at + 1);
      if (end < 0) return null;
      current += line.slice(at, end + 1);
      at = end;
    } else if (char === '#' && (at === 0 || /\s/.test(line[at - 1]))) {
      const end = line.indexOf('\n', at);
      at = (end < 0 ? line.length : end) - 1;
    } else if ((char === '<' && next === '<') || char === '(' || char === ')') {
      return null;
    } else if (char === '&') {
      // `2>&1` and `&>` are redirections; `&&` and a trailing `&` are not simple sequences.
      if (line[at - 1] !== '>' && next !== '>') return null;
      current += char;
    } else if (char === '|') {
      if (next === '|' || next === '&') return null;
      endStage();
    } else if (char === ';' || char === '\n') {
      endStage();
      commands.push([]);
    } else {
      current += char;
    }
  }
  endStage();
  const found = commands.filter((stages) => stages.length > 0);
  if (found.some((stages) => stages.some((stage) => COMPOUND.has(firstWord(stage))))) return null;
  return found.map((stages) => ({ stages }));
}

export function closingQuote(line: string, from: number): number {
  const quote = line[from];
  for (let at = from + 1; at < line.length; at++) {
    if (line[at] === '\\' && quote !== "'") at++;
    else if (line[at] === quote) return at;
  }
  return -1;
}

/** Where the parenthesis opened at `from` closes, -1 when it does not. */
export function closingParenthesis(line: string, from: number): number {
  let depth = 0;
  for (let at = from; at < line.length; at++) {
    const char = line[at];
    if (char === '\\') at++;
    else if (char === "'" || char === '"') {
      at = closingQuote(line, at);
      if (at < 0) return -1;
    } else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return at;
  }
  return -1;
}

export function firstWord(command: string): string {
  return /^\s*(?:[A-Za-z_]\w*=\S*\s+)*(\S*)/.exec(command)?.[1] ?? '';
}

/** A last stage that ends the pipe after some lines: `head -3`, `grep -m1 x` (then what is left of it filters line by line). */
export function lineTaker(stage: string): { readonly lines: number; readonly filter: string } | null {
  const head = /^\s*head(?:\s+-(?:n\s*)?(\d+))?\s*$/.exec(stage);
  if (head !== null) return { lines: Number(head[1] ?? 10), filter: '' };
  const grep = /^\s*([ef]?grep\b.*?)\s-m\s*(\d+)\b(.*)$/.exec(stage);
  return grep === null ? null : { lines: Number(grep[2]), filter: grep[1] + grep[3] };
}

/** Redirections or substitutions take output away from the terminal. */
export function writesToTerminal(stage: string): boolean {
  const bare = stage.replace(/'[^']*'|"(?:\\.|[^"\\])*"/g, '""').replace(/2>&1|2>\s*\/dev\/null/g, '');
  return !/[<>]/.test(bare) && !/\$\(|`/.test(stage);
}

/** Words of an unfinished line for completion: the words of the last simple command, the last one being completed ('' after a space). */
export function wordsAtCursor(line: string, cursor: number): { readonly words: readonly string[]; readonly from: number } {
  const head = line.slice(0, cursor);
  let start = 0;
  let quote = '';
  for (let at = 0; at < head.length; at++) {
    const char = head[at];
    if (quote !== '') {
      if (char === '\\' && quote === '"') at++;
      else if (char === quote) quote = '';
    } else if (char === "'" || char === '"') quote = char;
    else if (char === '\\') at++;
    else if ('|;&(\n'.includes(char)) start = at + 1;
  }
  const words: string[] = [];
  let from = cursor;
  const pattern = /(?:[^\s'"\\]|\\.|'[^']*(?:'|$)|"(?:\\.|[^"\\])*(?:"|$))+/g;
  for (const match of head.slice(start).matchAll(pattern)) {
    words.push(match[0]);
    from = start + match.index;
  }
  if (words.length === 0 || start + head.slice(start).length !== from + words[words.length - 1].length) {
    words.push('');
    from = cursor;
  }
  return { words, from };
}
