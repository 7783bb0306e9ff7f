import { closingParenthesis, closingQuote } from './command-line.ts';

/**
 * A loop typed at the prompt, taken apart so that its output can be shown turn by turn: just-bash itself returns what a line printed only when the
 * whole line is over. Lines this module does not understand are run whole.
 */
export interface LoopLine {
  readonly before: string;
  readonly loop:
    | { readonly kind: 'while' | 'until'; readonly condition: string; readonly body: string }
    | { readonly kind: 'for'; readonly name: string; readonly words: string; readonly body: string };
  readonly after: string;
}

/** What one part of a line defines and another could not see, or what leaves a loop from inside. */
const NEEDS_WHOLE = /(^|[\s;{(])(break|continue|return|exit|exec|trap|declare|local|shopt|function|set|read|eval|source)(?=[\s;)]|$)|\(\s*\)|=\(|<<|&\s*($|;)/;

/** Only waiting takes simulated time; a loop without it is over at once, and faster when run whole. */
const WAITS = /\b(sleep|curl|timeout|watch|status|pg_sleep)\b/;

interface Word {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Stands where a command may begin. */
  readonly leads: boolean;
  /** A pipe or `&&` before it: not a statement of its own. */
  readonly joined: boolean;
}

/** The first loop of a line that is a statement of its own; null when there is none or the line must be run whole. */
export function loopLine(line: string): LoopLine | null {
  if (!/\bdone\b/.test(line) || !WAITS.test(line) || NEEDS_WHOLE.test(line.replace(/'[^']*'|"(?:\\.|[^"\\])*"/g, '""'))) return null;
  const words = wordsOf(line);
  if (words === null) return null;
  const first = words.findIndex(({ text, leads }) => leads && /^(while|until|for|if|case|select|\{|\[\[)$/.test(text));
  const head = words[first];
  if (head === undefined || !/^(while|until|for)$/.test(head.text) || head.joined) return null;
  let depth = 0;
  let opened: Word | undefined;
  for (const word of words.slice(first)) {
    if (!word.leads) continue;
    if (/^(while|until|for|select)$/.test(word.text)) depth++;
    else if (word.text === 'do' && depth === 1) opened ??= word;
    else if (word.text === 'done' && --depth === 0) return opened === undefined ? null : parts(line, head, opened, word);
  }
  return null;
}

function parts(line: string, head: Word, opened: Word, closed: Word): LoopLine | null {
  const after = line.slice(closed.to);
  if (!/^\s*($|;|\n)/.test(after)) return null;
  const top = line.slice(head.to, opened.from).trim().replace(/;$/, '').trim();
  const body = line.slice(opened.to, closed.from).trim().replace(/;$/, '');
  const rest = { before: line.slice(0, head.from), after: after.replace(/^[\s;]+/, '') };
  if (head.text !== 'for') return { ...rest, loop: { kind: head.text as 'while' | 'until', condition: top, body } };
  const list = /^([A-Za-z_]\w*)\s+in\b([\s\S]*)$/.exec(top);
  return list === null ? null : { ...rest, loop: { kind: 'for', name: list[1], words: list[2].trim(), body } };
}

function wordsOf(line: string): Word[] | null {
  const words: Word[] = [];
  let from = -1;
  let leads = true;
  let joined = false;
  const end = (to: number): void => {
    if (from < 0) return;
    const text = line.slice(from, to);
    words.push({ text, from, to, leads, joined });
    leads = leads && /^(do|then|else|elif|while|until|if|!|\{)$/.test(text);
    if (leads) joined = false;
    from = -1;
  };
  for (let at = 0; at < line.length; at++) {
    const char = line[at];
    if (/\s/.test(char) || char === ';' || char === '|' || char === '&') {
      end(at);
      if (char === '>' || line[at - 1] === '>') continue; // 2>&1
      if (char === ';' || char === '\n') [leads, joined] = [true, false];
      else if (char === '|' || char === '&') [leads, joined] = [true, true];
      continue;
    }
    if (from < 0) from = at;
    if (char === '\\') at++;
    else if (char === "'" || char === '"' || char === '`') {
      at = closingQuote(line, at);
      if (at < 0) return null;
    } else if (char === '(') {
      at = closingParenthesis(line, at);
      if (at < 0) return null;
    }
  }
  end(line.length);
  return words;
}
