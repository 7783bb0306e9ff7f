import { child, type Located, type LocatedMap, textAt } from './document/located.ts';
import { mergeLocated } from './document/merge.ts';
import type { ScenarioProblem } from './problem.ts';
import { type FileReader, readYamlMap } from './read-file.ts';

/**
 * Reads a fleet file, laid over the one it `extends` (beside it) if it names one, and so on. Problems are added to `problems`.
 * @param asked who named the file, for the message when there is none
 */
export function readFleet(
  files: FileReader,
  path: string,
  problems: ScenarioProblem[],
  asked?: { readonly by: Located; readonly message: string },
  below: readonly string[] = [],
): LocatedMap | null {
  const file = readYamlMap(files, path, asked);
  if (!file.ok) {
    problems.push(...file.problems);
    return null;
  }
  const by = child(file.root, 'extends');
  const name = textAt(file.root, 'extends');
  if (by === null || name === null) return file.root;
  const at = fleetBeside(path, name);
  if (at === path || below.includes(at)) {
    problems.push({ ...by.place, severity: 'error', message: `fleets that extend each other: ${[...below, path, at].join(' → ')}` });
    return null;
  }
  const base = readFleet(files, at, problems, { by, message: `no fleet "${name}": ${at} does not exist` }, [...below, path]);
  if (base === null) return null;
  const merged = mergeLocated(base, file.root);
  return merged.kind === 'map' ? { ...merged, place: file.root.place } : null;
}

function fleetBeside(path: string, name: string): string {
  const slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return `${path.slice(0, slash + 1)}${name}.yaml`;
}
