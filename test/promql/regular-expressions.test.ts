import { describe, expect, it } from 'vitest';
import { anchoredRegExp, Re2SyntaxError } from '../../src/base/re2.ts';

describe('RE2 expressions as Prometheus matches labels', () => {
  it.each([
    ['a.c', ['abc', 'a\nc'], ['ac', 'xabc', 'abcx']],
    ['(?i)get|post', ['GET', 'post', 'Get'], ['PUT']],
    ['a(?i:b)c', ['abc', 'aBc'], ['Abc', 'abC']],
    ['((?i)a)b', ['ab', 'Ab'], ['aB']],
    ['[[:digit:]]+', ['123'], ['a']],
    ['(?i)[a-c]x', ['BX', 'cx'], ['dx']],
    ['\\Qa.b\\E', ['a.b'], ['axb']],
    ['10\\.0\\.\\d+', ['10.0.17'], ['10x0x1']],
    ['a\\-b\\_c'.replace('\\_', '_'), ['a-b_c'], ['ab_c']],
    ['/api/v1\\/x', ['/api/v1/x'], []],
    ['a{2}b{,', ['aab{,'], ['ab{,']],
    ['(?P<n>x)y', ['xy'], ['y']],
    ['\\pL+', ['äé'], ['1']],
    ['', [''], ['a']],
    ['5..', ['503'], ['5030', '403']],
  ])('%s', (pattern, yes, no) => {
    const regexp = anchoredRegExp(pattern);
    for (const text of yes) expect(regexp.test(text), text).toBe(true);
    for (const text of no) expect(regexp.test(text), text).toBe(false);
  });

  it.each(['(?=a)', '(?<!a)b', '\\1', '[a', 'a(', 'a)', '*', '\\'])('refuses %s', (pattern) => {
    expect(() => anchoredRegExp(pattern)).toThrow(Re2SyntaxError);
  });
});
