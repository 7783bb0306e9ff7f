import type { Frame, RibbonSeries } from '../../contract/frame.ts';
import { type Epoch, type Micros, unixMsOf } from '../../contract/time.ts';
import { clockMinute, percent, span } from '../format.ts';
import { hardestHit } from './write-up-data.ts';

/** A number of this run that the person could have read off the screen, ready to be put into the text. */
export interface LiveFigure {
  readonly name: string;
  readonly value: string;
  /** What is inserted: the value in words that read inside a sentence. */
  readonly text: string;
}

/** From where to where the ribbon was below its objective; null while it never was. `toUs` null: still. */
export function hurtSpan(ribbon: RibbonSeries, objective: number): { readonly fromUs: Micros; readonly toUs: Micros | null; readonly worst: number } | null {
  const limit = 1 - (1 - objective) * 5;
  let first = -1;
  let last = -1;
  let worst = 1;
  ribbon.goodRatio.forEach((ratio, index) => {
    if (ratio === null || ratio >= limit) return;
    if (first < 0) first = index;
    last = index;
    worst = Math.min(worst, ratio);
  });
  if (first < 0) return null;
  const at = (index: number): Micros => ribbon.fromUs + index * ribbon.stepUs;
  const quiet = (ribbon.goodRatio.length - 1 - last) * ribbon.stepUs;
  return { fromUs: at(first), toUs: quiet >= 3 * 60e6 ? at(last + 1) : null, worst };
}

export function liveFigures(frame: Frame, ribbon: RibbonSeries | null, epoch: Epoch): readonly LiveFigure[] {
  const figures: LiveFigure[] = [];
  const add = (name: string, value: string, text = value): void => {
    figures.push({ name, value, text });
  };
  const { failedRequests, slowRequests, badSeconds } = frame.harm;
  const thousands = (count: number): string => String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
  add('Failed user actions', thousands(failedRequests), `${thousands(failedRequests)} failed`);
  add('Slow user actions', thousands(slowRequests), `${thousands(slowRequests)} were slow`);
  add('Time users were hurt', span(badSeconds * 1e6));
  const sli = hardestHit(frame);
  const hurt = ribbon && sli ? hurtSpan(ribbon, sli.objective) : null;
  if (hurt !== null && sli !== null) {
    add('From', clockMinute(unixMsOf(epoch, hurt.fromUs)));
    if (hurt.toUs !== null) {
      add('Until', clockMinute(unixMsOf(epoch, hurt.toUs)));
      add('Duration', span(hurt.toUs - hurt.fromUs));
    }
    add('Worst', percent(1 - hurt.worst), `${percent(1 - hurt.worst)} of ${sli.noun} ${sli.kind === 'latency' ? 'were too slow' : 'failed'}`);
  }
  for (const one of frame.slis)
    if (one.budgetLeft < 0.999)
      add(`Error budget left, ${one.name}`, percent(one.budgetLeft), `${percent(one.budgetLeft)} of the error budget of ${one.name} is left`);
  return figures;
}
