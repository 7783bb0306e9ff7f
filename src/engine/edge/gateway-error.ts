import { OUTCOME } from '../world.ts';

/** Whether a backend that was not waited for in vain has answered 502, 503 or 504, or not at all: what Envoy calls gateway errors. */
export function isGatewayError(outcome: number, status: number): boolean {
  if (outcome === OUTCOME.rateLimited) return false;
  return outcome !== OUTCOME.failed || status === 502 || status === 503 || status === 504;
}
