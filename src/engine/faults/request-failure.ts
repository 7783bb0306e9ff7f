import type { RequestFailure } from '../../contract/faults/request-failure.ts';
import { mix, uniform } from '../../base/hash.ts';
import { ERROR, INFO, WARN } from '../../contract/records.ts';
import type { Plan } from '../plan/plan.ts';

/** Requests a pod's code cannot answer. */
export interface Failing {
  /** Index of the endpoint, and class of users counted from 1; 0 any. */
  readonly endpoint: number;
  readonly client: number;
  readonly share: number;
  readonly status: number;
  readonly says: string;
  readonly level: number;
}

const LEVELS = { info: INFO, warn: WARN, error: ERROR } as const;
const FAILS = 0x6661;

/**
 * Changes one parameter of the pods of some versions: which requests their code cannot answer. The request has had its work done by then; what is written about it, if
 * anybody reads it, is what the code's author thought of.
 */
export function requestFailure(plan: Plan, fault: RequestFailure, service: number, version: string): Failing[] {
  if (fault.service !== plan.services[service].model.name || !fault.versions.includes(version)) return [];
  const client = fault.client === undefined ? 0 : 1 + plan.scenario.fleet.clients.findIndex(({ name }) => name === fault.client);
  return plan.services[service].endpoints.flatMap((endpoint): Failing[] => {
    const { route, method } = plan.endpoints[endpoint];
    if (route !== fault.route || (fault.method ?? method) !== method) return [];
    return [{ endpoint, client, share: fault.share, status: fault.status, says: fault.says, level: LEVELS[fault.level] }];
  });
}

/** Whether it is one of them; by the request's key, so that the same request tried again meets the same fate. */
export function failsRequest(failing: Failing, endpoint: number, client: number, keyHi: number, keyLo: number): boolean {
  return (
    failing.endpoint === endpoint &&
    (failing.client === 0 || failing.client === client) &&
    (failing.share >= 1 || uniform(mix(keyHi, keyLo, endpoint, FAILS)) < failing.share)
  );
}
