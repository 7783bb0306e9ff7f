import { findConcept } from './concepts.ts';
import type { Concept, Surface } from './concepts.ts';
import { readCommitment } from './text/commitment.ts';
import { negationOf } from './text/negation.ts';
import { functionWordShare, isShortClause, predicates } from './text/predication.ts';
import { segmentAt, segmentsOf } from './text/segments.ts';
import { sentencesOf } from './text/tokens.ts';
import type { Sentence } from './text/tokens.ts';

export type StatementStatus = 'asserted' | 'hypothesised' | 'denied' | 'dismissed' | 'mentioned';

/** One concept as one sentence puts it. */
export interface Statement {
  readonly concept: string;
  readonly status: StatementStatus;
  readonly sentence: number;
  /** Token of the predicate within the sentence. */
  readonly token: number;
  /** One past the last token of the predicate. */
  readonly until: number;
  /** Token of what it is said of. */
  readonly subject: number;
  /** Subject and predicate stand in one clause, or next to each other. */
  readonly close: boolean;
  /** In a text too terse to tell prose from a list: yet this much is a short full sentence. Earns nothing. */
  readonly terse: boolean;
  readonly quote: string;
  readonly start: number;
  readonly end: number;
}

export interface Reading {
  readonly sentences: readonly Sentence[];
  readonly surfaces: readonly Surface[];
  readonly statements: readonly Statement[];
  /** The text lists words rather than telling anything. */
  readonly soup: boolean;
}

/** Sentences whose words may supply context to a predicate: what was just said. */
const CONTEXT_SENTENCES = 3;
/** Share of function words below which a text isn't prose. English prose has 0.35 to 0.55; terse notes about 0.2. */
const SOUP_SHARE = 0.17;

/** Reads which concepts a text asserts, denies, doubts or only mentions, sentence by sentence. */
export function readStatements(text: string, concepts: readonly Concept[], offset = 0): Reading {
  const sentences = sentencesOf(text, offset);
  const surfaces = sentences.map(surfaceOf);
  const share = functionWordShare(sentences),
    soup = share < SOUP_SHARE;
  const statements: Statement[] = [];
  const takenBack = new Set<number>();
  sentences.forEach((sentence, index) => {
    const surface = surfaces[index];
    const commitment = readCommitment(sentence, surface.segments);
    if (commitment.dismissesPrevious && index > 0) takenBack.add(index - 1);
    const says = !soup && predicates(sentence, share);
    const around = surfaces.slice(Math.max(0, index - CONTEXT_SENTENCES), index);
    for (const concept of concepts) {
      for (const hit of findConcept(surface, concept, around)) {
        const segments: readonly [number, number] = [surface.segmentOf[hit.subject], surface.segmentOf[hit.from]];
        const commit = commitment.at[hit.subject] === 'dismissed' ? 'dismissed' : commitment.at[hit.from];
        statements.push({
          concept: concept.id,
          status: !says ? 'mentioned' : commit === 'dismissed' ? 'dismissed' : hit.denied ? 'denied' : commit,
          sentence: index,
          token: hit.from,
          until: hit.to,
          subject: hit.subject,
          terse: soup && commit === 'asserted' && !hit.denied && hit.subject < hit.from && isShortClause(sentence, hit.from),
          close: isClose(surface, segments[0], segments[1]),
          quote: sentence.text,
          start: sentence.start,
          end: sentence.end,
        });
      }
    }
  });
  const settled = statements.map((statement) =>
    takenBack.has(statement.sentence) && statement.status !== 'mentioned' ? { ...statement, status: 'dismissed' as const } : statement,
  );
  return { sentences, surfaces, soup, statements: bestPerSentence(settled) };
}

const CONTRASTS = new Set(['but', 'however', 'although', 'though', 'while', 'whereas', 'yet']);

function isClose(surface: Surface, one: number, other: number): boolean {
  const later = Math.max(one, other);
  return one === other || (Math.abs(one - other) === 1 && !CONTRASTS.has(surface.segments[later].opener));
}

function surfaceOf(sentence: Sentence): Surface {
  const segments = segmentsOf(sentence.tokens);
  return { tokens: sentence.tokens, segments, negated: negationOf(sentence.tokens), segmentOf: sentence.tokens.map((_, at) => segmentAt(segments, at)) };
}

const STRENGTH: Readonly<Record<StatementStatus, number>> = { asserted: 4, dismissed: 3, hypothesised: 2, denied: 1, mentioned: 0 };

/** A sentence says a concept once a place: of several hits the strongest stands, the others at other places are kept for causal order. */
function bestPerSentence(statements: readonly Statement[]): Statement[] {
  const best = new Map<string, Statement>();
  for (const statement of statements) {
    const key = `${statement.sentence}/${statement.concept}/${statement.token}`;
    const known = best.get(key);
    if (known === undefined || STRENGTH[statement.status] > STRENGTH[known.status]) best.set(key, statement);
  }
  const kept = [...best.values()];
  return kept.filter(
    (statement) =>
      statement.status !== 'denied' ||
      !kept.some(
        (other) =>
          other.sentence === statement.sentence && other.concept === statement.concept && (other.status === 'asserted' || other.status === 'hypothesised'),
      ),
  );
}
