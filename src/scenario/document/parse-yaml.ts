import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { Document } from 'yaml';
import type { ScenarioProblem } from '../problem.ts';
import { keyPath, type Located, type LocatedEntry, type Place } from './located.ts';

export type ParsedYaml = { readonly ok: true; readonly root: Located } | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

/** YAML 1.2 text to located values. Syntax errors and repeated keys are problems at their place; anchors and aliases are resolved. */
export function parseYaml(file: string, text: string): ParsedYaml {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true, version: '1.2' });
  const reader = new LocatedReader(file, lines, document);
  if (document.errors.length > 0) {
    return {
      ok: false,
      problems: document.errors.map((error) => ({ ...reader.placeAt(error.pos[0], ''), severity: 'error', message: `not valid YAML: ${error.message}` })),
    };
  }
  if (document.contents === null) return { ok: true, root: { kind: 'map', place: { file, line: 1, column: 1, path: '' }, entries: new Map() } };
  const root = reader.read(document.contents, '');
  return reader.problems.length > 0 ? { ok: false, problems: reader.problems } : { ok: true, root };
}

class LocatedReader {
  readonly problems: ScenarioProblem[] = [];
  readonly #file: string;
  readonly #lines: LineCounter;
  readonly #document: Document;
  /** Aliases being followed, so that one that contains itself ends. */
  #depth = 0;

  constructor(file: string, lines: LineCounter, document: Document) {
    this.#file = file;
    this.#lines = lines;
    this.#document = document;
  }

  placeAt(offset: number, path: string): Place {
    const { line, col } = this.#lines.linePos(offset);
    return { file: this.#file, line: Math.max(1, line), column: Math.max(1, col), path };
  }

  read(node: Node | null, path: string, fallbackOffset = 0): Located {
    const place = this.placeAt(node?.range?.[0] ?? fallbackOffset, path);
    if (isAlias(node)) return this.#alias(node.resolve(this.#document) ?? null, place);
    if (isMap(node)) {
      const entries = new Map<string, LocatedEntry>();
      for (const pair of node.items) {
        const key = pair.key as Node | null;
        const name = isScalar(key) ? String(key.value) : '?';
        const offset = key?.range?.[0] ?? 0;
        const at = keyPath(path, name);
        entries.set(name, { key: this.placeAt(offset, at), value: this.read(pair.value as Node | null, at, offset) });
      }
      return { kind: 'map', place, entries };
    }
    if (isSeq(node)) {
      return { kind: 'list', place, items: node.items.map((item, i) => this.read(item as Node | null, `${path}[${i}]`, node.range?.[0])) };
    }
    return { kind: 'scalar', place, value: isScalar(node) ? scalarValue(node.value) : null };
  }

  #alias(target: Node | null, place: Place): Located {
    if (this.#depth > 20) {
      this.problems.push({ ...place, severity: 'error', message: 'an alias that contains itself' });
      return { kind: 'scalar', place, value: null };
    }
    this.#depth++;
    const value = this.read(target, place.path);
    this.#depth--;
    return value;
  }
}

function scalarValue(value: unknown): string | number | boolean | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}
