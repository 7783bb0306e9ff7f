import type { Sentence } from './tokens.ts';

/** Words that hold a sentence together. Prose has many; a list of keywords has next to none. */
const FUNCTION_WORDS = new Set(
  (
    'a an the this that these those each every all any some no none its their our his her it they we he she i you which who whose what there ' +
    'of in on at to from by with for into onto over under after before during between within without until till since as than because so if when while once where ' +
    'whenever although though but and or nor not never only then also even still again already is are was were be been being am has have had do does did will would can could ' +
    'may might must should one most more less up out off back about around per via due'
  ).split(' '),
);
const AUXILIARY = new Set('is are was were be been has have had do does did will would can could may might must should'.split(' '));
const LABEL =
  /^(?:[*_]*)(?:root cause|cause|trigger|mechanism|effect|result|consequence|symptom|sustaining|contributing(?: factors?)?|impact|why|what happened|tl;?dr|summary)(?:[*_]*)\s*[:\u2013\u2014-]/i;

/**
 * Does the sentence say something, or does it only list words? A list of five or more short items is a mention of each of them;
 * so is a run of words without the small words that make clauses, unless the rest of the text is prose (`The pool leaks sessions.`).
 * @param textShare `functionWordShare` of the whole text
 */
export function predicates(sentence: Sentence, textShare: number): boolean {
  const words = sentence.tokens.filter((token) => token.isWord);
  if (words.length === 0) return false;
  if (isEnumeration(sentence) || isSalad(words)) return false;
  const small = words.filter((token) => FUNCTION_WORDS.has(token.word)).length;
  if (LABEL.test(sentence.text) && words.length >= 3) return true;
  if (words.length < 3) return false;
  if (words.length > VERBLESS_WORDS && !hasVerb(words)) return false;
  if (textShare >= PROSE_SHARE) return true;
  if (words.some((token) => VERBS.has(token.stem) && !NOUN_USES.has(token.stem))) return true;
  return small / words.length >= (words.length < 8 ? 0.13 : 0.15);
}

/** Share of function words from which a text is prose beyond doubt. */
const PROSE_SHARE = 0.28;
/** A fragment may do without a verb (`Connection leak in the new build.`); a string of nouns longer than this says nothing. */
const VERBLESS_WORDS = 14;
/** Common verbs that are hardly ever nouns in incident prose, stemmed. */
const VERBS = new Set(
  (
    'stay remain becom keep hold wait leav drain run get fill starv pile grow take give make go come bring begin happen occur forget fail stop empti return open close finish end exit abort ' +
    'accumul occupi consum hang die sit lose eat show find see know think believ suspect caus trigger lead result'
  ).split(' '),
);
const NOUN_USES = new Set([
  'open',
  'close',
  'end',
  'hold',
  'exhaust',
  'run',
  'return',
  'exit',
  'abort',
  'trigger',
  'caus',
  'result',
  'lead',
  'show',
  'hang',
  'stop',
  'fill',
  'empti',
  'drain',
  'take',
  'fail',
  'wait',
]);

function hasVerb(words: Sentence['tokens']): boolean {
  return words.some(
    (token, at) =>
      AUXILIARY.has(token.word) ||
      VERBS.has(token.stem) ||
      SUBJECTS.has(token.word) ||
      (/[a-z]{2}ed$/.test(token.word) && !BEFORE_PARTICIPLE.has(words[at - 1]?.word ?? '')),
  );
}

/** Words that come with a clause: subjects that are pronouns, and denials. */
const SUBJECTS = new Set(['it', 'they', 'we', 'he', 'she', 'i', 'you', 'which', 'who', 'not', 'never', 'nobody', 'nothing']);
const BEFORE_PARTICIPLE = new Set(['the', 'a', 'an', 'of', 'in', 'with', 'and', 'by', 'this', 'to', 'for', 'on']);

const DETERMINERS = new Set(['the', 'a', 'an', 'its', 'their', 'every']);
const AFTER_DETERMINER_NEVER = new Set([
  'is',
  'was',
  'are',
  'were',
  'of',
  'by',
  'and',
  'or',
  'with',
  'to',
  'has',
  'had',
  'not',
  'from',
  'the',
  'a',
  'it',
  'they',
]);
const PREPOSITIONS = new Set(['of', 'by', 'with', 'from', 'for', 'into', 'between', 'without']);
const AFTER_PREPOSITION_NEVER = new Set(['is', 'was', 'are', 'were', 'and', 'or', 'has', 'had', 'of']);

/** Words in an order English doesn't allow (`the was`, `of by`), more than one in fifteen: shuffled, not told. */
function isSalad(words: Sentence['tokens']): boolean {
  const impossible = words.filter((token, at) => {
    const next = words[at + 1]?.word ?? '';
    return (DETERMINERS.has(token.word) && AFTER_DETERMINER_NEVER.has(next)) || (PREPOSITIONS.has(token.word) && AFTER_PREPOSITION_NEVER.has(next));
  }).length;
  return impossible > 0 && impossible >= words.length / 20;
}

const SHORT_CLAUSE_WORDS = 8;
const IRREGULAR_PASTS = new Set('held took broke brought made led got ate hung stole drew cut hit shut'.split(' '));

/** `Autovacuum locked the_table.`: a few words closed by a full stop, without commas, whose word at `verb` is a verb in use. */
export function isShortClause(sentence: Sentence, verb: number): boolean {
  const words = sentence.tokens.filter((token) => token.isWord);
  if (words.length > SHORT_CLAUSE_WORDS || !/[.!]["”')]*$/.test(sentence.text.trim())) return false;
  if (sentence.tokens.some((token) => token.word === ',' || token.word === ';' || token.word === ':')) return false;
  const { word } = sentence.tokens[verb];
  return IRREGULAR_PASTS.has(word) || /[a-z](?:ed|s)$/.test(word);
}

/** Five or more items between commas, `and` or `or`, short and without an auxiliary verb in most of them. */
function isEnumeration(sentence: Sentence): boolean {
  const items: string[][] = [[]];
  for (const token of sentence.tokens) {
    if (token.word === ',' || token.word === ';' || token.word === 'and' || token.word === 'or' || token.word === ':') items.push([]);
    else if (token.isWord) items[items.length - 1].push(token.word);
  }
  const filled = items.filter((item) => item.length > 0);
  const short = filled.filter((item) => item.length <= 4 && !item.some((word) => AUXILIARY.has(word)));
  return short.length >= 5 && short.length >= filled.length * 0.7;
}

/** Share of words that are function words over a whole text; below about 0.18 nobody is telling anything. */
export function functionWordShare(sentences: readonly Sentence[]): number {
  const words = sentences.flatMap((sentence) => sentence.tokens.filter((token) => token.isWord));
  return words.length === 0 ? 0 : words.filter((token) => FUNCTION_WORDS.has(token.word)).length / words.length;
}
