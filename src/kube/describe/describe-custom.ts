import { goPlain } from '../go-plain.ts';
import type { Cluster } from '../cluster.ts';
import type { KubeObject } from '../objects/object-meta.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeWriter } from './describe-writer.ts';

/** An object of a kind kubectl does not know: all its fields, by name. Source: kubectl pkg/describe genericDescriber, printUnstructuredContent. */
export function describeCustom(object: KubeObject, cluster: Cluster): string {
  const writer = new DescribeWriter();
  const { metadata } = object;
  writer.line(0, 'Name:', metadata.name);
  writer.line(0, 'Namespace:', metadata.namespace ?? '');
  writer.labels('Labels', metadata.labels);
  writer.annotations('Annotations', metadata.annotations);
  writeFields(writer, 0, object as unknown as Fields, '');
  describeEvents(writer, cluster, object.kind, metadata.name);
  return writer.toString();
}

type Fields = Readonly<Record<string, unknown>>;

/** Said above already. */
const SKIPPED = ['.metadata.name', '.metadata.namespace', '.metadata.labels', '.metadata.annotations'];

function writeFields(writer: DescribeWriter, level: number, fields: Fields, path: string): void {
  for (const field of Object.keys(fields).sort()) {
    const value = fields[field];
    const here = `${path}.${field}`;
    if (value === undefined || SKIPPED.includes(here)) continue;
    if (Array.isArray(value)) {
      writer.line(level, `${fieldLabel(field)}:`);
      for (const child of value as readonly unknown[]) {
        if (isFields(child)) writeFields(writer, level + 1, child, here);
        else writer.line(level + 1, goPlain(child));
      }
    } else if (isFields(value)) {
      writer.line(level, `${fieldLabel(field)}:`);
      writeFields(writer, level + 1, value, here);
    } else writer.line(level, `${fieldLabel(field)}:`, goPlain(value));
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const ACRONYMS = ['API', 'URL', 'UID', 'OSB', 'GUID'];

/** `observedGeneration` → `Observed Generation`; names with other signs than letters and `-` stay. Source: kubectl pkg/describe smartLabelFor. */
export function fieldLabel(field: string): string {
  if (/[^A-Za-z-]/.test(field)) return field;
  const parts = field.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+|-+/g) ?? [field];
  return parts.map((part) => (ACRONYMS.includes(part.toUpperCase()) ? part.toUpperCase() : part.charAt(0).toUpperCase() + part.slice(1))).join(' ');
}
