import { parseAst } from 'vite';

export interface FoundImport {
  readonly specifier: string;
  /** From 1. */
  readonly line: number;
  /** `import type`: gone at run time. */
  readonly typeOnly: boolean;
}

/** Every module a TypeScript file names: import, export … from, import() and the type `import('…')`. Comments and strings do not count. */
export function importsOf(source: string): FoundImport[] {
  const found: FoundImport[] = [];
  visit(parseAst(source, { lang: 'ts' }), (node) => {
    const specifier = node.source?.value;
    if (typeof specifier === 'string' && IMPORTING.has(node.type))
      found.push({ specifier, line: lineAt(source, node.source?.start ?? 0), typeOnly: isTypeOnly(node) });
  });
  return found;
}

const IMPORTING = new Set(['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression', 'TSImportType']);

function isTypeOnly(node: AstNode): boolean {
  return node.type === 'TSImportType' || node.importKind === 'type' || node.exportKind === 'type';
}

interface AstNode {
  readonly type: string;
  readonly importKind?: string;
  readonly exportKind?: string;
  readonly source?: { readonly value?: unknown; readonly start: number } | null;
}

function visit(value: unknown, onNode: (node: AstNode) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, onNode);
  } else if (typeof value === 'object' && value !== null) {
    if ('type' in value && typeof value.type === 'string') onNode(value as AstNode);
    for (const child of Object.values(value)) visit(child, onNode);
  }
}

function lineAt(source: string, offset: number): number {
  let line = 1;
  for (let i = 0; i < offset; i++) if (source.charCodeAt(i) === 10) line++;
  return line;
}
