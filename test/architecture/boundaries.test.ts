import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkBoundaries, describe as describeViolation, SOURCE_ROOT, type Violation } from '../../scripts/boundaries/check.ts';

/** Imports between folders follow the table in scripts/boundaries/rules.ts; each kind of breach has a fixture that is caught. */
const FIXTURES = join(import.meta.dirname, 'fixtures/boundaries');

const OTHER_RULES: Readonly<Record<string, Violation['rule']>> = {
  'node-in-pure-folder': 'pure-package',
  'dom-package-in-pure-folder': 'pure-package',
  'missing-ending': 'unresolved',
  'import-cycle': 'cycle',
  'unknown-folder': 'unknown-folder',
};

describe('import rules', () => {
  it('hold in src/', () => {
    expect(checkBoundaries(SOURCE_ROOT).map((violation) => describeViolation(violation, SOURCE_ROOT))).toEqual([]);
  });

  for (const name of readdirSync(FIXTURES)) {
    it(`catch ${name}`, () => {
      const violations = checkBoundaries(join(FIXTURES, name));
      expect(violations.map((violation) => violation.rule)).toEqual([OTHER_RULES[name] ?? 'boundary']);
      expect(violations[0]?.message).not.toBe('');
    });
  }

  it('ignore comments and strings, and allow what the table allows', () => {
    expect(checkBoundaries(join(import.meta.dirname, 'fixtures/boundaries-clean'))).toEqual([]);
  });
});
