import type { ServiceModel, StepModel } from './fleet.ts';

/** Regions, in the order of the services, where somebody produces or consumes. */
export function kafkaRegions(services: readonly ServiceModel[]): readonly string[] {
  return [...new Set(services.filter((service) => service.consumes !== undefined || produces(service)).map(({ region }) => region))];
}

/** Whether it sends records, in answering or in consuming others. */
export function produces({ endpoints, consumes }: ServiceModel): boolean {
  return [...endpoints, ...(consumes === undefined ? [] : [consumes])].some(({ steps }) => steps.some(sends));
}

function sends(step: StepModel): boolean {
  switch (step.kind) {
    case 'produce':
      return true;
    case 'transaction':
    case 'sometimes':
      return step.steps.some(sends);
    case 'cache':
      return step.onMiss.some(sends);
    default:
      return false;
  }
}
