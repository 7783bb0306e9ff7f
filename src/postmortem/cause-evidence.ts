import type { Claim } from '../contract/postmortem.ts';
import type { TruthClaimModel, TruthModel } from '../scenario/model/truth.ts';
import type { CausalLink } from './causal-links.ts';
import type { ConceptSource } from './concepts.ts';
import type { Reading, Statement } from './statements.ts';

/** What the writer says about one truth claim, from prose and cause map together. A reading the writer rejected in the map doesn't count. */
export interface ClaimFinding {
  readonly claim: TruthClaimModel;
  /** 1 asserted, 0.5 supposed or said both ways, 0 not said. */
  readonly credit: number;
  /** The writer says it is not so. */
  readonly denied: boolean;
  /** Only as a word in a list. */
  readonly mentioned: boolean;
  readonly quote: string;
  readonly fromMap: boolean;
  /** Role the cause map gives it, when it does. */
  readonly role: Claim['role'] | null;
}

export interface HerringFinding {
  readonly id: string;
  readonly title: string;
  readonly blamed: boolean;
  readonly ruledOut: boolean;
  readonly quote: string;
}

const SUPPOSED = 0.5;

export function findClaims(truth: TruthModel, reading: Reading, map: readonly Claim[]): ClaimFinding[] {
  return truth.claims.map((claim) => {
    const rejected = map.some((entry) => entry.state === 'rejected' && names(claim, entry));
    const about = rejected ? [] : reading.statements.filter((statement) => statement.concept === claim.id);
    const inMap = map.find((entry) => entry.state === 'confirmed' && names(claim, entry));
    const asserted = about.filter((statement) => statement.status === 'asserted'),
      hypothesised = about.filter((statement) => statement.status === 'hypothesised');
    const against = about.filter((statement) => statement.status === 'denied' || statement.status === 'dismissed');
    const fromMap = inMap !== undefined;
    const said = asserted[0] ?? hypothesised[0] ?? against[0] ?? about[0];
    let credit = 0;
    if (inMap !== undefined && inMap.role !== 'ruled-out') credit = 1;
    else if (asserted.length > 0) credit = contradicted(asserted, against) ? SUPPOSED : 1;
    else if (hypothesised.length > 0 && against.length === 0) credit = SUPPOSED;
    const denied = inMap?.role === 'ruled-out' || (!fromMap && asserted.length === 0 && against.length > 0);
    return {
      claim,
      credit,
      denied,
      mentioned: about.length > 0 && credit === 0 && !denied,
      quote: inMap?.quote ?? said?.quote ?? '',
      fromMap,
      role: inMap?.role ?? null,
    };
  });
}

/**
 * A dismissal after the assertion takes half of it back; one before it is a story told in order. Plain denials don't: `no alert on waiting
 * for a connection` denies the alert, not the waiting.
 */
function contradicted(asserted: readonly Statement[], against: readonly Statement[]): boolean {
  const last = Math.max(...asserted.map((statement) => statement.sentence));
  return against.some((statement) => statement.status === 'dismissed' && statement.sentence > last);
}

function names(claim: TruthClaimModel, entry: Claim): boolean {
  return [{ component: claim.component, condition: claim.condition }, ...(claim.accepts ?? [])].some(
    (name) => name.component === entry.component && name.condition === entry.condition,
  );
}

/** A red herring's (or other wrong explanation's) name alone, without anything said of it. */
export function nameOf(source: ConceptSource): ConceptSource {
  return { id: `name of ${source.id}`, says: source.says.map((way) => [way[0]]) };
}

export function findHerrings(truth: TruthModel, reading: Reading, map: readonly Claim[]): HerringFinding[] {
  return truth.redHerrings.map((herring) => {
    const rejected = map.some((entry) => entry.state === 'rejected' && entry.component === herring.component && entry.condition === herring.condition);
    const about = rejected ? [] : reading.statements.filter((statement) => statement.concept === herring.id && statement.close);
    const inMap = map.find((entry) => entry.state === 'confirmed' && entry.component === herring.component && entry.condition === herring.condition);
    const taken = about.find((statement) => statement.status === 'asserted');
    const dropped = about.find((statement) => statement.status === 'denied' || statement.status === 'dismissed');
    const named = reading.statements.some((statement) => statement.concept === nameOf(herring).id && statement.status === 'dismissed');
    const ruledOut = inMap?.role === 'ruled-out' || (inMap === undefined && taken === undefined && (dropped !== undefined || named));
    const blamed = inMap !== undefined ? inMap.role !== 'ruled-out' : taken !== undefined && !(dropped !== undefined && dropped.sentence >= taken.sentence);
    return { id: herring.id, title: herring.title, blamed, ruledOut, quote: inMap?.quote ?? taken?.quote ?? dropped?.quote ?? '' };
  });
}

export interface ReversedLink extends CausalLink {
  readonly fromTitle: string;
  readonly toTitle: string;
}

/** Links the writer draws against the truth: the effect put before its cause, and never the right way round elsewhere. */
export function findReversed(truth: TruthModel, links: readonly CausalLink[], map: readonly Claim[]): ReversedLink[] {
  const reach = reachability(truth.edges);
  const byName = (id: string): string | undefined => {
    const entry = map.find((claim) => claim.id === id && claim.state === 'confirmed' && claim.role !== 'ruled-out');
    return entry === undefined ? undefined : truth.claims.find((claim) => names(claim, entry))?.id;
  };
  const drawn = map
    .flatMap((entry) => entry.leadsTo.map((to) => ({ from: byName(entry.id), to: byName(to), quote: entry.quote ?? '' })))
    .filter((link): link is CausalLink => link.from !== undefined && link.to !== undefined);
  const all = [...links, ...drawn];
  const title = (id: string): string => truth.claims.find((claim) => claim.id === id)?.title ?? id;
  const seen = new Set<string>();
  return all
    .filter((link) => {
      const key = `${link.from}>${link.to}`;
      const against = reach.has(`${link.to}>${link.from}`) && !reach.has(key);
      const alsoRight = all.some((other) => other.from === link.to && other.to === link.from);
      if (!against || alsoRight || seen.has(key)) return false;
      seen.add(key);
      return true;
    })
    .map((link) => ({ ...link, fromTitle: title(link.from), toTitle: title(link.to) }));
}

/** Links drawn the right way round, for the reasons. */
export function countRightLinks(truth: TruthModel, links: readonly CausalLink[]): number {
  const reach = reachability(truth.edges);
  return new Set(links.map((link) => `${link.from}>${link.to}`).filter((key) => reach.has(key))).size;
}

function reachability(edges: TruthModel['edges']): Set<string> {
  const reach = new Set(edges.map((edge) => `${edge.from}>${edge.to}`));
  const nodes = [...new Set(edges.flatMap((edge) => [edge.from, edge.to]))];
  for (const via of nodes)
    for (const from of nodes) for (const to of nodes) if (reach.has(`${from}>${via}`) && reach.has(`${via}>${to}`)) reach.add(`${from}>${to}`);
  return reach;
}
