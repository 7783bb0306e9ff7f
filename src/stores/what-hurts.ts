import type { Frame, SliFrame } from '../contract/frame.ts';

/** The SLI the ribbon speaks of: the one asked for, else the one in breach that burns fastest, else the fastest burner. */
export function worstSli(slis: readonly SliFrame[], asked = ''): SliFrame | null {
  const chosen = slis.find((sli) => sli.name === asked);
  if (chosen) return chosen;
  let worst: SliFrame | null = null;
  for (const sli of slis) {
    if (!worst || (sli.breached && !worst.breached) || (sli.breached === worst.breached && sli.burn > worst.burn)) worst = sli;
  }
  return worst;
}

/** Nouns of the SLIs that are well, for "… are fine"; a noun with any breach is left out. */
export function fineNouns(frame: Frame): readonly string[] {
  const hurt = new Set(frame.slis.filter((sli) => sli.breached).map((sli) => sli.noun));
  const fine: string[] = [];
  for (const sli of frame.slis) if (!hurt.has(sli.noun) && !fine.includes(sli.noun)) fine.push(sli.noun);
  return fine;
}

/** Simulated time at which the budget is gone at the present burn, or null when it is not being spent. 30-day window. */
export function budgetEmptyUs(sli: SliFrame, nowUs: number): number | null {
  if (sli.burn <= 1 || sli.budgetLeft <= 0) return null;
  const windowUs = 30 * 86_400 * 1e6;
  return nowUs + (sli.budgetLeft / sli.burn) * windowUs;
}
