import type { Claim, ClaimRole } from '../contract/postmortem.ts';
import type { TruthModel } from '../scenario/model/truth.ts';
import { readLinks } from './causal-links.ts';
import { nameOf } from './cause-evidence.ts';
import { causeText } from './criteria/causes.ts';
import { compileConcept } from './concepts.ts';
import { parseDocument, sectionText } from './sections.ts';
import { readStatements } from './statements.ts';
import type { Statement } from './statements.ts';

interface Named {
  readonly id: string;
  readonly component: string;
  readonly condition: string;
  readonly says: readonly (readonly (readonly string[])[])[];
}

/**
 * "From your text I read: …". Claims of the prose, all `proposed`. Read against everything the scenario has words for, true or not, and
 * ids, roles and order come from the text alone: so what is proposed does not tell what is right.
 */
export function proposeClaims(markdown: string, truth: TruthModel): Claim[] {
  const others: Named[] = [...truth.redHerrings, ...(truth.vocabulary ?? []).map((entry, index) => ({ ...entry, id: `vocabulary ${index}` }))];
  const words: Named[] = [...truth.claims, ...others];
  const document = parseDocument(markdown);
  const reading = readStatements(causeText(document), [...words, ...others.map(nameOf)].map(compileConcept));
  const factors = sectionText(document, 'Contributing factors');
  const links = readLinks(reading);
  const read = words
    .flatMap((word) => {
      const best = strongest(reading.statements, word.id);
      return best === undefined ? [] : [{ word, best }];
    })
    .sort((a, b) => a.best.start - b.best.start || a.best.token - b.best.token || (a.word.condition < b.word.condition ? -1 : 1));
  const ids = new Map(read.map(({ word }, index) => [word.id, `read-${index + 1}`]));
  return read.map(({ word, best }) => ({
    id: ids.get(word.id) as string,
    role: roleOf(
      best,
      factors.includes(best.quote),
      links.some((link) => link.to === word.id),
      links.some((link) => link.from === word.id),
    ),
    component: word.component,
    condition: word.condition,
    leadsTo: [...new Set(links.filter((link) => link.from === word.id).map((link) => ids.get(link.to)))].filter((id): id is string => id !== undefined),
    state: 'proposed',
    quote: best.quote,
  }));
}

/** What counts as the text's word on a concept; a bare name counts when it is dismissed (`it was not autovacuum`). */
function strongest(statements: readonly Statement[], id: string): Statement | undefined {
  const about = statements.filter((statement) => statement.concept === id && statement.status !== 'mentioned');
  return (
    about.find((statement) => statement.status === 'asserted') ??
    about.find((statement) => statement.status === 'hypothesised') ??
    about[0] ??
    statements.find((statement) => statement.concept === `name of ${id}` && statement.status === 'dismissed')
  );
}

/** `kept its connection` is a mechanism, `kept the pool full` a loop: keeping sustains only with a lasting state or a motion behind it. */
const SUSTAINS =
  /\b(?:sustain\w*|prolong\w*|worse|multipl\w+|amplif\w+|(?:kept|keeps|keep|keeping)\b[^.;,]*\b(?:going|alive|down|up|full|exhausted|overloaded|saturated|failing|high|busy|happening|coming back))\b/i;

function roleOf(statement: Statement, inFactors: boolean, isEffect: boolean, isCause: boolean): ClaimRole {
  if (statement.status === 'dismissed' || statement.status === 'denied') return 'ruled-out';
  if (inFactors) return 'contributing';
  if (SUSTAINS.test(statement.quote) && !isCause) return 'sustaining';
  if (/\b(?:trigger\w*|deploy\w*|release[ds]?|rolled out|rollout|shipped|version|v\d+\.\d+|introduced|set off)\b/i.test(statement.quote) && !isEffect)
    return 'trigger';
  return 'mechanism';
}

/** Names a claim may be about. */
export function claimComponents(fleet: {
  readonly services: readonly { readonly name: string }[];
  readonly databases: readonly { readonly name: string }[];
  readonly poolers: readonly { readonly name: string }[];
  readonly caches: readonly { readonly name: string }[];
  readonly externals?: readonly { readonly name: string }[];
  readonly loadBalancer: { readonly name: string };
}): string[] {
  return [
    ...new Set(
      [...fleet.services, ...fleet.databases, ...fleet.poolers, ...fleet.caches, ...(fleet.externals ?? []), fleet.loadBalancer].map((part) => part.name),
    ),
    'alerting',
    'delivery',
  ];
}
