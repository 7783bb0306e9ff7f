import type { Reading, Statement } from './statements.ts';
import type { Token } from './text/tokens.ts';

/** `from` is said to have brought about `to`. */
export interface CausalLink {
  readonly from: string;
  readonly to: string;
  readonly quote: string;
}

interface Marker {
  /** Tokens the marker takes. */
  readonly from: number;
  readonly to: number;
  /** `forward`: what stands before brought about what follows; `back`: the other way round. */
  readonly direction: 'forward' | 'back';
  /** Refers to the sentence before (`As a result, …`). */
  readonly opens: boolean;
}

/** Longest first. A star takes any one to three words. */
const FORWARD = [
  'because of that',
  'because of this',
  'as a result',
  'as a consequence',
  'which is why',
  'that is why',
  'this is why',
  'in turn',
  'so that',
  'lead to',
  'result in',
  'bring about',
  'end in',
  'give rise to',
  'cause',
  'trigger',
  'therefore',
  'thus',
  'hence',
  'consequently',
  'so',
  'after which',
  'force',
  'make',
  'produce',
  'provoke',
  'create',
  'explain',
  'take down',
  'bring down',
  'drag down',
  'knock out',
  'spread to',
  'spread over',
];
const BACK = [
  'as a result of',
  'as a consequence of',
  'the result of',
  'a result of',
  'result of',
  'consequence of',
  'cause by',
  'trigger by',
  'produce by',
  'provoke by',
  'create by',
  'explain by',
  'bring about by',
  'due to',
  'owe to',
  'thanks to',
  'because of',
  'because',
  'stem from',
  'come from',
  'result from',
  'trace to',
  'trace back to',
  'down to',
];

const PHRASES: readonly { readonly words: readonly string[]; readonly direction: 'forward' | 'back' }[] = [
  ...FORWARD.map((text) => ({ words: text.split(' '), direction: 'forward' as const })),
  ...BACK.map((text) => ({ words: text.split(' '), direction: 'back' as const })),
].sort((a, b) => b.words.length - a.words.length);

/** Stems that differ from the plain word in the lists above. */
const STEM_OF: Readonly<Record<string, string>> = {
  cause: 'caus',
  trigger: 'trigger',
  force: 'forc',
  produce: 'produc',
  provoke: 'provok',
  create: 'creat',
  because: 'becaus',
  consequently: 'consequ',
  consequence: 'consequ',
  therefore: 'therefor',
  hence: 'henc',
  bring: 'bring',
  owe: 'owe',
  rise: 'rise',
  trace: 'trace',
  this: 'this',
  so: 'so',
  thus: 'thus',
};

function matches(token: Token | undefined, word: string): boolean {
  return token !== undefined && (token.word === word || token.stem === word || token.stem === (STEM_OF[word] ?? word));
}

function markersOf(tokens: readonly Token[], negated: readonly boolean[], question: boolean): Marker[] {
  const markers: Marker[] = [];
  // `What starved the pool was the release`: the copula turns the order round.
  const copula = !question && tokens[0]?.word === 'what' ? tokens.findIndex((token, at) => at > 2 && token.stem === 'be') : -1;
  if (copula !== -1) return [{ from: copula, to: copula + 1, direction: 'back', opens: false }];
  for (let at = 0; at < tokens.length; at += 1) {
    const phrase = PHRASES.find(({ words }) => words.every((word, part) => matches(tokens[at + part], word)));
    if (phrase !== undefined) {
      const single = phrase.words[0];
      const asNoun =
        (single === 'cause' || single === 'trigger' || single === 'result' || single === 'force') && phrase.words.length === 1 && isNoun(tokens, at);
      if (!asNoun && !negated[at])
        markers.push({ from: at, to: at + phrase.words.length, direction: phrase.direction, opens: at === 0 || onlyOpeners(tokens, at) });
      at += phrase.words.length - 1;
    } else if (tokens[at].word === 'which' && tokens[at - 1]?.word === ',' && !RELATIVE_BE.has(tokens[at + 1]?.word ?? '')) {
      markers.push({ from: at, to: at + 1, direction: 'forward', opens: false });
    }
  }
  return markers.filter((marker, index) => {
    const next = markers[index + 1];
    const bareWhich = tokens[marker.from].word === 'which' && marker.to === marker.from + 1;
    return !(bareWhich && next !== undefined && next.from - marker.to <= 5);
  });
}

const RELATIVE_BE = new Set(['is', 'was', 'are', 'were', 'had', 'has', 'have', 'it', 'we', 'they', 'the', 'in', 'means', 'meant', 'could', 'might', 'may']);

function isNoun(tokens: readonly Token[], at: number): boolean {
  const before = tokens[at - 1]?.word ?? '';
  return (
    ['the', 'a', 'root', 'no', 'its', 'possible', 'only', 'real', 'actual'].includes(before) || tokens[at + 1]?.word === ':' || tokens[at + 1]?.word === 'of'
  );
}

function onlyOpeners(tokens: readonly Token[], at: number): boolean {
  return tokens
    .slice(0, at)
    .every((token) => ['and', 'this', 'that', 'it', 'which', 'these', 'those', 'they', 'then', 'in', 'turn', 'has', ','].includes(token.word));
}

const USABLE = new Set(['asserted', 'hypothesised']);

/** Which asserted concepts the text puts before which, by the causal words between them. */
export function readLinks(reading: Reading): CausalLink[] {
  const links: CausalLink[] = [];
  reading.sentences.forEach((sentence, index) => {
    const surface = reading.surfaces[index];
    const here = reading.statements.filter((statement) => statement.sentence === index && USABLE.has(statement.status)).sort((a, b) => middle(a) - middle(b));
    const previous = reading.statements
      .filter((statement) => statement.sentence === index - 1 && USABLE.has(statement.status))
      .sort((a, b) => middle(a) - middle(b));
    const link = (from: readonly Statement[], to: readonly Statement[]): void => {
      if (from.some((one) => to.some((other) => other.concept === one.concept))) return;
      for (const one of from) for (const other of to) links.push({ from: one.concept, to: other.concept, quote: sentence.text });
    };
    const markers = markersOf(surface.tokens, surface.negated, sentence.question);
    markers.forEach((marker, order) => {
      const leftEnd = order > 0 ? markers[order - 1].to : 0;
      const rightEnd = markers[order + 1]?.from ?? surface.tokens.length;
      const before = here.filter((statement) => within(statement, leftEnd, marker.from));
      // A bare `, which` takes up the clause before only when that clause ends in its predicate; else it speaks of the noun before it.
      const bare = surface.tokens[marker.from].word === 'which' && marker.to === marker.from + 1;
      const left = bare ? before.filter((statement) => marker.from - statement.until <= 2) : before;
      const right = here.filter((statement) => within(statement, marker.to, rightEnd));
      if (marker.direction === 'forward') link(left.length > 0 ? lastPlace(left) : marker.opens ? lastPlace(previous) : [], firstPlace(events(right)));
      else if (left.length > 0) link(firstPlace(right), lastPlace(events(left)));
      else if (marker.opens) {
        const comma = surface.tokens.findIndex((token, at) => at > marker.to && token.word === ',');
        const cause = right.filter((statement) => comma === -1 || middle(statement) < comma),
          effect = right.filter((statement) => comma !== -1 && middle(statement) > comma);
        if (effect.length > 0) link(lastPlace(cause), firstPlace(events(effect)));
        else if (reading.sentences[index - 1]?.question === true) link(firstPlace(cause), lastPlace(events(previous)));
      }
    });
  });
  return links;
}

/** A name alone can be blamed; what something brings about is an event. */
function events(statements: readonly Statement[]): Statement[] {
  return statements.filter((statement) => !statement.concept.startsWith('name of '));
}

/** The statements made at the first (last) place: one predicate may say several concepts at once. */
function firstPlace(statements: readonly Statement[]): Statement[] {
  return statements.filter((statement) => statement.token === statements[0].token);
}

function lastPlace(statements: readonly Statement[]): Statement[] {
  return statements.filter((statement) => statement.token === statements[statements.length - 1].token);
}

function middle(statement: Statement): number {
  return statement.token;
}

function within(statement: Statement, from: number, to: number): boolean {
  return statement.token >= from && statement.token < to && statement.subject >= from && statement.subject < to;
}
