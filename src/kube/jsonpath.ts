import { compactJson } from './json.ts';
import { parseTemplate, type Operand, type PathNode, type TemplateNode } from './jsonpath-parser.ts';

/**
 * Runs a kubectl jsonpath template over JSON: results of one expression are joined by spaces, missing fields give nothing.
 * @throws Error in kubectl's words: a template that cannot be read, an index out of range. Source: k8s.io/client-go/util/jsonpath.
 */
export function evaluateJsonPath(template: string, data: unknown): string {
  return renderJsonPath(parseTemplate(template), data);
}

/** The values a path finds, for `--sort-by` and `custom-columns`. */
export function findJsonPath(template: string, data: unknown): readonly unknown[] {
  return parseTemplate(template).flatMap((node) => (node.kind === 'path' ? follow(node.path, [data]) : []));
}

/** Accepts `.a.b`, `a.b`, `{.a.b}` and `{a.b}`. Source: cli-runtime RelaxedJSONPathExpression. */
export function relaxedPath(path: string): string {
  const match = /^\{\.?([^{}]+)\}$|^\.?([^{}]+)$/.exec(path);
  if (!match) throw new Error(`unexpected path string, expected a 'name1.name2' or '.name1.name2' or '{name1.name2}' or '{.name1.name2}'`);
  return `{.${match[1] ?? match[2]}}`;
}

/** How a value found by a path is printed. */
export function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? compactJson(value) : String(value);
}

/** As `evaluateJsonPath`, for a template already parsed. */
export function renderJsonPath(nodes: readonly TemplateNode[], data: unknown): string {
  return nodes
    .map((node) => {
      if (node.kind === 'text') return node.text;
      const found = follow(node.path, [data]);
      return node.kind === 'path' ? found.map(valueText).join(' ') : found.map((value) => renderJsonPath(node.body, value)).join('');
    })
    .join('');
}

function follow(path: readonly PathNode[], start: readonly unknown[]): readonly unknown[] {
  let values = start;
  for (const node of path) values = values.flatMap((value) => step(node, value));
  return values;
}

function step(node: PathNode, value: unknown): readonly unknown[] {
  switch (node.kind) {
    case 'field':
      return isMap(value) && node.name in value ? [value[node.name]] : [];
    case 'wildcard':
      return children(value);
    case 'recursive':
      return [value, ...descendants(value)].filter((found) => typeof found === 'object' && found !== null);
    case 'slice':
      return slice(node, value);
    case 'union':
      return node.branches.flatMap((branch) => follow(branch, [value]));
    case 'filter':
      return (Array.isArray(value) ? value : []).filter((item) => holds(node, item));
  }
}

function slice(node: Extract<PathNode, { kind: 'slice' }>, value: unknown): readonly unknown[] {
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) throw new Error(`${isMap(value) ? 'map[string]interface {}' : typeof value} is not array or slice`);
  const length = value.length;
  const start = at(node.start ?? 0, length);
  if (node.single) {
    if (start < 0 || start >= length) throw new Error(`array index out of bounds: index ${start}, length ${length}`);
    return [value[start]];
  }
  const end = Math.min(at(node.end ?? length, length), length);
  const stride = node.step ?? 1;
  if (stride <= 0) throw new Error(stride === 0 ? 'step must be > 0' : 'step must be >= 0');
  return value.slice(Math.max(0, start), Math.max(0, end)).filter((_, index) => index % stride === 0);
}

function at(index: number, length: number): number {
  return index < 0 ? index + length : index;
}

function holds(node: Extract<PathNode, { kind: 'filter' }>, item: unknown): boolean {
  const left = operand(node.left, item);
  if (node.operator === 'exists' || node.right === null) return left.length > 0;
  const right = operand(node.right, item);
  if (left.length === 0 || right.length === 0) return false;
  const a = left[0] as string | number,
    b = right[0] as string | number;
  switch (node.operator) {
    case '==':
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

function operand(side: Operand, item: unknown): readonly unknown[] {
  return side.kind === 'literal' ? [side.value] : follow(side.path, [item]);
}

function children(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isMap(value)
    ? Object.keys(value)
        .sort()
        .map((key) => value[key])
    : [];
}

function descendants(value: unknown): readonly unknown[] {
  return children(value).flatMap((child) => [child, ...descendants(child)]);
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Decoded JSON as Go's %#v prints it: what a failed template shows of its object. */
export function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (Array.isArray(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (!isMap(value)) return typeof value === 'string' ? JSON.stringify(value) : String(value);
  return `map[string]interface {}{${Object.keys(value)
    .sort()
    .filter((key) => value[key] !== undefined)
    .map((key) => `${JSON.stringify(key)}:${goSyntax(value[key])}`)
    .join(', ')}}`;
}
