import type { ScorePart, ScoreReason } from './postmortem.ts';

/** Keeps points and reasons together, so that no point is given or taken without one. */
export interface Ledger {
  /** `earned` of `outOf` points for one thing; both texts are whole sentences. */
  give(earned: number, outOf: number, won: string, missed: string, quote?: string): void;
  take(points: number, why: string, quote?: string): void;
  note(text: string, quote?: string): void;
  part(): ScorePart;
}

export function openLedger(id: string, title: string, outOf: number): Ledger {
  const reasons: ScoreReason[] = [];
  let points = 0;
  const add = (verdict: ScoreReason['verdict'], text: string, quote?: string): void => {
    reasons.push(quote === undefined || quote === '' ? { verdict, text } : { verdict, text, quote });
  };
  return {
    give(earned, of, won, missed, quote) {
      points += earned;
      if (earned > 0) add('earned', `${won} (${shown(earned)} of ${shown(of)})`, quote);
      if (earned < of) add('lost', `${missed} (${shown(of - earned)} lost)`, earned > 0 ? undefined : quote);
    },
    take(lost, why, quote) {
      points -= lost;
      add('lost', `${why} (−${shown(lost)})`, quote);
    },
    note: (text, quote) => add('note', text, quote),
    part: () => ({ id, title, points: Math.round(Math.min(outOf, Math.max(0, points)) * 10) / 10, outOf, reasons }),
  };
}

export function shown(points: number): string {
  return `${Math.round(points * 10) / 10}`;
}
