import { parse, YAMLParseError } from 'yaml';
import type { LoadBalancerInspection } from '../../../../contract/inspection-load-balancer.ts';
import { GcloudError, notSimulated } from '../gcloud-error.ts';
import type { Json, Resource } from '../output/resource.ts';
import { basename } from './links.ts';
import { retriesIn } from './retry-policy.ts';
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

/**
 * What the API makes of a URL map put in the place of the present one: the number of retries where no rule says otherwise.
 * @throws GcloudError for what it refuses, and for what is not simulated.
 */
export function retriesOf(urlMap: Resource, { backendService }: LoadBalancerInspection): number {
  const { defaultService, defaultRouteAction } = urlMap;
  if (defaultService === undefined) throw new GcloudError("HTTPError 400: Required field 'resource.defaultService' not specified");
  if (basename(String(defaultService)) !== backendService) throw notSimulated(`another defaultService than ${backendService}`);
  return retriesIn(defaultRouteAction as Resource | undefined, 'resource.defaultRouteAction');
}
