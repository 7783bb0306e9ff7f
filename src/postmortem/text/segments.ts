import { startsClause } from './negation.ts';
import type { Token } from './tokens.ts';

/** A stretch of a sentence that holds about one predicate. */
export interface Segment {
  /** First and one past the last token. */
  readonly from: number;
  readonly to: number;
  /** The word or mark that opened it; '' at the start of the sentence. */
  readonly opener: string;
}

const MARKS = new Set([',', ';', ':', '(', ')', '-', '\u2013', '\u2014']);
const OPENERS = new Set([
  'but',
  'however',
  'although',
  'though',
  'because',
  'since',
  'so',
  'which',
  'whereas',
  'while',
  'when',
  'whenever',
  'once',
  'until',
  'if',
  'after',
  'before',
  'where',
  'who',
  'whose',
  'therefore',
  'thus',
  'hence',
  'consequently',
  'yet',
  'unless',
  'instead',
]);

export function segmentsOf(tokens: readonly Token[]): Segment[] {
  const segments: Segment[] = [];
  let from = 0,
    opener = '';
  const cut = (at: number, word: string): void => {
    if (tokens.slice(from, at).some((token) => token.isWord)) segments.push({ from, to: at, opener });
    from = at + 1;
    opener = word;
  };
  tokens.forEach((token, at) => {
    if (MARKS.has(token.word)) cut(at, token.word);
    else if (OPENERS.has(token.word) && !(token.word === 'so' && tokens[at + 1]?.word === 'far')) cut(at, token.word);
    else if (token.word === 'and' && startsClause(tokens, at + 1)) cut(at, 'and');
  });
  if (tokens.slice(from).some((token) => token.isWord)) segments.push({ from, to: tokens.length, opener });
  return segments;
}

export function segmentAt(segments: readonly Segment[], at: number): number {
  const index = segments.findIndex((segment) => at >= segment.from && at < segment.to);
  return index === -1
    ? Math.max(
        0,
        segments.findLastIndex((segment) => segment.from <= at),
      )
    : index;
}
