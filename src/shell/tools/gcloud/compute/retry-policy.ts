import { GcloudError, notSimulated } from '../gcloud-error.ts';
import { pythonRepr } from '../output/python-text.ts';
import type { Resource } from '../output/resource.ts';

/** Every condition there is. Source: Compute API, HttpRetryPolicy. */
const CONDITIONS = [
  '5xx',
  'gateway-error',
  'connect-failure',
  'retriable-4xx',
  'refused-stream',
  'cancelled',
  'deadline-exceeded',
  'internal',
  'resource-exhausted',
  'unavailable',
];

/**
 * Retries that a route action asks for. @param path of the action
 * @throws GcloudError for what the API refuses, and for what is not simulated. Source: Compute API, HttpRetryPolicy: numRetries "must be > 0. If not
 * specified, defaults to 1"; which errors the API words so is derived.
 */
export function retriesIn(routeAction: Resource | undefined, path: string): number {
  const policy = routeAction?.retryPolicy as Resource | undefined;
  if (policy === undefined) return 0;
  const field = `${path}.retryPolicy`;
  const conditions = policy.retryConditions as readonly string[] | undefined;
  if (conditions === undefined || conditions.length === 0) throw invalidValue(`Required field '${field}.retryConditions' not specified`);
  const unknown = conditions.findIndex((condition) => !CONDITIONS.includes(condition));
  if (unknown >= 0) throw invalidValue(`Invalid value for field '${field}.retryConditions[${unknown}]': '${conditions[unknown]}'.`);
  if (conditions.length !== 1 || conditions[0] !== 'gateway-error') throw notSimulated(`retryConditions ${pythonRepr(conditions)}; gateway-error is`);
  const { numRetries = 1 } = policy;
  if (numRetries === 0)
    throw invalidValue(`Invalid value for field '${field}.numRetries': '0'. Must be greater than 0; without a retryPolicy there are no retries.`);
  return Number(numRetries);
}

function invalidValue(message: string): GcloudError {
  return new GcloudError(`HTTPError 400: ${message}`);
}
