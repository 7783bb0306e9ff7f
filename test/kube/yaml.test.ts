import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { jsonText } from '../../src/kube/json.ts';
import { yamlText } from '../../src/kube/yaml.ts';

const scalar = fc.oneof(
  fc.string(),
  fc.stringMatching(/^[a-z0-9:' "#-]{0,120}$/),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom('yes', 'True', 'null', '1_000', '0x1F', '12:30:45', '1.5', '2026-11-22', '', '~', '- a', 'a: b', '5e3', 'a\tb', 'a\tb\nc'),
);
const tree = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    scalar,
    fc.array(tie('node'), { maxLength: 3 }),
    fc.dictionary(fc.stringMatching(/^[a-z][a-zA-Z./]{0,10}$/), tie('node'), { maxKeys: 4 }),
  ),
})).node;

describe('yamlText', () => {
  it('says the same as the value', () =>
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), tree), (value) => {
        expect(parse(yamlText(value), { version: '1.1' })).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    ));
  it('sorts keys and leaves lists unindented', () => expect(yamlText({ b: [{ y: 1, x: '2' }], a: true })).toBe('a: true\nb:\n- x: "2"\n  "y": 1\n'));
  it('keeps a text of several lines as it is, unless it has a tab', () =>
    expect(yamlText({ a: 'x=1\ny=2\n', b: 'x\ty\nz' })).toBe('a: |\n  x=1\n  y=2\nb: "x\\ty\\nz"\n'));
  it('folds at the first space past column 80, as Go does', () => {
    expect(yamlText({ message: 'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)' })).toBe(
      'message: the HPA was able to successfully calculate a replica count from cpu resource\n  utilization (percentage of request)\n',
    );
  });
});

describe('jsonText', () => {
  it('escapes what Go escapes', () => expect(jsonText({ b: '<&>', a: 1 })).toBe('{\n    "a": 1,\n    "b": "\\u003c\\u0026\\u003e"\n}\n'));
});
