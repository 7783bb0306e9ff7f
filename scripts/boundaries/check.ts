import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, posix, relative, sep } from 'node:path';
import { importsOf } from './imports.ts';
import { mayImport, MAY_IMPORT, PURE_FOLDERS, PURE_PACKAGES, topFolder } from './rules.ts';

export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly rule: 'boundary' | 'pure-package' | 'unresolved' | 'extension' | 'cycle' | 'unknown-folder';
  readonly message: string;
}

/** Checks every import under `root` (a src folder). */
export function checkBoundaries(root: string): Violation[] {
  const violations: Violation[] = [];
  const graph = new Map<string, string[]>();
  for (const file of sourceFiles(root)) {
    const targets: string[] = [];
    graph.set(file, targets);
    const folder = topFolder(file);
    if (!(folder in MAY_IMPORT))
      violations.push({ file, line: 1, rule: 'unknown-folder', message: `src/${folder} is not in the table of scripts/boundaries/rules.ts` });
    for (const { specifier, line, typeOnly } of importsOf(readFileSync(join(root, file), 'utf8'))) {
      if (!specifier.startsWith('.')) {
        const name = packageName(specifier);
        if (PURE_FOLDERS.includes(folder) && !PURE_PACKAGES.includes(name)) {
          const what = builtinModules.includes(specifier.replace(/^node:/, '')) ? 'Node built-in' : 'package';
          violations.push({
            file,
            line,
            rule: 'pure-package',
            message: `${folder}/ is pure and may not import the ${what} ${specifier}; allowed: ${PURE_PACKAGES.join(', ')}`,
          });
        }
        continue;
      }
      const target = posix.join(posix.dirname(file), specifier.replace(/\?.*$/, ''));
      if (target.startsWith('../')) {
        // Out of src: only assets and scenario files, by the composition roots, through the bundler.
        if (!['app', 'cli', 'server'].includes(folder) && !(folder === 'view' && target.startsWith('../assets/'))) {
          violations.push({ file, line, rule: 'boundary', message: `${folder}/ may not import ${specifier}: outside of src/` });
        }
        continue;
      }
      if (!existsSync(join(root, target)))
        violations.push({ file, line, rule: 'unresolved', message: `no file ${target}; relative imports carry their ending (.ts)` });
      else if (target.endsWith('.ts') && !typeOnly) targets.push(target);
      if (!mayImport(file, target)) {
        const allowed = (MAY_IMPORT[folder] ?? []).join(', ') || 'nothing';
        violations.push({ file, line, rule: 'boundary', message: `${folder}/ may not import ${topFolder(target)}/ (${specifier}); it may import ${allowed}` });
      }
    }
  }
  for (const cycle of cyclesOf(graph))
    violations.push({ file: cycle[0] ?? '', line: 1, rule: 'cycle', message: `import cycle: ${[...cycle, cycle[0]].join(' → ')}` });
  return violations;
}

export function sourceFiles(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

/** One representative cycle for each file a depth-first walk comes back to. */
function cyclesOf(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const walk = (file: string): void => {
    const at = path.indexOf(file);
    if (at >= 0) cycles.push(path.slice(at));
    if (at >= 0 || done.has(file)) return;
    path.push(file);
    for (const next of graph.get(file) ?? []) walk(next);
    path.pop();
    done.add(file);
  };
  for (const file of graph.keys()) walk(file);
  return cycles;
}

/** A text line for people: `src/view/x.ts:3 boundary: …`. */
export function describe(violation: Violation, root: string): string {
  return `${join(relative(process.cwd(), root), violation.file)}:${violation.line} ${violation.rule}: ${violation.message}`;
}

export const SOURCE_ROOT = join(dirname(dirname(import.meta.dirname)), 'src');
