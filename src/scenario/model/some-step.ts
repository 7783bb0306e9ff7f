import type { StepModel } from './fleet.ts';

/** Whether one of these steps, or one inside of one, is such a one. */
export function someStep(steps: readonly StepModel[], is: (step: StepModel) => boolean): boolean {
  return steps.some((step) => is(step) || someStep(inside(step), is));
}

function inside(step: StepModel): readonly StepModel[] {
  switch (step.kind) {
    case 'transaction':
    case 'sometimes':
      return step.steps;
    case 'cache':
      return step.onMiss;
    case 'parallel':
      return step.branches;
    default:
      return [];
  }
}
