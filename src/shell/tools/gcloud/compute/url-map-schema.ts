import { GcloudError, notSimulated } from '../gcloud-error.ts';
import { pythonRepr } from '../output/python-text.ts';
import type { Json } from '../output/resource.ts';

/** What a URL map's YAML may hold. `other`: real, and not simulated. */
type Schema = 'string' | 'integer' | 'object' | 'strings' | 'other' | { readonly [field: string]: Schema };

const NOTES = { COMMENT: 'object', UNKNOWN: 'strings' } as const;

/** Source: Google Cloud SDK 528, googlecloudsdk/schemas/compute/v1/UrlMap.yaml, HttpRouteAction.yaml, HttpRetryPolicy.yaml. */
const URL_MAP: Schema = {
  ...NOTES,
  creationTimestamp: 'string',
  defaultCustomErrorResponsePolicy: 'other',
  defaultRouteAction: {
    ...NOTES,
    corsPolicy: 'other',
    faultInjectionPolicy: 'other',
    maxStreamDuration: 'other',
    requestMirrorPolicy: 'other',
    retryPolicy: { ...NOTES, numRetries: 'integer', perTryTimeout: 'other', retryConditions: 'strings' },
    timeout: 'other',
    urlRewrite: 'other',
    weightedBackendServices: 'other',
  },
  defaultService: 'string',
  defaultUrlRedirect: 'other',
  description: 'other',
  fingerprint: 'string',
  headerAction: 'other',
  hostRules: 'other',
  id: 'integer',
  kind: 'string',
  name: 'string',
  pathMatchers: 'other',
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
  const type = typeof schema === 'object' ? 'object' : schema;
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
