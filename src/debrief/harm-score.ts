import type { HarmFrame } from '../contract/frame.ts';
import type { ScorePart } from '../contract/postmortem.ts';
import type { Epoch, Micros } from '../contract/time.ts';
import type { Action } from '../session/run-facts.ts';
import { openLedger } from '../contract/score-ledger.ts';
import { clockOf } from '../contract/utc-time.ts';
import type { Outcome } from '../session/session-api.ts';
import type { HarmSample } from './run-forks.ts';

/** User actions hurt: failed and slow are disjoint. */
export function hurtActions(harm: HarmFrame): number {
  return harm.failedRequests + harm.slowRequests;
}

/** (harm of doing nothing − harm) / (harm of doing nothing − harm of the reference response), 0…1; null when nothing could be kept. */
export function keptShare(mine: HarmFrame, nothing: HarmFrame, reference: HarmFrame): number | null {
  const could = hurtActions(nothing) - hurtActions(reference);
  return could <= 0 ? null : Math.min(1, Math.max(0, (hurtActions(nothing) - hurtActions(mine)) / could));
}

export function gradeHarm(mine: HarmFrame, nothing: HarmFrame, reference: HarmFrame): ScorePart {
  const ledger = openLedger('harm', 'Harm to users', 40);
  const kept = keptShare(mine, nothing, reference);
  const figures = `${grouped(hurtActions(mine))} user actions failed or were slow. Doing nothing: ${grouped(hurtActions(nothing))}; the reference response: ${grouped(hurtActions(reference))}.`;
  if (kept === null) {
    const noWorse = hurtActions(mine) <= hurtActions(nothing);
    ledger.give(noWorse ? 40 : 0, 40, `${figures} There was nothing to keep, and no more was lost.`, `${figures} More was lost than by doing nothing.`);
  } else
    ledger.give(
      40 * kept,
      40,
      `${figures} ${Math.round(kept * 100)}% of what could be kept was kept.`,
      kept === 0 ? `${figures} None of what could be kept was kept.` : `${Math.round((1 - kept) * 100)}% of what could be kept was lost.`,
    );
  return ledger.part();
}

export interface OwnHarm {
  /** Most user actions hurt beyond doing nothing, at any moment of the run. */
  readonly excess: number;
  /** The action after which that grew. */
  readonly after: Action | null;
}

/** A share of the harm of doing nothing that, done on top, costs all ten points: what scaling the wrong thing typically adds. */
const ALL_LOST_SHARE = 0.1;
/** Below this share of it a difference is chance: a moved world draws other requests. */
const NOISE_SHARE = 0.005;

/** How far the run was ever worse than doing nothing, and what had just been done where the gap opened fastest. */
export function ownHarm(mine: readonly HarmSample[], nothing: readonly HarmSample[], actions: readonly Action[]): OwnHarm {
  let excess = 0,
    steepest = 0,
    at: Micros | null = null,
    before = 0;
  const baseline = new Map(nothing.map((sample) => [sample.atUs, hurtActions(sample.harm)]));
  for (const sample of mine) {
    const base = baseline.get(sample.atUs);
    if (base === undefined) continue;
    const gap = hurtActions(sample.harm) - base;
    if (gap > excess) excess = gap;
    if (gap - before > steepest) {
      steepest = gap - before;
      at = sample.atUs;
    }
    before = gap;
  }
  const after = at === null ? null : (actions.filter((action) => !action.refused && action.atUs <= (at as Micros)).at(-1) ?? null);
  return { excess, after };
}

/** @param writes what promotions cost in this run and in the reference response; null where no database is replicated */
export function gradeOwnHarm(own: OwnHarm, nothing: HarmFrame, epoch: Epoch, writes: { readonly mine: Writes; readonly reference: Writes } | null): ScorePart {
  const ledger = openLedger('own-harm', 'Harm of your own', 10);
  const worst = hurtActions(nothing),
    real = own.after !== null && own.excess > Math.max(5, worst * NOISE_SHARE),
    outOf = writes === null ? 10 : 5;
  if (!real) ledger.give(outOf, outOf, 'At no moment were users worse off than if nothing had been done.', '');
  else {
    const points = outOf * Math.max(0, 1 - own.excess / Math.max(1, worst * ALL_LOST_SHARE));
    const culprit = own.after === null ? '' : `, after “${own.after.what}” at ${clockOf(epoch, own.after.atUs)}`;
    ledger.give(points, outOf, 'Part of it was won back.', `At worst ${grouped(own.excess)} more user actions were hurt than by doing nothing${culprit}.`);
  }
  if (writes !== null) {
    // Writes that a promotion loses are its price, and may be right to pay; two primaries never are.
    const { mine, reference } = writes;
    ledger.give(
      mine.conflicting <= reference.conflicting ? 5 : 0,
      5,
      `No two primaries took writes${mine.lost > 0 ? `; the promotion lost ${grouped(mine.lost)}` : ''}.`,
      `${grouped(mine.conflicting)} writes were taken by a primary that another had superseded: they have to be merged by hand or thrown away.`,
    );
  }
  return ledger.part();
}

type Writes = NonNullable<Outcome['writes']>;

export function grouped(value: number): string {
  return `${Math.round(value)}`.replace(/\B(?=(\d{3})+$)/g, ',');
}
