import { caseFileJsonSchema } from '../scenario/schema/case-file.ts';
import { fleetJsonSchema, scenarioJsonSchema } from '../scenario/schema/scenario.ts';

/** Files that have a schema. */
export const SCHEMA_KINDS = ['scenario', 'fleet', 'test'] as const;
export type SchemaKind = (typeof SCHEMA_KINDS)[number];

/** Prints the JSON Schema (draft 7) of scenario files, fleets or case files. */
export function schemaVerb(kind: SchemaKind): void {
  const schema = { scenario: scenarioJsonSchema, fleet: fleetJsonSchema, test: caseFileJsonSchema }[kind]();
  process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
}
