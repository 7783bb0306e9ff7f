import { describe, expect, it } from 'vitest';
import { matchesLabels, parseSelector } from '../../src/kube/selector.ts';

const WEB = { app: 'web', tier: 'front' };

describe('label selectors', () => {
  it.each([
    ['', true],
    ['app=web', true],
    ['app==web', true],
    ['app=db', false],
    ['app!=db', true],
    ['missing!=x', true],
    ['app in (web, db)', true],
    ['app in (db)', false],
    ['app notin (db)', true],
    ['missing notin (x)', true],
    ['app', true],
    ['missing', false],
    ['!missing', true],
    ['!app', false],
    ['app=web,tier=front', true],
    ['app=web,tier=back', false],
    ['app in (web),tier notin (back)', true],
  ])('%s: %s', (selector, matches) => expect(matchesLabels(parseSelector(selector), WEB)).toBe(matches));
  it.each(['a b', 'app=in valid!', '=x'])('%s cannot be read', (selector) => expect(() => parseSelector(selector)).toThrow('unable to parse requirement'));
});
