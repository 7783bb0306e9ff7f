import type { Claim } from '../contract/postmortem.ts';

/**
 * Brings what was just read from the prose together with the cause map. What the writer decided stays: a confirmed claim only learns
 * where the text says it, a rejected one is not proposed again, and proposals the text no longer makes go. Null: nothing changed.
 */
export function mergeProposals(claims: readonly Claim[], read: readonly Claim[]): readonly Claim[] | null {
  const byMeaning = new Map(claims.map((claim) => [meaning(claim), claim]));
  const idOf = new Map<string, string>();
  let next = 1 + claims.reduce((highest, claim) => Math.max(highest, Number(/^c(\d+)$/.exec(claim.id)?.[1] ?? 0)), 0);
  for (const claim of read) {
    const known = byMeaning.get(meaning(claim));
    idOf.set(claim.id, known?.id ?? `c${next++}`);
  }
  const readByMeaning = new Map(read.map((claim) => [meaning(claim), claim]));
  const merged: Claim[] = [];
  for (const claim of claims) {
    const found = readByMeaning.get(meaning(claim));
    if (found === undefined) {
      if (claim.state !== 'proposed') merged.push(claim);
      continue;
    }
    readByMeaning.delete(meaning(claim));
    const leadsTo = claim.state === 'proposed' ? mapped(found.leadsTo, idOf) : claim.leadsTo;
    merged.push({ ...claim, leadsTo, ...(found.quote === undefined ? {} : { quote: found.quote }) });
  }
  for (const claim of readByMeaning.values()) {
    merged.push({ ...claim, id: idOf.get(claim.id) ?? claim.id, leadsTo: mapped(claim.leadsTo, idOf), state: 'proposed' });
  }
  return JSON.stringify(merged) === JSON.stringify(claims) ? null : merged;
}

function meaning(claim: Claim): string {
  return `${claim.role}\n${claim.component}\n${claim.condition}`;
}

function mapped(ids: readonly string[], idOf: ReadonlyMap<string, string>): readonly string[] {
  return ids.map((id) => idOf.get(id)).filter((id): id is string => id !== undefined);
}
