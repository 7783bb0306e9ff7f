import type { KubeObject, Labels } from './objects/object-meta.ts';

/** A parsed label selector: every requirement must hold. */
export type LabelSelector = readonly Requirement[];

interface Requirement {
  readonly key: string;
  readonly operator: 'in' | 'notin' | 'exists' | 'absent';
  readonly values: readonly string[];
}

/**
 * Parses `app=web,tier!=db,env in (a, b),!legacy`. @throws Error with the reason in the API server's words.
 * Source: k8s.io/apimachinery pkg/labels.
 */
export function parseSelector(text: string): LabelSelector {
  const requirements: Requirement[] = [];
  for (const part of splitOutsideParentheses(text)) {
    const term = part.trim();
    if (term === '') continue;
    requirements.push(parseRequirement(term, text));
  }
  return requirements;
}

function parseRequirement(term: string, whole: string): Requirement {
  const set = /^([^\s!=()]+)\s+(in|notin)\s*\(([^()]*)\)$/.exec(term);
  if (set) return { key: set[1], operator: set[2] as 'in' | 'notin', values: set[3].split(',').map((value) => value.trim()) };
  const equality = /^([^\s!=()]+)\s*(==|=|!=)\s*([^\s!=()]*)$/.exec(term);
  if (equality) return { key: equality[1], operator: equality[2] === '!=' ? 'notin' : 'in', values: [checked(equality[3], whole)] };
  const presence = /^(!?)\s*([^\s!=()]+)$/.exec(term);
  if (presence) return { key: presence[2], operator: presence[1] === '!' ? 'absent' : 'exists', values: [] };
  const word = /^\S+\s+(\S+)/.exec(term)?.[1] ?? term;
  throw new Error(`unable to parse requirement: found '${word}', expected: in, notin, =, ==, !=, gt, lt`);
}

function checked(value: string, whole: string): string {
  if (/^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/.test(value) && value.length <= 63) return value;
  throw new Error(
    `unable to parse requirement: values[0][${whole.split(/[!=]/)[0]}]: Invalid value: "${value}": a valid label must be an empty string or consist of ` +
      "alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for " +
      "validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
  );
}

function splitOutsideParentheses(text: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '(') depth++;
    if (character === ')') depth--;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

/** An absent label satisfies `!=` and `notin`. */
export function matchesLabels(selector: LabelSelector, labels: Labels | undefined): boolean {
  return selector.every(({ key, operator, values }) => {
    const value = labels?.[key];
    switch (operator) {
      case 'exists':
        return value !== undefined;
      case 'absent':
        return value === undefined;
      case 'in':
        return value !== undefined && values.includes(value);
      case 'notin':
        return value === undefined || !values.includes(value);
    }
  });
}

export interface FieldRequirement {
  readonly path: string;
  readonly equal: boolean;
  readonly value: string;
}

/** Parses `status.phase=Running,metadata.name!=x`. @throws Error in kubectl's words. */
export function parseFieldSelector(text: string): readonly FieldRequirement[] {
  return text
    .split(',')
    .filter((term) => term.trim() !== '')
    .map((term) => {
      const match = /^([^=!]+)(==|=|!=)(.*)$/.exec(term.trim());
      if (!match) throw new Error(`invalid selector: '${text}'; can't understand '${term}'`);
      return { path: match[1], equal: match[2] !== '!=', value: match[3] };
    });
}

export function matchesFields(selector: readonly FieldRequirement[], object: KubeObject): boolean {
  return selector.every(({ path, equal, value }) => {
    let found: unknown = object;
    for (const key of path.split('.')) found = typeof found === 'object' && found !== null ? (found as Record<string, unknown>)[key] : undefined;
    return (String(found ?? '') === value) === equal;
  });
}
