import type { z } from 'zod';
import { keyPath, type Located, type Place, shown } from './document/located.ts';
import { suggestion } from './nearest.ts';
import type { ScenarioProblem } from './problem.ts';

/** A place where a value stands, or would stand. */
interface Spot {
  readonly place: Place;
  /** null: nothing is written there. */
  readonly node: Located | null;
}

/** What zod found wrong, as problems at their line and column. */
export function describeIssues(root: Located, issues: readonly z.core.$ZodIssue[]): ScenarioProblem[] {
  return issues.flatMap((issue) => describeIssue(root, issue, []));
}

function describeIssue(root: Located, issue: z.core.$ZodIssue, before: readonly PropertyKey[]): ScenarioProblem[] {
  const path = [...before, ...issue.path];
  if (issue.code === 'unrecognized_keys') return describeUnknownKeys(root, path, issue);
  const { place, node } = spotOf(root, path);
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branch = node === null ? undefined : branchMeant(issue.errors);
    if (branch !== undefined) return branch.flatMap((inner) => describeIssue(root, inner, path));
  }
  return [{ ...place, severity: 'error', message: messageOf(issue, node) }];
}

/** Of a union's alternatives, the one whose shape fits: its complaints lie inside the value, not at the value. */
function branchMeant(branches: readonly (readonly z.core.$ZodIssue[])[]): readonly z.core.$ZodIssue[] | undefined {
  return branches.find(
    (issues) => issues.length > 0 && !issues.some((issue) => issue.path.length === 0 && (issue.code === 'invalid_type' || issue.code === 'invalid_value')),
  );
}

function describeUnknownKeys(root: Located, path: readonly PropertyKey[], issue: z.core.$ZodIssueUnrecognizedKeys): ScenarioProblem[] {
  const known = issue.message.split(', ');
  const { node } = spotOf(root, path);
  return issue.keys.flatMap((key): ScenarioProblem[] => {
    const entry = node?.kind === 'map' ? node.entries.get(key) : undefined;
    return entry === undefined ? [] : [{ ...entry.key, severity: 'error', message: `no key "${key}" here;${suggestion(key, known, 'Keys')}` }];
  });
}

function messageOf(issue: z.core.$ZodIssue, node: Located | null): string {
  const expected = expectedBy(issue, node);
  if (issue.code === 'custom' && (node?.kind !== 'scalar' || expected.includes(', got '))) return expected;
  if (node === null) return `missing; ${expected}`;
  return `${expected}, got ${shown(node)}${nearestOption(issue, node)}`;
}

function expectedBy(issue: z.core.$ZodIssue, node: Located | null): string {
  if (issue.message.startsWith('expected ')) return issue.message;
  const options = optionsOf(issue);
  if (options.length > 0)
    return node === null ? `expected one of ${options.slice(0, 12).join(', ')}${options.length > 12 ? ', …' : ''}` : 'expected a known name';
  if (issue.code !== 'invalid_type') return issue.message;
  const words: Readonly<Record<string, string>> = {
    object: 'a map',
    record: 'a map',
    array: 'a list',
    string: 'text',
    number: 'a number',
    boolean: 'true or false',
    int: 'a whole number',
  };
  return `expected ${words[issue.expected] ?? issue.expected}`;
}

function nearestOption(issue: z.core.$ZodIssue, node: Located): string {
  const options = optionsOf(issue);
  if (options.length === 0 || issue.message.startsWith('expected ')) return '';
  const word = node.kind === 'scalar' ? String(node.value) : '';
  return `;${suggestion(word, options, 'Known')}`;
}

function optionsOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options)) return issue.options.map(String);
  return [];
}

/** The value at `path`, or the nearest place above it that is written. */
function spotOf(root: Located, path: readonly PropertyKey[]): Spot {
  let node: Located = root;
  for (let i = 0; i < path.length; i++) {
    const key = path[i];
    const next: Located | undefined = node.kind === 'map' ? node.entries.get(String(key))?.value : node.kind === 'list' ? node.items[Number(key)] : undefined;
    if (next === undefined) return { place: { ...node.place, path: missingPath(node.place.path, path.slice(i)) }, node: null };
    node = next;
  }
  return { place: node.place, node };
}

function missingPath(at: string, rest: readonly PropertyKey[]): string {
  return rest.reduce<string>((path, key) => (typeof key === 'number' ? `${path}[${key}]` : keyPath(path, String(key))), at);
}
