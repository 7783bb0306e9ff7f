import type { ProseFlag } from '../contract/postmortem.ts';
import { BLAME_RULES, PERSON, PERSON_VERBS } from './blame-lexicon.ts';
import { isGivenName, isTechnicalName } from './person-names.ts';
import { sentencesOf } from './text/tokens.ts';

const NAMED = 'Name the change and the condition, not the person: what would have happened to anyone in that seat?';

/** Language remarks on a text: people blamed, and worlds that did not exist. Quotations and code are left alone. */
export function proseFlags(text: string): ProseFlag[] {
  const flags: ProseFlag[] = [];
  const plain = blankQuotations(text);
  for (const sentence of sentencesOf(plain)) {
    const body = sentence.text;
    for (const [from, to] of namedPeople(body, text)) flags.push({ kind: 'blame', span: [sentence.start + from, sentence.start + to], suggestion: NAMED });
    for (const rule of BLAME_RULES) {
      for (const hit of body.matchAll(rule.pattern)) {
        if (rule.needsPerson && !hasPersonAsSubject(body, hit.index, text)) continue;
        flags.push({ kind: rule.kind, span: [sentence.start + hit.index, sentence.start + hit.index + hit[0].trimEnd().length], suggestion: rule.suggestion });
      }
    }
  }
  return oneAPlace(flags);
}

/** Same length, so that offsets hold. Apostrophes are no quotation marks. */
function blankQuotations(text: string): string {
  const wipe = (part: string): string => part.replace(/[^\n]/g, ' ');
  return text.replace(/“[^”]*”|"[^"\n]*"|«[^»]*»|`[^`\n]*`|^>.*$/gm, wipe);
}

const CLAUSE_BREAK = /[,;:()–—]|\b(?:because|so|but|which|when|while|since|that|and|if|until|after|before)\b/gi;

/** A person word (or a name) before the hit in its clause; a verb right after a conjunction takes the subject of the clause before. */
function hasPersonAsSubject(body: string, at: number, text: string): boolean {
  const before = body.slice(0, at);
  let start = 0;
  for (const mark of before.matchAll(CLAUSE_BREAK)) start = mark.index + mark[0].length;
  const clause = before.slice(start);
  const subject = /\w/.test(clause.replace(/\b(?:then|also|never|simply|just|not|even)\b/gi, '')) ? clause : before;
  if (/\b(?:was|were|been|be|being|is|are|get|got)\s+(?:\w+ly\s+)?$/i.test(clause) && !/\bby\b/.test(body.slice(at))) return false;
  return PERSON.test(subject) || capitalised(subject).some(([word, index]) => isPerson(word, index === 0 && subject === before, text));
}

function capitalised(text: string): [string, number][] {
  return [...text.matchAll(/\b[A-Z][a-z]+\b/g)].map((match) => [match[0], match.index]);
}

function isPerson(word: string, sentenceInitial: boolean, text: string): boolean {
  if (isGivenName(word)) return true;
  if (sentenceInitial || isTechnicalName(word)) return false;
  return !new RegExp(`\\b${word.toLowerCase()}\\b`).test(text);
}

/** Verbs that a service or a deploy does not do. */
const ONLY_PEOPLE = /^(?:forgot|merged|approved|shipped|pasted|typed|panicked|neglected|decided|thought|assumed|insisted|knew|screwed|messed)\b/;

function* namedPeople(body: string, text: string): Generator<[number, number]> {
  for (const [word, index] of capitalised(body)) {
    const after = body.slice(index + word.length).trimStart();
    const verb = PERSON_VERBS.exec(after);
    const first = index === 0;
    const strong =
      first &&
      ONLY_PEOPLE.test(after) &&
      !isTechnicalName(word) &&
      !/s$/.test(word) &&
      !/^(?:We|They|He|She|You|It|This|That|The|Someone|Somebody|Nobody|Everyone|Who|Whoever|Ops|Support)$/.test(word);
    if (verb !== null && (strong || isPerson(word, first, text))) {
      const from = index,
        to = body.length - after.length + verb[0].length;
      yield [from, to];
    }
  }
}

/** Overlapping remarks are one remark; the first rule's stands. */
function oneAPlace(flags: readonly ProseFlag[]): ProseFlag[] {
  const kept: ProseFlag[] = [];
  for (const flag of flags) {
    if (!kept.some((other) => flag.span[0] < other.span[1] && other.span[0] < flag.span[1])) kept.push(flag);
  }
  return kept.sort((a, b) => a.span[0] - b.span[0]);
}
