/**
 * Which folder of src/ may import which. Changing this table takes a page in docs/decisions/.
 * A folder may always import itself. `scenario/model` means that one subfolder.
 */
export const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  base: [],
  contract: ['base'],
  scenario: ['base', 'contract', 'promql/parse'],
  engine: ['base', 'contract', 'scenario/model'],
  telemetry: ['base', 'contract'],
  promql: ['base', 'contract'],
  alerting: ['base', 'contract', 'promql'],
  incident: ['base', 'contract'],
  kube: ['base', 'contract'],
  session: ['base', 'contract', 'scenario', 'engine', 'telemetry', 'promql', 'alerting', 'incident'],
  shell: ['base', 'contract', 'kube', 'promql'],
  postmortem: ['base', 'contract', 'scenario', 'session'],
  debrief: ['base', 'contract', 'scenario', 'session'],
  gameday: ['base', 'contract', 'session'],
  net: ['base', 'contract'],
  stores: ['base', 'contract'],
  view: ['base', 'contract', 'stores'],
  // Composition roots: everything but each other's.
  server: ['*', '!app', '!cli', '!view', '!stores'],
  cli: ['*', '!app', '!view', '!stores'],
  app: ['*', '!cli', '!server'],
};

/** Folders that must give the same answer in every JavaScript engine. The same list stands in biome.json and tsconfig.json (a test compares). */
export const PURE_FOLDERS: readonly string[] = [
  'base',
  'contract',
  'scenario',
  'engine',
  'telemetry',
  'promql',
  'alerting',
  'incident',
  'kube',
  'session',
  'postmortem',
  'debrief',
];

/** Packages the pure folders may use: none touches the DOM, Node or a clock when used as we do. */
export const PURE_PACKAGES: readonly string[] = [
  '@lezer/common',
  '@lezer/lr',
  '@prometheus-io/lezer-promql',
  'seedrandom',
  'wink-porter2-stemmer',
  'xstate',
  'yaml',
  'zod',
];

/** May the file at `from` (a path inside src/) import the file at `to`? */
export function mayImport(from: string, to: string): boolean {
  const fromFolder = topFolder(from);
  const toFolder = topFolder(to);
  if (fromFolder === toFolder) return true;
  const allowed = MAY_IMPORT[fromFolder];
  if (allowed === undefined) return false;
  if (allowed.includes('*')) return toFolder in MAY_IMPORT && !allowed.includes(`!${toFolder}`);
  return allowed.some((entry) => to.startsWith(`${entry}/`) || to.startsWith(`${entry}.`) || to.startsWith(`${entry}-`) || topFolder(to) === entry);
}

export function topFolder(path: string): string {
  return path.split('/', 1)[0] ?? '';
}
