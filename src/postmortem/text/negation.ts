import type { Token } from './tokens.ts';

/** Plain denial: `not`, `never`. Several of them say no once (`neither … nor`). */
const PLAIN = new Set(['not', 'never', 'no', 'nor', 'neither', 'none', 'nothing', 'nobody', 'nowhere', 'hardly', 'barely', 'cannot']);
/** Words that deny what follows without `not`; together with a plain denial they cancel (`never fails to`). */
const BY_MEANING = new Set(['without', 'skip', 'omit', 'lack', 'miss', 'prevent', 'avoid', 'forget', 'neglect', 'unabl', 'absenc', 'absent']);
/** First word of two that deny together, with the words that may follow. */
const PAIRS: Readonly<Record<string, ReadonlySet<string>>> = {
  fail: new Set(['to']),
  instead: new Set(['of']),
  rather: new Set(['than']),
};
const SCOPE_ENDS = new Set([
  'but',
  'however',
  'although',
  'though',
  'because',
  'since',
  'so',
  'which',
  'when',
  'whenever',
  'once',
  'until',
  'if',
  'after',
  'before',
  'while',
  'whereas',
  'unless',
  'except',
  'therefore',
  'hence',
  'thus',
  'thereby',
]);
const REACH = 9;

/** For every token: is it denied where it stands? */
export function negationOf(tokens: readonly Token[]): boolean[] {
  const plain = new Array<boolean>(tokens.length).fill(false),
    meaning = new Array<boolean>(tokens.length).fill(false);
  tokens.forEach((token, at) => {
    if (!token.isWord) return;
    const next = tokens[at + 1]?.word ?? '';
    if (PLAIN.has(token.word)) {
      if (next === 'only' || (token.word === 'no' && (next === 'wonder' || next === 'doubt'))) return;
      spread(tokens, plain, at + 1, REACH);
    } else if (PAIRS[token.stem]?.has(next)) spread(tokens, meaning, at + 2, REACH - 2);
    else if (BY_MEANING.has(token.stem)) {
      const before = tokens[at - 1]?.stem ?? '';
      const statesAbsence = (token.stem === 'miss' || token.stem === 'absent' || token.stem === 'lack') && (before === 'be' || before === 'go');
      if (statesAbsence) spreadBack(tokens, meaning, at - 1);
      else spread(tokens, meaning, at + 1, 6);
    } else if ((token.stem === 'stop' || token.stem === 'ceas' || token.stem === 'quit') && /ing$/.test(next)) spread(tokens, meaning, at + 1, 5);
    else if (token.stem === 'ceas' && next === 'to') spread(tokens, meaning, at + 2, 5);
  });
  return tokens.map((_, at) => plain[at] !== meaning[at]);
}

function spread(tokens: readonly Token[], flags: boolean[], from: number, reach: number): void {
  for (let at = from; at < tokens.length && at < from + reach; at += 1) {
    const token = tokens[at];
    if (!token.isWord || SCOPE_ENDS.has(token.word)) {
      if (token.word === ',' && (tokens[at + 1]?.word === 'nor' || tokens[at + 1]?.word === 'or')) continue;
      return;
    }
    if (token.word === 'and' && startsClause(tokens, at + 1)) return;
    flags[at] = true;
  }
}

function spreadBack(tokens: readonly Token[], flags: boolean[], from: number): void {
  for (let at = from; at >= 0 && at > from - 6; at -= 1) {
    if (!tokens[at].isWord || SCOPE_ENDS.has(tokens[at].word)) return;
    flags[at] = true;
  }
}

const CLAUSE_STARTS = new Set([
  'it',
  'they',
  'we',
  'he',
  'she',
  'i',
  'you',
  'this',
  'that',
  'these',
  'those',
  'the',
  'a',
  'an',
  'its',
  'their',
  'every',
  'each',
  'all',
  'new',
  'then',
  'therefore',
  'as',
  'in',
  'by',
  'because',
  'so',
  'once',
  'within',
  'after',
  'leaves',
  'leaving',
  'left',
  'keeps',
  'kept',
  'holds',
  'held',
  'nobody',
]);

/** Does a clause of its own (rather than another object or verb of the same one) begin here? */
export function startsClause(tokens: readonly Token[], at: number): boolean {
  return CLAUSE_STARTS.has(tokens[at]?.word ?? '');
}
