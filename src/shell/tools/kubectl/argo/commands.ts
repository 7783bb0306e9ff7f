import { notSimulated } from '../kubectl-error.ts';
import type { Subcommand } from '../subcommand.ts';
import { abort, pause, promote, restart, retry, set, undo } from './changes.ts';
import { get } from './get-rollout.ts';
import { list } from './list-rollouts.ts';
import { status } from './status.ts';

/** As a released plugin says of itself. */
const VERSION = 'v1.7.2+59e5bd3';

const version: Subcommand = {
  name: 'version',
  summary: 'Print version',
  about: 'Show the version and build information of the Argo Rollouts plugin.',
  usage: '[flags]',
  examples: [['Get full version info', 'kubectl argo rollouts version']],
  flags: [{ name: 'short', kind: 'bool', default: 'false', help: 'print just the version number' }],
  run: (call) => {
    const build = ['GitCommit: 59e5bd385c031600f86075beb9d77620f8d7915e', 'GitTreeState: clean', 'Compiler: gc', 'Platform: linux/amd64'];
    call.print(`kubectl-argo-rollouts: ${VERSION}\n${call.flags.bool('short') ? '' : build.map((line) => `  ${line}\n`).join('')}`);
    return Promise.resolve(0);
  },
};

/** Commands of the plugin that reach what this simulation does not have. */
const OTHERS = (
  [
    ['completion', 'Generate completion script', 'completion scripts; Tab completes here'],
    ['create', 'Create a Rollout, Experiment, AnalysisTemplate, ClusterAnalysisTemplate, or AnalysisRun resource', 'creating objects'],
    ['dashboard', 'Start UI dashboard', 'a local dashboard; `get rollout NAME -w` shows the same'],
    ['lint', 'Lint and validate a Rollout', 'manifests'],
    ['notifications', 'Set of CLI commands that helps manage notifications settings', 'notifications'],
    ['terminate', 'Terminate an AnalysisRun or Experiment', 'ending an analysis by itself; `promote` and `abort` end it'],
  ] as const
).map(
  ([name, summary, why]): Subcommand => ({
    name,
    summary,
    usage: '[flags]',
    examples: [],
    flags: [],
    run: () => Promise.reject(notSimulated(`kubectl argo rollouts ${name} (${why})`)),
  }),
);

export const OTHER_NAMES: ReadonlySet<string> = new Set(OTHERS.map(({ name }) => name));

/** By name, as cobra lists them. */
export const ARGO_COMMANDS: readonly Subcommand[] = [abort, get, list, pause, promote, restart, retry, set, status, undo, version, ...OTHERS].sort((a, b) =>
  a.name < b.name ? -1 : 1,
);
