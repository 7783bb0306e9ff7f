import { stemOf } from './stems.ts';

/** A word or a punctuation mark of the text. */
export interface Token {
  /** Lower case; contractions are undone (`isn't` is `is`, `not`). */
  readonly word: string;
  readonly stem: string;
  readonly isWord: boolean;
  /** Starts with a capital letter in the text. */
  readonly capital: boolean;
  /** Offsets in the text it was read from. */
  readonly start: number;
  readonly end: number;
}

export interface Sentence {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly question: boolean;
}

const TOKEN =
  /[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+|[A-Za-z]+['’](?:t|s|re|ve|d|ll|m)\b|b\/c\b|w\/o\b|v?\d+(?:[.:]\d+)*(?:ms|s|m|h|k|%)?|[A-Za-z][A-Za-z0-9]*|[.,;:!?()\u2013\u2014-]/g;
const SHORT: Readonly<Record<string, string>> = {
  bc: 'because',
  'b/c': 'because',
  'w/o': 'without',
  cant: 'can not',
  cannot: 'can not',
  dont: 'do not',
  didnt: 'did not',
  doesnt: 'does not',
  tx: 'transaction',
  txn: 'transaction',
  db: 'database',
  conn: 'connection',
  conns: 'connections',
};

export function tokenize(text: string, offset = 0): Token[] {
  const tokens: Token[] = [];
  for (const match of text.matchAll(TOKEN)) {
    const raw = match[0],
      start = offset + match.index,
      end = start + raw.length;
    const isWord = /[A-Za-z0-9]/.test(raw);
    const hyphenInside = raw === '-' && /\w/.test(text[match.index - 1] ?? '') && /\w/.test(text[match.index + 1] ?? '');
    if (hyphenInside) continue;
    for (const word of isWord ? expand(raw) : [raw]) {
      tokens.push({ word, stem: isWord ? stemOf(word) : word, isWord, capital: /^[A-Z]/.test(raw), start, end });
    }
  }
  return tokens;
}

function expand(raw: string): string[] {
  const lower = raw.toLowerCase().replace('’', "'");
  const short = Object.hasOwn(SHORT, lower) ? SHORT[lower] : undefined;
  if (short !== undefined) return short.split(' ');
  if (lower === "can't") return ['can', 'not'];
  if (lower === "won't") return ['will', 'not'];
  if (lower.endsWith("n't")) return [lower.slice(0, -3), 'not'];
  const apostrophe = lower.indexOf("'");
  return [apostrophe > 0 ? lower.slice(0, apostrophe) : lower];
}

const ABBREVIATION = /(?:^|\W)(?:[Ee]\.g|[Ii]\.e|etc|vs|approx|[Cc]f|[Nn]o|[Dd]r|[Mm]r|Ms|[Cc]a|[Ii]ncl|resp)$/;

/** Sentences of Markdown prose: list items, headings and table rows end a sentence as full stops do. */
export function sentencesOf(text: string, offset = 0): Sentence[] {
  const sentences: Sentence[] = [];
  let start = 0;
  const cut = (end: number): void => {
    const lead = /^(?:\s|[#>*+|-](?=\s)|\d+[.)]\s)*/.exec(text.slice(start, end))?.[0].length ?? 0;
    const body = text.slice(start + lead, end).trimEnd();
    if (/\w/.test(body)) {
      const from = offset + start + lead;
      sentences.push({ start: from, end: from + body.length, text: body, tokens: tokenize(body, from), question: body.endsWith('?') });
    }
    start = end;
  };
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '.' || char === '!' || char === '?') {
      const next = text[at + 1];
      const ends = next === undefined || /[\s)"'”*_`]/.test(next);
      if (ends && !(char === '.' && ABBREVIATION.test(text.slice(Math.max(0, at - 8), at)))) cut(at + 1);
    } else if (char === '\n' && /^\n\s*(?:\n|[#>*+|-]\s|\d+[.)]\s|$)/.test(text.slice(at, at + 40))) cut(at + 1);
    else if (char === '|' && start < at) cut(at + 1);
  }
  cut(text.length);
  return sentences;
}
