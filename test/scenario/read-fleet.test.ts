import { describe, expect, it } from 'vitest';
import { child, itemsOf, textAt } from '../../src/scenario/document/located.ts';
import { formatProblem, type ScenarioProblem } from '../../src/scenario/problem.ts';
import { readFleet } from '../../src/scenario/read-fleet.ts';

function read(files: Record<string, string>, path: string) {
  const problems: ScenarioProblem[] = [];
  const root = readFleet({ read: (name) => files[name] ?? null }, path, problems);
  return { root, problems: problems.map(formatProblem) };
}

const BASE = 'schemaVersion: 1\nname: base\nservices:\n  - {name: a, replicas: 2}\n  - {name: b, replicas: 3}\n';

describe('a fleet that extends another', () => {
  it('is laid over it, by the rules of overrides', () => {
    const { root, problems } = read(
      { 'f/base.yaml': BASE, 'f/big.yaml': 'schemaVersion: 1\nextends: base\nname: big\nservices:\n  - {name: b, replicas: 9}\n  - {name: c}\n' },
      'f/big.yaml',
    );
    expect(problems).toEqual([]);
    expect(textAt(root, 'name')).toBe('big');
    expect(itemsOf(root, 'services').map((service) => [textAt(service, 'name'), child(service, 'replicas')])).toMatchObject([
      ['a', { value: 2, place: { file: 'f/base.yaml' } }],
      ['b', { value: 9, place: { file: 'f/big.yaml' } }],
      ['c', null],
    ]);
  });

  it('says which fleet is not there, and who asked', () => {
    expect(read({ 'f/big.yaml': 'schemaVersion: 1\nextends: bas\n' }, 'f/big.yaml').problems).toEqual([
      'f/big.yaml:2:10 extends: no fleet "bas": f/bas.yaml does not exist',
    ]);
  });

  it('does not go round in a circle', () => {
    const { root, problems } = read({ 'f/a.yaml': 'schemaVersion: 1\nextends: b\n', 'f/b.yaml': 'schemaVersion: 1\nextends: a\n' }, 'f/a.yaml');
    expect(root).toBeNull();
    expect(problems).toEqual(['f/b.yaml:2:10 extends: fleets that extend each other: f/a.yaml → f/b.yaml → f/a.yaml']);
  });
});
