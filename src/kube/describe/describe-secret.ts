import { decodedLength } from '../base64.ts';
import type { Secret } from '../objects/secret.ts';
import { DescribeWriter } from './describe-writer.ts';

/** Sizes only. Keys come in alphabetical order here; the original takes them as Go's map happens to give them. Source: kubectl pkg/describe SecretDescriber. */
export function describeSecret({ metadata, data, type }: Secret): string {
  const writer = new DescribeWriter();
  writer.line(0, 'Name:', metadata.name);
  writer.line(0, 'Namespace:', metadata.namespace ?? '');
  writer.labels('Labels', metadata.labels);
  writer.annotations('Annotations', metadata.annotations);
  writer.line(0, '\nType:', type);
  writer.line(0, '\nData\n====');
  for (const key of Object.keys(data).sort()) writer.line(0, `${key}:`, `${decodedLength(data[key])} bytes`);
  return writer.toString();
}
