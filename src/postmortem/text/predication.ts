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
 * so is a run of words without the small words that make clauses.
 */
export function predicates(sentence: Sentence): boolean {
  const words = sentence.tokens.filter((token) => token.isWord);
  if (words.length === 0) return false;
  if (isEnumeration(sentence)) return false;
  const small = words.filter((token) => FUNCTION_WORDS.has(token.word)).length;
  if (LABEL.test(sentence.text) && words.length >= 3) return true;
  if (words.length < 3) return false;
  return small / words.length >= (words.length < 8 ? 0.13 : 0.15);
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
