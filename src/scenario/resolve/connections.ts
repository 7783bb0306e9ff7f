import type { CallModel, EndpointModel, StepModel } from '../model/fleet.ts';
import { DEFAULT_CONNECTIONS } from '../schema/connection.ts';

/** Calls of a service that serves over TLS keep connections, whether or not they say how. @param secured services that do */
export function withConnections(endpoints: readonly EndpointModel[], secured: ReadonlySet<string>): readonly EndpointModel[] {
  if (secured.size === 0) return endpoints;
  const ofCall = (call: CallModel): CallModel =>
    call.connections === undefined && secured.has(call.service) ? { ...call, connections: DEFAULT_CONNECTIONS } : call;
  const ofSteps = (steps: readonly StepModel[]): StepModel[] =>
    steps.map((step): StepModel => {
      switch (step.kind) {
        case 'call':
          return ofCall(step);
        case 'parallel':
          return { ...step, branches: step.branches.map(ofCall) };
        case 'transaction':
        case 'sometimes':
          return { ...step, steps: ofSteps(step.steps) };
        case 'cache':
          return { ...step, onMiss: ofSteps(step.onMiss) };
        default:
          return step;
      }
    });
  return endpoints.map((endpoint) => ({ ...endpoint, steps: ofSteps(endpoint.steps) }));
}
