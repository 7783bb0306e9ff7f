import { describe, expect, it } from 'vitest';
import { parseGoYaml } from '../../src/kube/go-yaml.ts';

describe('parseGoYaml', () => {
  /** What kubectl 1.32 sent to a server for such a patch. */
  it.each([
    ['foo', 'foo'],
    ['', null],
    ['data: {a: b}', { data: { a: 'b' } }],
    ['a: on\nb: 2001-01-01\nc: 1.50\n5: 7\nf: 010\ng: 1_000\nh: 12:30', { 5: 7, a: true, b: '2001-01-01', c: 1.5, f: 8, g: 1000, h: '12:30' }],
    ['a: 1\na: 2', { a: 2 }],
    ['a: 1\n---\nb: 2', { a: 1 }],
    ['data:\n  idle_timeout:620s', { data: 'idle_timeout:620s' }],
  ])('%j', (text, value) => expect(parseGoYaml(text)).toEqual(value));

  /** What kubectl 1.32 says of such a patch. */
  it.each([
    ['data: {a: b', "line 1: did not find expected ',' or '}'"],
    ['data: {a: b]', "did not find expected ',' or '}'"],
    ['[1, 2', "line 1: did not find expected ',' or ']'"],
    ['"abc', 'found unexpected end of stream'],
    ['data:\n  idle_timeout: "650s', 'line 2: found unexpected end of stream'],
    ['x: y\ndata:\n  x: "abc\n', 'line 4: found unexpected end of stream'],
    ['data:\n\tx: y', 'line 2: found character that cannot start any token'],
    ['@x', 'found character that cannot start any token'],
    ['a: b: c', 'mapping values are not allowed in this context'],
    ['key\nb: c', 'line 2: mapping values are not allowed in this context'],
    ['data:\n  a: "\\q"', 'line 2: found unknown escape character'],
    ['data:\n  a: b\n c: d', 'line 2: did not find expected key'],
    ["a: 'b' c", 'did not find expected key'],
    ['x: *y', "unknown anchor 'y' referenced"],
  ])('%j is refused', (text, message) => expect(() => parseGoYaml(text)).toThrow(new Error(`yaml: ${message}`)));
});
