import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DRAWN, diagram, machinesPage } from '../../scripts/diagrams/machines-page.ts';
import { breakerMachine } from '../../src/engine/machines/breaker.ts';

const ROOT = join(import.meta.dirname, '../..');

describe('docs/machines.md', () => {
  it('is of today’s machines; npm run diagrams writes it anew', () => {
    expect(readFileSync(join(ROOT, 'docs/machines.md'), 'utf8')).toBe(machinesPage());
  });

  it('draws every machine there is', () => {
    const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
    const made = files.filter((path) => readFileSync(join(ROOT, 'src', path), 'utf8').includes('createMachine(')).map((path) => join('src', path));
    expect(DRAWN.map(({ file }) => file).sort()).toEqual(made.sort());
  });

  it('draws a machine as it is', () => {
    expect(diagram(breakerMachine).split('\n')).toEqual([
      'stateDiagram-v2',
      '  [*] --> closed',
      '  closed --> open: TRIPPED / startCooling',
      '  open --> halfOpen: COOLED / resetTrials',
      '  halfOpen --> closed: TRIALS_PASSED / resetWindow',
      '  halfOpen --> open: TRIAL_FAILED / startCooling',
    ]);
  });
});
