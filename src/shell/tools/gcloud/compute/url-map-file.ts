import { parse, YAMLParseError } from 'yaml';
import type { LoadBalancerInspection } from '../../../../contract/inspection.ts';
import { GcloudError, notSimulated } from '../gcloud-error.ts';
import { pythonRepr } from '../output/python-text.ts';
import type { Json, Resource } from '../output/resource.ts';
import { basename } from './links.ts';
import { checkUrlMap } from './url-map-schema.ts';

/** Reads a URL map from YAML or JSON. @throws GcloudError for text that is none, naming the field. */
export function parseUrlMap(text: string): Resource {
  const value = parseYaml(text);
  checkUrlMap(value);
  return value as Resource;
}

function parseYaml(text: string): Json {
  try {
    return (parse(text) ?? null) as Json;
  } catch (error) {
    if (!(error instanceof YAMLParseError)) throw error;
    throw new GcloudError(`Failed to parse YAML: ${error.message.trimEnd()}`);
  }
}

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
 * What the API makes of a URL map put in the place of the present one: the number of retries.
 * @throws GcloudError for what it refuses, and for what is not simulated. Source: Compute API, HttpRetryPolicy: numRetries "must be > 0. If not
 * specified, defaults to 1"; which errors the API words so is derived.
 */
export function retriesOf(urlMap: Resource, { backendService }: LoadBalancerInspection): number {
  const { defaultService, defaultRouteAction } = urlMap;
  if (defaultService === undefined) throw invalidValue("Required field 'resource.defaultService' not specified");
  if (basename(String(defaultService)) !== backendService) throw notSimulated(`another defaultService than ${backendService}`);
  const policy = (defaultRouteAction as Resource | undefined)?.retryPolicy as Resource | undefined;
  if (policy === undefined) return 0;
  const field = 'resource.defaultRouteAction.retryPolicy';
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
