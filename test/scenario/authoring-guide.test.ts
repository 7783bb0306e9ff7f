import { describe, expect, it } from 'vitest';
import { FAULT_KINDS } from '../../src/contract/faults/fault.ts';
import { loadCases } from '../../src/scenario/load-cases.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { caseFileJsonSchema } from '../../src/scenario/schema/case-file.ts';
import { fleetJsonSchema, scenarioJsonSchema } from '../../src/scenario/schema/scenario.ts';
import { filesIn } from './files.ts';

const GUIDE = filesIn('docs').read('authoring.md') ?? '';
const SHIPPED = filesIn('scenarios');
const [SCENARIO, OVERRIDES, CASES] = [...GUIDE.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => match[1]);

/** Names of all properties anywhere in a JSON Schema. */
function keysOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  if (Array.isArray(schema)) return schema.flatMap(keysOf);
  const { properties } = schema as { readonly properties?: object };
  return [...Object.keys(properties ?? {}), ...Object.values(schema).flatMap(keysOf)];
}

/** Keys of amounts and commands, shown by example. */
const BY_EXAMPLE = ['p50', 'p99', 'constant', 'toRevision', 'container', 'grace', 'pid', 'setting', 'value', 'path'];

describe('the authoring guide', () => {
  it('shows a scenario, overrides and cases that load', () => {
    const files = { read: (path: string) => (path === 'x.yaml' ? `${SCENARIO}\n${OVERRIDES}` : path === 'x.test.yaml' ? CASES : SHIPPED.read(path)) };
    const loaded = loadScenario(files, 'x.yaml');
    expect(loaded.ok ? loaded.warnings : loaded.problems).toEqual([]);
    const cases = loadCases(files, 'x.test.yaml', loaded.ok ? loaded.scenario : null);
    expect(cases.ok ? [] : cases.problems).toEqual([]);
  });

  it('names every key of every file', () => {
    const keys = [scenarioJsonSchema(), fleetJsonSchema(), caseFileJsonSchema()].flatMap(keysOf);
    const missing = [...new Set(keys)].filter((key) => !BY_EXAMPLE.includes(key) && !new RegExp(`\\b${key}\\b`).test(GUIDE));
    expect(missing).toEqual([]);
  });

  it('names every kind of fault', () => {
    for (const kind of FAULT_KINDS) expect(GUIDE).toContain(`\`${kind}\``);
  });
});
