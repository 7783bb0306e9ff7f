import type { Located, LocatedMap } from './document/located.ts';
import { child, numberOf } from './document/located.ts';
import { parseYaml } from './document/parse-yaml.ts';
import { migrate, SCHEMA_VERSION } from './migrations.ts';
import type { ScenarioProblem } from './problem.ts';

/** Where scenario text comes from: the disk, or text bundled with the page. Paths use `/`. */
export interface FileReader {
  /** The file's text, or null when there is none. */
  read(path: string): string | null;
}

export type ReadFile = { readonly ok: true; readonly root: LocatedMap } | { readonly ok: false; readonly problems: readonly ScenarioProblem[] };

/** Reads one YAML file of a known version whose top level is a map. */
export function readYamlMap(files: FileReader, path: string, asked?: { readonly by: Located; readonly message: string }): ReadFile {
  const text = files.read(path);
  if (text === null) {
    const place = asked?.by.place ?? { file: path, line: 1, column: 1, path: '' };
    return { ok: false, problems: [{ ...place, severity: 'error', message: asked?.message ?? 'no such file' }] };
  }
  const parsed = parseYaml(path, text);
  if (!parsed.ok) return parsed;
  if (parsed.root.kind !== 'map')
    return { ok: false, problems: [{ ...parsed.root.place, severity: 'error', message: 'expected a map at the top of the file' }] };
  const root = migrate(parsed.root);
  const version = child(root, 'schemaVersion');
  const number = numberOf(version);
  if (version !== null && number !== null && number !== SCHEMA_VERSION) {
    return {
      ok: false,
      problems: [{ ...version.place, severity: 'error', message: `schemaVersion ${number} is not known; this program reads versions 1 to ${SCHEMA_VERSION}` }],
    };
  }
  return { ok: true, root };
}
