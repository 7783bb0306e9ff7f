import { GcloudError, notSimulated } from '../gcloud-error.ts';
import { pythonRepr } from '../output/python-text.ts';
import type { Json } from '../output/resource.ts';

/** What a URL map's YAML may hold. `other`: real, and not simulated. */
type Schema = 'string' | 'integer' | 'int64' | 'object' | 'strings' | 'other' | readonly [Fields] | Fields;
interface Fields {
  readonly [field: string]: Schema;
}

const NOTES = { COMMENT: 'object', UNKNOWN: 'strings' } as const;

/** @param timeout whether it may have one: in a URL map without rules it is not simulated */
function routeAction(timeout: Schema): Fields {
  return {
    ...NOTES,
    corsPolicy: 'other',
    faultInjectionPolicy: 'other',
    maxStreamDuration: 'other',
    requestMirrorPolicy: 'other',
    retryPolicy: { ...NOTES, numRetries: 'integer', perTryTimeout: 'other', retryConditions: 'strings' },
    timeout,
    urlRewrite: 'other',
    weightedBackendServices: 'other',
  };
}

const MATCH_RULE: Fields = {
  ...NOTES,
  fullPathMatch: 'string',
  headerMatches: 'other',
  ignoreCase: 'other',
  metadataFilters: 'other',
  pathTemplateMatch: 'string',
  prefixMatch: 'other',
  queryParameterMatches: 'other',
  regexMatch: 'other',
};

const PATH_MATCHER: Fields = {
  ...NOTES,
  defaultCustomErrorResponsePolicy: 'other',
  defaultRouteAction: 'other',
  defaultService: 'string',
  defaultUrlRedirect: 'other',
  description: 'other',
  headerAction: 'other',
  name: 'string',
  pathRules: 'other',
  routeRules: [
    {
      ...NOTES,
      customErrorResponsePolicy: 'other',
      description: 'other',
      headerAction: 'other',
      matchRules: [MATCH_RULE],
      priority: 'integer',
      routeAction: routeAction({ ...NOTES, nanos: 'integer', seconds: 'int64' }),
      service: 'string',
      urlRedirect: 'other',
    },
  ],
};

/** Source: Google Cloud SDK 528, googlecloudsdk/schemas/compute/v1/UrlMap.yaml, PathMatcher.yaml, HttpRouteRule.yaml, HttpRouteAction.yaml, HttpRetryPolicy.yaml, Duration.yaml. */
const URL_MAP: Fields = {
  ...NOTES,
  creationTimestamp: 'string',
  defaultCustomErrorResponsePolicy: 'other',
  defaultRouteAction: routeAction('other'),
  defaultService: 'string',
  defaultUrlRedirect: 'other',
  description: 'other',
  fingerprint: 'string',
  headerAction: 'other',
  hostRules: [{ ...NOTES, description: 'other', hosts: 'strings', pathMatcher: 'string' }],
  id: 'integer',
  kind: 'string',
  name: 'string',
  pathMatchers: [PATH_MATCHER],
  region: 'string',
  selfLink: 'string',
  tests: 'other',
};

/** Checks a URL map against gcloud's schema. @throws GcloudError as jsonschema words it, without the dump of the schema. */
export function checkUrlMap(value: Json): void {
  check(value, URL_MAP, []);
}

function check(value: Json, schema: Schema, path: readonly (string | number)[]): void {
  if (schema === 'other') throw notSimulated(path.join('.'));
  if (schema === 'strings') {
    if (!Array.isArray(value)) throw wrongType(value, 'array', path);
    for (const [at, member] of value.entries()) if (typeof member !== 'string') throw wrongType(member, 'string', [...path, at]);
    return;
  }
  if (isList(schema)) {
    if (!Array.isArray(value)) throw wrongType(value, 'array', path);
    for (const [at, member] of value.entries()) check(member, schema[0], [...path, at]);
    return;
  }
  // gcloud prints 64-bit numbers as text, and takes them back
  if (schema === 'int64' && typeof value === 'string' && /^-?\d+$/.test(value)) return;
  const type = typeof schema === 'object' ? 'object' : schema === 'int64' ? 'integer' : schema;
  if (!hasType(value, type)) throw wrongType(value, type, path);
  if (typeof schema !== 'object') return;
  const fields = value as Readonly<Record<string, Json>>;
  const unexpected = Object.keys(fields).filter((field) => !Object.hasOwn(schema, field));
  if (unexpected.length > 0) {
    const names = unexpected.map(pythonRepr).join(', ');
    throw invalid(
      `Additional properties are not allowed (${names} ${unexpected.length === 1 ? 'was' : 'were'} unexpected)`,
      'additionalProperties',
      value,
      path,
    );
  }
  for (const [field, part] of Object.entries(fields)) check(part, schema[field], [...path, field]);
}

function isList(schema: Schema): schema is readonly [Fields] {
  return Array.isArray(schema);
}

function hasType(value: Json, type: 'string' | 'integer' | 'object'): boolean {
  if (type === 'integer') return Number.isInteger(value);
  return type === 'object' ? typeof value === 'object' && value !== null && !Array.isArray(value) : typeof value === type;
}

function wrongType(value: Json, type: string, path: readonly (string | number)[]): GcloudError {
  return invalid(`${pythonRepr(value)} is not of type '${type}'`, 'type', value, path);
}

function invalid(message: string, rule: string, value: Json, path: readonly (string | number)[]): GcloudError {
  const schemaPath = path.map((part) => (typeof part === 'number' ? "['items']" : `['properties']['${part}']`)).join('');
  const instancePath = path.map((part) => (typeof part === 'number' ? `[${part}]` : `['${part}']`)).join('');
  return new GcloudError(`${message}\n\nFailed validating '${rule}' in schema${schemaPath}\n\nOn instance${instancePath}:\n    ${pythonRepr(value)}`);
}
