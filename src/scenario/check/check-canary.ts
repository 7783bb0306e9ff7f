import { child, itemsOf, type Located } from '../document/located.ts';
import { numberAt } from './amounts.ts';
import { checkExpression } from './check-alerts.ts';
import type { Remarks } from './remarks.ts';

/** A canary whose steps can all be gone through, and whose queries can be read. */
export function checkCanary(remarks: Remarks, canary: Located | null): void {
  if (canary === null) return;
  const steps = itemsOf(canary, 'steps');
  for (const step of steps) checkAnalysis(remarks, child(step, 'analysis'), true);
  checkAnalysis(remarks, child(canary, 'analysis'), false);
  const startingStep = numberAt(canary, 'startingStep');
  const at = child(canary, 'startingStep');
  if (at !== null && startingStep !== null && startingStep >= steps.length) remarks.error(at, `must be less than the number of steps, ${steps.length}`);
}

function checkAnalysis(remarks: Remarks, analysis: Located | null, isStep: boolean): void {
  const metrics = itemsOf(analysis, 'metrics');
  remarks.distinct(metrics, 'name', 'metric');
  for (const metric of metrics) {
    checkExpression(remarks, child(metric, 'query'));
    if (isStep && child(metric, 'count') === null) remarks.error(metric, 'an analysis that is a step needs a count, or it never ends');
  }
}
