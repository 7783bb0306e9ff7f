import type { Json, Resource } from '../output/resource.ts';
import { refused } from './query-error.ts';

export type FieldType = 'string' | 'number' | 'boolean' | 'timestamp' | 'duration' | 'severity' | 'object' | 'dynamic';

/** Fields of a LogEntry that an entry without them has by default. Source: Logging API, LogEntry and HttpRequest. */
const FIELDS: Readonly<Record<string, FieldType>> = {
  httpRequest: 'object',
  'httpRequest.cacheFillBytes': 'number',
  'httpRequest.cacheHit': 'boolean',
  'httpRequest.cacheLookup': 'boolean',
  'httpRequest.cacheValidatedWithOriginServer': 'boolean',
  'httpRequest.latency': 'duration',
  'httpRequest.protocol': 'string',
  'httpRequest.referer': 'string',
  'httpRequest.remoteIp': 'string',
  'httpRequest.requestMethod': 'string',
  'httpRequest.requestSize': 'number',
  'httpRequest.requestUrl': 'string',
  'httpRequest.responseSize': 'number',
  'httpRequest.serverIp': 'string',
  'httpRequest.status': 'number',
  'httpRequest.userAgent': 'string',
  insertId: 'string',
  jsonPayload: 'object',
  labels: 'object',
  logName: 'string',
  protoPayload: 'object',
  receiveTimestamp: 'timestamp',
  resource: 'object',
  'resource.labels': 'object',
  'resource.type': 'string',
  severity: 'severity',
  spanId: 'string',
  textPayload: 'string',
  timestamp: 'timestamp',
  trace: 'string',
  traceSampled: 'boolean',
};

/** Parts of an entry that may hold anything; what is missing there passes no comparison. */
const OPEN = /^(jsonPayload|protoPayload|labels|resource\.labels)\../;

/** @throws GcloudError for a field that no entry can have. */
export function fieldType(field: string): FieldType {
  if (OPEN.test(field)) return 'dynamic';
  if (!Object.hasOwn(FIELDS, field)) throw refused(`Field not found: '${field}'.`);
  return FIELDS[field];
}

/** What an entry has there; undefined when nothing. */
export function fieldValue(entry: Resource, field: string): Json | undefined {
  let value: Json | undefined = entry;
  for (const name of field.split('.')) {
    value = typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Resource)[name] : undefined;
  }
  return value;
}

/** Every text and number in a part of an entry. */
export function leaves(value: Json | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  return typeof value === 'object' ? Object.values(value).flatMap(leaves) : [String(value)];
}
