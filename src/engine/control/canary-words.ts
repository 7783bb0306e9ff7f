import type { CanaryStepModel } from '../../scenario/model/canary.ts';

/** A step as the controller's events name it. */
export function formatStep(step: CanaryStepModel): string {
  switch (step.kind) {
    case 'set-weight':
      return `setWeight: ${step.percent}`;
    case 'analysis':
      return 'analysis';
    case 'pause':
      return step.durationUs === null ? 'pause' : `pause: ${shortDuration(step.durationUs)}`;
  }
}

/** As in a manifest: `10m`, `90s`. */
export function shortDuration(us: number): string {
  const seconds = Math.round(us / 1e6);
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}
