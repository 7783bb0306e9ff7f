import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseGoJson } from '../../src/kube/go-json.ts';

/** What `kubectl version` 1.32 says of a server that answers so: the words of Go's decoder. */
const REFUSED: readonly (readonly [string, string])[] = [
  ['', 'unexpected end of JSON input'],
  ['{"a":"b"', 'unexpected end of JSON input'],
  ['[1,2', 'unexpected end of JSON input'],
  ['{"a":"b"}}', "invalid character '}' after top-level value"],
  ['{"a":"b"} x', "invalid character 'x' after top-level value"],
  ['{data:{a:b}}', "invalid character 'd' looking for beginning of object key string"],
  ['{"a":"b",}', "invalid character '}' looking for beginning of object key string"],
  ["{'a':'b'}", "invalid character '\\'' looking for beginning of object key string"],
  ['{“a”:1}', "invalid character 'â' looking for beginning of object key string"],
  ['{"a" "b"}', "invalid character '\"' after object key"],
  ['{"a":"b"]', "invalid character ']' after object key:value pair"],
  ['{"a":01}', "invalid character '1' after object key:value pair"],
  ['{"a":b}', "invalid character 'b' looking for beginning of value"],
  ['{"a":é}', "invalid character 'Ã' looking for beginning of value"],
  ['{"a":😀}', "invalid character 'ð' looking for beginning of value"],
  ['[1,]', "invalid character ']' looking for beginning of value"],
  ['[1 2]', "invalid character '2' after array element"],
  ['{"a":tru}', "invalid character '}' in literal true (expecting 'e')"],
  ['{"a":-}', "invalid character '}' in numeric literal"],
  ['{"a":1.}', "invalid character '}' after decimal point in numeric literal"],
  ['{"a":1e}', "invalid character '}' in exponent of numeric literal"],
  ['{"a":"\n"}', "invalid character '\\n' in string literal"],
  ['{"a":"\\q"}', "invalid character 'q' in string escape code"],
  ['{"a":"\\u12x"}', "invalid character 'x' in \\u hexadecimal character escape"],
];

describe('parseGoJson', () => {
  it.each(REFUSED)('%s', (text, message) => expect(() => parseGoJson(text)).toThrow(new Error(message)));

  it('reads what is JSON', () =>
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(parseGoJson(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    ));

  it('has words of its own for whatever is cut off or changed', () =>
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(), fc.constantFrom('', '"', '}', ']', ',', ':', '\\', 'x', '-', '.', 'e'), (value, at, instead) => {
        const text = JSON.stringify(value);
        const broken = text.slice(0, at % (text.length + 1)) + instead;
        try {
          parseGoJson(broken);
        } catch (error) {
          expect((error as Error).message).toMatch(/^(unexpected end of JSON input|invalid character '.{1,6}' (looking|after|in) .+)$/);
        }
      }),
    ));
});
