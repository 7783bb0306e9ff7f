import type { ServiceModel } from './fleet.ts';
import { someStep } from './some-step.ts';

/** Regions, in the order of the services, where somebody calls this external. One that only a CDN asks is in none. */
export function externalRegions(services: readonly ServiceModel[], external: string): readonly string[] {
  return [...new Set(services.filter((service) => calls(service, external)).map(({ region }) => region))];
}

function calls({ endpoints, consumes }: ServiceModel, external: string): boolean {
  return [...endpoints, ...(consumes === undefined ? [] : [consumes])].some(({ steps }) =>
    someStep(steps, (step) => step.kind === 'call' && step.service === external),
  );
}
