import { partialMatch } from '../partial-match.ts';
import type { Json, Resource } from '../output/resource.ts';
import { type FieldType, fieldType, fieldValue, leaves } from './query-fields.ts';
import type { Comparison, Operator, Query } from './query.ts';
import { refused } from './query-error.ts';
import { durationSeconds, operandNumber, severityNumber, timestampMs } from './query-values.ts';

export type Matches = (entry: Resource) => boolean;

/** Turns a query into a test. @throws GcloudError for fields and values that entries cannot have. Source: Logging query language, "Comparisons". */
export function matcher(query: Query): Matches {
  switch (query.kind) {
    case 'and': {
      const parts = query.parts.map(matcher);
      return (entry) => parts.every((part) => part(entry));
    }
    case 'or': {
      const parts = query.parts.map(matcher);
      return (entry) => parts.some((part) => part(entry));
    }
    case 'not': {
      const part = matcher(query.part);
      return (entry) => !part(entry);
    }
    case 'anywhere': {
      const wanted = query.value.toLowerCase();
      return (entry) => leaves(entry).some((leaf) => leaf.toLowerCase().includes(wanted));
    }
    case 'compare':
      return compared(query);
  }
}

/** How a type's values are read as numbers, and what they are called. */
const NUMERIC: Readonly<Partial<Record<FieldType, readonly [read: (text: string) => number, kind: string]>>> = {
  number: [(text) => (text.trim() === '' ? Number.NaN : Number(text)), 'number'],
  timestamp: [timestampMs, 'RFC 3339 time'],
  duration: [durationSeconds, 'duration'],
  severity: [severityNumber, 'severity'],
};

function compared(comparison: Comparison): Matches {
  const { field, operator, value } = comparison;
  const type = fieldType(field);
  if (operator === ':' && value === '*') return (entry) => leaves(fieldValue(entry, field)).length > 0;
  if (operator === '=~' || operator === '!~') return likePattern(comparison, type);
  const numeric = NUMERIC[type];
  if (numeric !== undefined) {
    const [read, kind] = numeric;
    const wanted = operandNumber(comparison, read, kind);
    return (entry) => ordered(numberIn(fieldValue(entry, field), read), operator, wanted);
  }
  return (entry) => texts(entry, field, type).some((text) => textPasses(text, operator, value));
}

/** A field that an entry lacks counts as 0. */
function numberIn(value: Json | undefined, read: (text: string) => number): number {
  return value === undefined ? 0 : read(String(value));
}

/** A field that an entry lacks counts as '', and as nothing at all where an entry may hold anything. */
function texts(entry: Resource, field: string, type: FieldType): readonly string[] {
  const found = leaves(fieldValue(entry, field));
  if (found.length > 0 || type === 'dynamic' || type === 'object') return found;
  return [type === 'boolean' ? 'false' : ''];
}

function likePattern({ field, operator, value, line, column }: Comparison, type: FieldType): Matches {
  const pattern = partialMatch(value);
  if (pattern === null) throw refused(`Unparseable filter: invalid regular expression "${value}" at line ${line}, column ${column}`);
  return (entry) => texts(entry, field, type).some((text) => pattern.test(text) === (operator === '=~'));
}

/** Case does not matter. Numbers in a payload are compared as such. */
function textPasses(text: string, operator: Operator, value: string): boolean {
  const [a, b] = [text.toLowerCase(), value.toLowerCase()];
  if (operator === ':') return a.includes(b);
  const numbers = [Number(text), Number(value)];
  return text !== '' && value !== '' && !numbers.some(Number.isNaN) ? ordered(numbers[0], operator, numbers[1]) : ordered(a, operator, b);
}

function ordered<T extends string | number>(a: T, operator: Operator, b: T): boolean {
  switch (operator) {
    case '=':
    case ':':
      return a === b;
    case '!=':
      return a !== b;
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    default:
      return a >= b;
  }
}
