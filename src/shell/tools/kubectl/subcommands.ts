import { autoscale } from './autoscale.ts';
import { auth } from './auth.ts';
import { apiResources, apiVersions, clusterInfo, version } from './cluster-facts.ts';
import { config } from './config.ts';
import { cordon, uncordon } from './cordon.ts';
import { deletePods } from './delete.ts';
import { describe } from './describe.ts';
import { drain } from './drain.ts';
import { events } from './events.ts';
import { exec } from './exec.ts';
import { explain } from './explain.ts';
import { GLOBAL_FLAGS } from './flags.ts';
import { get } from './get.ts';
import { logs } from './logs.ts';
import { NOT_SIMULATED } from './not-simulated.ts';
import { options } from './options.ts';
import { patch } from './patch.ts';
import { rollout } from './rollout.ts';
import { scale } from './scale.ts';
import { set } from './set.ts';
import type { Subcommand } from './subcommand.ts';
import { top } from './top.ts';

export const SUBCOMMANDS: readonly Subcommand[] = [
  set,
  explain,
  get,
  deletePods,
  rollout,
  scale,
  autoscale,
  clusterInfo,
  top,
  cordon,
  uncordon,
  drain,
  describe,
  logs,
  exec,
  auth,
  events,
  patch,
  apiResources,
  apiVersions,
  config,
  version,
  options,
  ...NOT_SIMULATED,
];

/** Sections of `kubectl --help`: what works here. */
export const GROUPS: readonly (readonly [title: string, names: readonly string[]])[] = [
  ['Basic Commands (Beginner)', ['set']],
  ['Basic Commands (Intermediate)', ['explain', 'get', 'delete']],
  ['Deploy Commands', ['rollout', 'scale', 'autoscale']],
  ['Cluster Management Commands', ['cluster-info', 'top', 'cordon', 'uncordon', 'drain']],
  ['Troubleshooting and Debugging Commands', ['describe', 'logs', 'exec', 'auth', 'events']],
  ['Advanced Commands', ['patch']],
  ['Other Commands', ['api-resources', 'api-versions', 'config', 'version']],
];

/** Other spellings of verbs. */
const ALIASES: Readonly<Record<string, string>> = {
  pods: 'pod',
  po: 'pod',
  nodes: 'node',
  no: 'node',
  hist: 'history',
  log: 'logs',
  deletes: 'delete',
  use: 'use-context',
};

export interface FoundSubcommand {
  readonly command: Subcommand | null;
  /** Names of the commands walked through. */
  readonly path: readonly string[];
  /** What is left for it to read. */
  readonly rest: readonly string[];
}

/** Walks down from `kubectl` by the words that are not flags; flags before a verb (`kubectl -n x get pods`) are handed on to it. */
export function findSubcommand(args: readonly string[], from: readonly Subcommand[] = SUBCOMMANDS): FoundSubcommand {
  let command: Subcommand | null = null;
  let candidates = from;
  const path: string[] = [];
  const rest = [...args];
  for (let at = 0; at < rest.length && candidates.length > 0; ) {
    const word = rest[at];
    if (word === '--') break;
    if (word.startsWith('-')) {
      at += takesNext(word) ? 2 : 1;
      continue;
    }
    const found: Subcommand | undefined = candidates.find(
      (candidate) => candidate.name === word || (candidate.aliases ? candidate.aliases.includes(word) : candidate.name === ALIASES[word]),
    );
    if (!found) break;
    command = found;
    candidates = found.children ?? [];
    path.push(found.name);
    rest.splice(at, 1);
  }
  return { command, path, rest };
}

function takesNext(word: string): boolean {
  if (word.includes('=')) return false;
  const spec = GLOBAL_FLAGS.find((flag) => (word.startsWith('--') ? word === `--${flag.name}` : flag.short !== undefined && word === `-${flag.short}`));
  return spec !== undefined && spec.kind !== 'bool';
}

export function commandPath(path: readonly string[]): string {
  return ['kubectl', ...path].join(' ');
}
