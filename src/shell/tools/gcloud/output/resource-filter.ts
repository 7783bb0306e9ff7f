import { GcloudError, notSimulated } from '../gcloud-error.ts';
import { partialMatch } from '../partial-match.ts';
import { parseProjection, valueAt } from './projection.ts';
import type { Json, Resource } from './resource.ts';

type Test = (resource: Resource) => boolean;

export interface ResourceFilter {
  /** What it looks at. */
  readonly keys: readonly string[];
  readonly passes: Test;
}

const TERM = /^(?:(NOT)\s+|(-))?([\w.[\]]+)\s*(!=|>=|<=|!~|=|:|~|<|>)\s*(?:\(([^)]*)\)|"([^"]*)"|'([^']*)'|([^\s()]*))\s*/;

/**
 * `--filter`: terms such as `name~^gke AND zone:europe-west1-b`, of which all must hold; `=(a b)` is any of several. Case does not matter. OR and
 * brackets around terms are refused. @throws GcloudError. Source: `gcloud topic filters`.
 */
export function parseResourceFilter(text: string): ResourceFilter {
  const tests: Test[] = [];
  const keys: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    if (/^OR\b|^\(|^NOT\s*\(/.test(rest)) throw notSimulated('OR and brackets around terms in --filter');
    const match = TERM.exec(rest);
    const here = text.slice(0, text.length - rest.length);
    if (match === null) throw new GcloudError(`${/^[=!<>~:]/.test(rest) ? 'Non-empty key name' : 'Term'} expected [${here}*HERE* ${rest}].`);
    const [whole, not, minus, key, operator, list, double, single, bare] = match;
    if (bare === '') throw noOperand(`${here}${key}${operator}`, rest.slice(whole.length));
    const operands = list === undefined ? [double ?? single ?? bare] : list.split(/[\s,]+/).filter((operand) => operand !== '');
    keys.push(key);
    const test = termTest(key, operator, operands);
    tests.push(not === undefined && minus === undefined ? test : (resource) => !test(resource));
    rest = rest.slice(whole.length).replace(/^AND\s+/, '');
  }
  return { keys, passes: (resource) => tests.every((test) => test(resource)) };
}

function noOperand(before: string, after: string): GcloudError {
  if (/^\(./.test(after)) return new GcloudError(`More tokens expected [${before}${after} *HERE*].`);
  return new GcloudError(`Term operand expected [${before} *HERE*${after === '' ? '' : ` ${after}`}].`);
}

/** Keys of a filter that none of the resources has. */
export function absentKeys({ keys }: ResourceFilter, resources: readonly Resource[]): readonly string[] {
  return keys.filter((key) => resources.every((resource) => valueAt(resource, parseProjection(`(${key})`, key)[0]) === null)).sort();
}

function termTest(key: string, operator: string, operands: readonly string[]): Test {
  const [projection] = parseProjection(`(${key})`, key);
  const anyOf = (matches: (value: string, operand: string) => boolean): Test => {
    return (resource) => leaves(valueAt(resource, projection)).some((value) => operands.some((operand) => matches(value, operand)));
  };
  switch (operator) {
    case '=':
      return anyOf((value, operand) => value.toLowerCase() === operand.toLowerCase());
    case '!=': {
      const equal = termTest(key, '=', operands);
      return (resource) => !equal(resource);
    }
    case ':':
      return anyOf((value, operand) => operand === '*' || value.toLowerCase().includes(operand.toLowerCase().replace(/\*$/, '')));
    case '~': {
      const patterns = operands.map((operand) => regExp(operand));
      return (resource) => leaves(valueAt(resource, projection)).some((value) => patterns.some((pattern) => pattern.test(value)));
    }
    case '!~': {
      const like = termTest(key, '~', operands);
      return (resource) => !like(resource);
    }
    default:
      return anyOf((value, operand) => ordered(value, operand, operator));
  }
}

function leaves(value: Json): readonly string[] {
  if (value === null) return [];
  if (typeof value === 'object') return Object.values(value).flatMap(leaves);
  return [String(value)];
}

function ordered(value: string, operand: string, operator: string): boolean {
  const numbers = [Number(value), Number(operand)];
  const [a, b] = numbers.some(Number.isNaN) ? [value, operand] : numbers;
  if (operator === '<') return a < b;
  if (operator === '<=') return a <= b;
  return operator === '>' ? a > b : a >= b;
}

function regExp(pattern: string): RegExp {
  const found = partialMatch(pattern);
  if (found === null) throw new GcloudError(`Filter expression RE pattern [${pattern}]: not a regular expression`);
  return found;
}
