/** Parsed kubectl jsonpath. Source of the grammar: k8s.io/client-go/util/jsonpath. */
export type PathNode =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'wildcard' }
  | { readonly kind: 'recursive' }
  | { readonly kind: 'slice'; readonly start: number | null; readonly end: number | null; readonly step: number | null; readonly single: boolean }
  | { readonly kind: 'filter'; readonly left: Operand; readonly operator: string; readonly right: Operand | null }
  | { readonly kind: 'union'; readonly branches: readonly (readonly PathNode[])[] };

export type Operand = { readonly kind: 'literal'; readonly value: string | number | boolean } | { readonly kind: 'path'; readonly path: readonly PathNode[] };

export type TemplateNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'path'; readonly path: readonly PathNode[] }
  | { readonly kind: 'range'; readonly path: readonly PathNode[]; readonly body: readonly TemplateNode[] };

/** @throws Error in kubectl's words when the template cannot be read. */
export function parseTemplate(template: string): readonly TemplateNode[] {
  const stack: TemplateNode[][] = [[]];
  const ranges: (readonly PathNode[])[] = [];
  let at = 0;
  while (at < template.length) {
    const open = template.indexOf('{', at);
    if (open !== at) stack[stack.length - 1].push({ kind: 'text', text: template.slice(at, open < 0 ? template.length : open) });
    if (open < 0) break;
    const reader = new Reader(template, open + 1);
    parseAction(reader, stack, ranges);
    at = reader.at;
  }
  // A range that is not ended runs to the end of the template.
  for (let path = ranges.pop(); path; path = ranges.pop()) {
    const body = stack.pop() ?? [];
    stack[stack.length - 1].push({ kind: 'range', path, body });
  }
  return stack[0];
}

function parseAction(reader: Reader, stack: TemplateNode[][], ranges: (readonly PathNode[])[]): void {
  for (;;) {
    reader.skipSpace();
    const next = reader.peek();
    if (next === '') throw new Error('unclosed action');
    if (next === '}') {
      reader.at++;
      return;
    }
    if (next === '"' || next === "'") {
      stack[stack.length - 1].push({ kind: 'text', text: reader.quoted() });
    } else if (reader.take('range')) {
      reader.skipSpace();
      ranges.push(parsePath(reader));
      stack.push([]);
    } else if (reader.take('end')) {
      const path = ranges.pop();
      if (!path) throw new Error('not in range, nothing to end');
      const body = stack.pop() ?? [];
      stack[stack.length - 1].push({ kind: 'range', path, body });
    } else {
      const before = reader.at;
      const path = parsePath(reader);
      if (reader.at === before)
        throw new Error(`unrecognized character in action: U+${next.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')} '${next}'`);
      stack[stack.length - 1].push({ kind: 'path', path });
    }
  }
}

function parsePath(reader: Reader): readonly PathNode[] {
  const path: PathNode[] = [];
  for (;;) {
    const next = reader.peek();
    if (next === '$' || next === '@') reader.at++;
    else if (next === '[') path.push(parseBracket(reader));
    else if (next === '.') {
      reader.at++;
      if (reader.peek() === '.') {
        reader.at++;
        path.push({ kind: 'recursive' });
        if (reader.peek() !== '[') pushName(reader, path);
      } else if (reader.peek() !== '[') pushName(reader, path);
    } else if (next !== '' && /[\w-]/.test(next)) pushName(reader, path);
    else return path;
  }
}

function pushName(reader: Reader, path: PathNode[]): void {
  const name = reader.name();
  if (name === '*') path.push({ kind: 'wildcard' });
  else if (name !== '') path.push({ kind: 'field', name });
}

function parseBracket(reader: Reader): PathNode {
  const inner = reader.bracket();
  const filter = /^\?\(([\s\S]*)\)$/.exec(inner);
  if (filter) return parseFilter(filter[1]);
  if (inner === '*') return { kind: 'wildcard' };
  const parts = splitOutsideQuotes(inner, ',').map((part) => part.trim());
  if (parts.length > 1) return { kind: 'union', branches: parts.map((part) => [parseKey(part)]) };
  return parseKey(inner.trim());
}

function parseKey(text: string): PathNode {
  if (/^'.*'$|^".*"$/s.test(text)) return { kind: 'field', name: text.slice(1, -1).replace(/\\(.)/g, '$1') };
  const slice = /^(-?\d*)(?:(:)(-?\d*))?(?::(-?\d*))?$/.exec(text);
  if (!slice || text === '') throw new Error(`invalid array index ${text}`);
  const number = (part: string | undefined): number | null => (part === undefined || part === '' ? null : Number(part));
  return { kind: 'slice', start: number(slice[1]), end: number(slice[3]), step: number(slice[4]), single: slice[2] === undefined };
}

function parseFilter(text: string): PathNode {
  const match = /^((?:[^=!<>"']|"[^"]*"|'[^']*'|\[[^\]]*\])*)(==|!=|<=|>=|<|>)([\s\S]*)$/.exec(text);
  if (!match) return { kind: 'filter', left: parseOperand(text.trim()), operator: 'exists', right: null };
  return { kind: 'filter', left: parseOperand(match[1].trim()), operator: match[2], right: parseOperand(match[3].trim()) };
}

function parseOperand(text: string): Operand {
  if (/^'.*'$|^".*"$/s.test(text)) return { kind: 'literal', value: text.slice(1, -1).replace(/\\(.)/g, '$1') };
  if (/^-?\d+(\.\d+)?$/.test(text)) return { kind: 'literal', value: Number(text) };
  if (text === 'true' || text === 'false') return { kind: 'literal', value: text === 'true' };
  return { kind: 'path', path: parsePath(new Reader(text, 0)) };
}

function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts = [''];
  let quote = '';
  for (const character of text) {
    if (quote === '' ? character === '"' || character === "'" : character === quote) quote = quote === '' ? character : '';
    if (character === separator && quote === '') parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '"': '"', "'": "'", '\\': '\\' };

class Reader {
  at: number;
  readonly #text: string;

  constructor(text: string, at: number) {
    this.#text = text;
    this.at = at;
  }

  peek(): string {
    return this.#text.charAt(this.at);
  }

  skipSpace(): void {
    while (/\s/.test(this.peek())) this.at++;
  }

  /** Takes a whole word. */
  take(word: string): boolean {
    if (!this.#text.startsWith(word, this.at) || /[\w]/.test(this.#text.charAt(this.at + word.length))) return false;
    this.at += word.length;
    return true;
  }

  quoted(): string {
    const quote = this.peek();
    let text = '';
    for (this.at++; this.peek() !== quote; this.at++) {
      if (this.peek() === '') throw new Error('unterminated quoted string');
      if (this.peek() !== '\\') text += this.peek();
      else {
        this.at++;
        text += ESCAPES[this.peek()] ?? this.peek();
      }
    }
    this.at++;
    return text;
  }

  /** A field name; a backslash takes the next character as it is (`labels.app\.kubernetes\.io/name`). */
  name(): string {
    let name = '';
    for (; this.peek() !== '' && !/[\s.[\]{}'"@,()<>=!]/.test(this.peek()); this.at++) {
      if (this.peek() === '\\') this.at++;
      name += this.peek();
    }
    return name;
  }

  /** The text between `[` and its `]`. */
  bracket(): string {
    let depth = 0,
      quote = '';
    const start = this.at + 1;
    for (; this.at < this.#text.length; this.at++) {
      const character = this.peek();
      if (quote !== '') {
        if (character === quote) quote = '';
      } else if (character === '"' || character === "'") quote = character;
      else if (character === '[') depth++;
      else if (character === ']' && --depth === 0) return this.#text.slice(start, this.at++);
    }
    throw new Error('unterminated array');
  }
}
