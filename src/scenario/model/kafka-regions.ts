import type { ServiceModel } from './fleet.ts';
import { someStep } from './some-step.ts';

/** Regions, in the order of the services, where somebody produces or consumes. */
export function kafkaRegions(services: readonly ServiceModel[]): readonly string[] {
  return [...new Set(services.filter((service) => service.consumes !== undefined || produces(service)).map(({ region }) => region))];
}

/** Whether it sends records, in answering or in consuming others. */
export function produces({ endpoints, consumes }: ServiceModel): boolean {
  return [...endpoints, ...(consumes === undefined ? [] : [consumes])].some(({ steps }) => someStep(steps, ({ kind }) => kind === 'produce'));
}
