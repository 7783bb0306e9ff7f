import { tokenize } from './text/tokens.ts';
import { sameStem } from './text/stems.ts';
import type { Token } from './text/tokens.ts';
import type { Segment } from './text/segments.ts';

/** What a text can be searched for: a truth claim, a red herring, or a word of the general vocabulary. The words come from the scenario file. */
export interface ConceptSource {
  readonly id: string;
  readonly says: readonly (readonly (readonly string[])[])[];
}

interface Phrase {
  /** Stems, or the exact word when the alternative was written `=word` (a noun whose verb means something else). */
  readonly stems: readonly string[];
  readonly exact: boolean;
  /** Holds a denying word itself (`nothing left`), so that word is no denial of it. */
  readonly selfDenying: boolean;
  /** `not close`: present when `close` is denied. */
  readonly denied: boolean;
}

export interface Concept {
  readonly id: string;
  /** Ways to say it; the last group of a way is its predicate, the one before it what the predicate is said of, the others context. */
  readonly ways: readonly (readonly (readonly Phrase[])[])[];
}

export function compileConcept(source: ConceptSource): Concept {
  return { id: source.id, ways: source.says.map((way) => way.map((group) => group.map(compilePhrase))) };
}

function compilePhrase(text: string): Phrase {
  const denied = text.startsWith('not ');
  const rest = denied ? text.slice(4) : text,
    exact = rest.startsWith('=');
  const words = tokenize(rest).filter((token) => token.isWord);
  return { denied, exact, selfDenying: words.some((token) => SELF_DENYING.has(token.word)), stems: words.map((token) => (exact ? token.word : token.stem)) };
}

const SELF_DENYING = new Set(['no', 'not', 'none', 'nothing', 'nobody', 'never', 'without', 'lack', 'missing', 'skip']);

export interface Hit {
  /** Token where the predicate starts, and one past its end. */
  readonly from: number;
  readonly to: number;
  /** Token of the participant; the predicate's own when the way has one group only. */
  readonly subject: number;
  readonly denied: boolean;
}

/** What one sentence offers to the matcher. */
export interface Surface {
  readonly tokens: readonly Token[];
  readonly segments: readonly Segment[];
  readonly negated: readonly boolean[];
  readonly segmentOf: readonly number[];
}

/** Words that may stand between the parts of a phrase (`leaves the transaction still open`). */
const GAP = 4;
/** Words that may stand between a predicate and what it is said of. */
const DISTANCE = 20;

interface Occurrence {
  readonly from: number;
  readonly to: number;
  readonly denied: boolean;
  /** The word of a `not …` alternative without its denial. */
  readonly plain: boolean;
}

function occurrences(surface: Surface, phrase: Phrase): Occurrence[] {
  const found: Occurrence[] = [];
  const { tokens } = surface;
  for (let at = 0; at < tokens.length; at += 1) {
    if (!is(tokens[at], phrase, 0)) continue;
    let end = at,
      ok = true;
    for (let part = 1; part < phrase.stems.length && ok; part += 1) {
      let next = end + 1;
      while (next < tokens.length && next <= end + 1 + GAP && tokens[next].isWord && !is(tokens[next], phrase, part)) next += 1;
      ok = next < tokens.length && is(tokens[next], phrase, part);
      end = next;
    }
    if (ok) {
      const denied = surface.negated[phrase.selfDenying ? at : end] !== phrase.denied;
      found.push({ from: at, to: end + 1, denied, plain: phrase.denied && denied });
    }
  }
  return found;
}

function is(token: Token, phrase: Phrase, part: number): boolean {
  return phrase.exact ? token.word === phrase.stems[part] : sameStem(token.stem, phrase.stems[part]);
}

/** Ways of saying the concept that this sentence holds. `around` are the sentences whose words may supply context (not subject or predicate). */
export function findConcept(surface: Surface, concept: Concept, around: readonly Surface[]): Hit[] {
  const hits: Hit[] = [];
  for (const way of concept.ways) {
    const context = way.slice(0, -2);
    if (!context.every((group) => [surface, ...around].some((place) => group.some((phrase) => occurrences(place, phrase).length > 0)))) continue;
    const predicate = way[way.length - 1];
    const places = predicate.flatMap((phrase) => occurrences(surface, phrase));
    const subjects = way.length > 1 ? way[way.length - 2].flatMap((phrase) => occurrences(surface, phrase)) : null;
    for (const place of places) {
      const subject = subjects === null ? place : nearest(subjects, place);
      if (subject === null) continue;
      if (subjects === null && place.denied) continue;
      // `acquires` alone does not deny `not acquire`: only words such as `properly` make it one.
      if (place.plain && !saysAsMeant(surface)) continue;
      if (pronounOutOfPlace(surface, subject.from, place.from)) continue;
      hits.push({ from: place.from, to: place.to, subject: subject.from, denied: place.denied || deniesSubject(surface, subject.from, place.from) });
    }
  }
  return hits;
}

function nearest<T extends { readonly from: number; readonly to: number }>(
  candidates: readonly T[],
  place: { readonly from: number; readonly to: number },
): T | null {
  let best: T | null = null,
    bestDistance = DISTANCE + 1;
  for (const candidate of candidates) {
    if (candidate.from === place.from) continue;
    const distance = candidate.from < place.from ? place.from - candidate.to : candidate.from - place.to;
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `not the report but the release caused it`: a denying word stands right before the subject, and its reach ends before the predicate. */
function deniesSubject(surface: Surface, subject: number, predicate: number): boolean {
  if (surface.negated[predicate]) return false;
  for (let at = subject - 1; at >= Math.max(0, subject - 4); at -= 1) {
    const { word, isWord } = surface.tokens[at];
    if (word === 'not' || word === 'neither' || word === 'nor') return true;
    if (!isWord) return false;
  }
  return false;
}

/** Words that say a thing works as it is meant to: they make `closes its transactions` a denial of `does not close`. */
const AS_MEANT = new Set(['properly', 'correctly', 'always', 'reliably', 'cleanly', 'normally', 'even', 'fine', 'every', 'duly', 'promptly', 'well']);

function saysAsMeant(surface: Surface): boolean {
  return surface.tokens.some((token) => AS_MEANT.has(token.word));
}

const POSSESSIVE = new Set(['its', 'their']);
const PRONOUNS = new Set(['it', 'they', 'this']);

/** A pronoun is a subject only where a clause begins; possessives likewise (`Its locks …`). As an object (`leaves it open`) it follows. */
function pronounOutOfPlace(surface: Surface, subject: number, predicate: number): boolean {
  const { word } = surface.tokens[subject];
  if (!POSSESSIVE.has(word) && !(PRONOUNS.has(word) && subject < predicate)) return false;
  const before = surface.tokens[subject - 1];
  return !(
    before === undefined ||
    !before.isWord ||
    surface.segments.some((segment) => segment.from === subject) ||
    before.word === 'and' ||
    before.word === 'that'
  );
}
