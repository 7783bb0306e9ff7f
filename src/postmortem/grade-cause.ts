import type { Claim, ScoreReason } from '../contract/postmortem.ts';
import type { TruthModel } from '../scenario/model/truth.ts';
import type { CausalLink } from './causal-links.ts';
import { readLinks } from './causal-links.ts';
import { countRightLinks, findClaims, findHerrings, findReversed, nameOf } from './cause-evidence.ts';
import type { ClaimFinding, HerringFinding, ReversedLink } from './cause-evidence.ts';
import { compileConcept } from './concepts.ts';
import { readStatements } from './statements.ts';
import type { Reading } from './statements.ts';

export interface CauseGrade {
  /** 0…1. Trigger and mechanism make nine tenths of it, what sustained it and what let it happen the rest. */
  readonly causePoints: number;
  readonly findings: readonly ClaimFinding[];
  readonly herrings: readonly HerringFinding[];
  readonly reversed: readonly ReversedLink[];
  readonly rightLinks: number;
  readonly soup: boolean;
  readonly reasons: readonly ScoreReason[];
}

const CORE_SHARE = 0.9;
/** A blamed red herring beside the true trigger; without it nothing but a remainder is left, as the story told is another one. */
const HERRING_COST = 0.25,
  WRONG_STORY_KEEPS = 0.1;
/** Effects told with a red herring as the only thing in sight that could have begun them. */
const OTHER_TOPIC_KEEPS = 0.4;
const REVERSED_COST = 0.2;

/** Grades what a text (and a cause map) says about the cause. Deterministic, offline; every point has its reason. */
export function gradeCause(text: string, truth: TruthModel, map: readonly Claim[] = [], offset = 0): CauseGrade {
  const others = (truth.vocabulary ?? []).map((entry, index) => ({ id: `other ${index}`, says: entry.says }));
  const concepts = [...truth.claims, ...truth.redHerrings, ...truth.redHerrings.map(nameOf), ...others].map(compileConcept);
  const reading = readStatements(text, concepts, offset);
  const links = readLinks(reading);
  const herrings = findHerrings(truth, reading, map).map((herring) => blamedTersely(blamedByOrder(herring, links, map), reading, map)),
    reversed = findReversed(truth, links, map);
  const turned = new Set(reversed.flatMap((link) => [link.from, link.to]));
  const findings = findClaims(truth, reading, map).map((finding) => (turned.has(finding.claim.id) ? { ...finding, credit: 0 } : finding));
  const core = findings.filter((finding) => isCore(finding)),
    rest = findings.filter((finding) => !isCore(finding));
  let points = CORE_SHARE * share(core) + (1 - CORE_SHARE) * share(rest);
  const deniedWeight = core.filter((finding) => finding.denied).reduce((sum, finding) => sum + finding.claim.weight, 0);
  const coreWeight = core.reduce((sum, finding) => sum + finding.claim.weight, 0);
  points -= (CORE_SHARE * deniedWeight) / (coreWeight || 1);
  const blamed = herrings.filter((herring) => herring.blamed);
  const hasTrigger = core.some((finding) => finding.claim.role === 'trigger' && finding.credit === 1);
  if (blamed.length > 0) points = hasTrigger ? points - HERRING_COST * blamed.length : points * WRONG_STORY_KEEPS;
  else if (!core.some((finding) => finding.credit > 0 && tellsOrigin(finding, truth)) && truth.redHerrings.some((herring) => isTopic(reading, herring.id)))
    points *= OTHER_TOPIC_KEEPS;
  points -= REVERSED_COST * reversed.length;
  const causePoints = Math.round(Math.min(1, Math.max(0, points)) * 1000) / 1000;
  const rightLinks = countRightLinks(truth, links);
  return {
    causePoints,
    findings,
    herrings,
    reversed,
    rightLinks,
    soup: reading.soup,
    reasons: explain(findings, herrings, reversed, reading, hasTrigger),
  };
}

/** `… (a red herring). This caused …`: named, and put before a claim by the causal words. */
function blamedByOrder(herring: HerringFinding, links: readonly CausalLink[], map: readonly Claim[]): HerringFinding {
  const link = links.find((candidate) => candidate.from === `name of ${herring.id}` && !candidate.to.startsWith('name of '));
  return herring.blamed || herring.ruledOut || link === undefined || map.some((entry) => entry.state !== 'proposed')
    ? herring
    : { ...herring, blamed: true, quote: link.quote };
}

/** `Autovacuum locked it.` and nothing else: too short to be read as prose, yet a blame. */
function blamedTersely(herring: HerringFinding, reading: Reading, map: readonly Claim[]): HerringFinding {
  const said = reading.statements.find((statement) => statement.concept === herring.id && statement.terse && statement.close);
  return herring.blamed || herring.ruledOut || said === undefined || map.some((entry) => entry.state !== 'proposed')
    ? herring
    : { ...herring, blamed: true, quote: said.quote };
}

/** Why a text as a whole cannot be read as telling something; '' when it can. */
function whyUnread(reading: Reading): string {
  if (!reading.sentences.some((sentence) => sentence.tokens.some((token) => token.isWord))) return 'Nothing is written about the cause.';
  if (!reading.soup) return '';
  return reading.statements.some((statement) => statement.terse)
    ? 'This is too short to follow; say what did what, and what came of it.'
    : 'This lists words; it does not say what did what.';
}

/** Spoken of, not dismissed and not as something that merely went on beside. */
function isTopic(reading: Reading, id: string): boolean {
  return reading.statements.some(
    (statement) =>
      statement.concept === `name of ${id}` &&
      (statement.status === 'asserted' || statement.status === 'hypothesised') &&
      !/\b(?:at the (?:same )?time|meanwhile|in parallel|at that moment)\b/i.test(statement.quote),
  );
}

/** The trigger, or a claim it leads to at once: whoever names one of them knows where it began. */
function tellsOrigin(finding: ClaimFinding, truth: TruthModel): boolean {
  return (
    finding.claim.role === 'trigger' ||
    truth.edges.some((edge) => edge.to === finding.claim.id && truth.claims.some((claim) => claim.id === edge.from && claim.role === 'trigger'))
  );
}

function isCore(finding: ClaimFinding): boolean {
  return finding.claim.role === 'trigger' || finding.claim.role === 'mechanism';
}

function share(findings: readonly ClaimFinding[]): number {
  const all = findings.reduce((sum, finding) => sum + finding.claim.weight, 0);
  return all === 0 ? 0 : findings.reduce((sum, finding) => sum + finding.claim.weight * finding.credit, 0) / all;
}

function explain(
  findings: readonly ClaimFinding[],
  herrings: readonly HerringFinding[],
  reversed: readonly ReversedLink[],
  reading: Reading,
  hasTrigger: boolean,
): ScoreReason[] {
  const reasons: ScoreReason[] = [];
  const add = (verdict: ScoreReason['verdict'], text: string, quote: string): void => {
    reasons.push(quote === '' ? { verdict, text } : { verdict, text, quote });
  };
  const unread = whyUnread(reading);
  if (unread !== '') add('lost', unread, '');
  const turned = new Set(reversed.flatMap((link) => [link.from, link.to]));
  for (const finding of findings) {
    const name = `${roleName(finding.claim.role)}: ${finding.claim.title}`;
    if (turned.has(finding.claim.id)) continue;
    if (finding.credit === 1) add('earned', `${name}${finding.fromMap ? ' (cause map)' : ''}.`, finding.quote);
    else if (finding.credit > 0) add('earned', `${name}: supposed rather than stated, half counts.`, finding.quote);
    else if (finding.denied) add('lost', `${name}: the text says it was not so.`, finding.quote);
    else if (finding.mentioned) add('lost', `${name}: its words appear, but nothing is said of them.`, finding.quote);
    else if (isCore(finding)) add('lost', `${name}: not said.`, '');
  }
  for (const link of reversed) add('lost', `Cause and effect are the other way round: “${link.toTitle}” comes before “${link.fromTitle}”.`, link.quote);
  for (const herring of herrings) {
    if (herring.blamed) add('lost', `${herring.title} had no part in it.${hasTrigger ? '' : ' What follows from it is another story.'}`, herring.quote);
    else if (herring.ruledOut) add('note', `${herring.title}: rightly ruled out.`, herring.quote);
  }
  return reasons;
}

function roleName(role: string): string {
  return `${role.slice(0, 1).toUpperCase()}${role.slice(1)}`;
}
