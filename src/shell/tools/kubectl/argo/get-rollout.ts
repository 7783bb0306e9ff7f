import type { Call } from '../call.ts';
import { KubectlError } from '../kubectl-error.ts';
import type { Subcommand } from '../subcommand.ts';
import { WATCH_INTERVAL_US } from '../watch.ts';
import { wrongUsage } from './argo-error.ts';
import { findNamed } from './find-rollout.ts';
import { printRollout } from './print-rollout.ts';

/** As the plugin clears the screen before it draws again. */
const CLEAR = '\u001b[H\u001b[2J\u001b[0;0H';

const ABOUT = 'It returns a bunch of metadata on a resource and a tree view of the child resources created by the parent.';

const getRollout: Subcommand = {
  name: 'rollout',
  aliases: ['ro', 'rollouts'],
  summary: 'Get details about a rollout',
  about: `Get details about and visual representation of a rollout. ${ABOUT}`,
  usage: 'ROLLOUT_NAME [flags]',
  examples: [
    ['Get a rollout', 'kubectl argo rollouts get rollout guestbook'],
    ['Watch progress of a rollout', 'kubectl argo rollouts get rollout guestbook -w'],
  ],
  flags: [
    { name: 'no-color', kind: 'bool', default: 'false', help: 'Do not colorize output' },
    { name: 'timeout-seconds', kind: 'int', default: '0', help: 'Timeout after specified seconds' },
    { name: 'watch', short: 'w', kind: 'bool', default: 'false', help: 'Watch live updates to the rollout' },
  ],
  completes: 'rollouts',
  run: runGet,
};

async function runGet(call: Call): Promise<number> {
  if (call.args.length !== 1) throw wrongUsage();
  // The original colours what goes into a pipe as well.
  const colours = call.isTerminal && !call.flags.bool('no-color');
  const draw = async (): Promise<string> => {
    const { cluster, rollout } = await findNamed(call, call.args[0], 'rollout');
    return printRollout(cluster, rollout, colours);
  };
  const first = await draw();
  if (!call.flags.bool('watch') || !call.isTerminal) {
    call.print(first);
    return 0;
  }
  call.stream();
  call.print(CLEAR + first);
  const limitUs = call.flags.int('timeout-seconds') * 1e6;
  const startUs = await call.port.now();
  while (limitUs === 0 || (await call.port.now()) - startUs < limitUs) {
    await call.sleep(WATCH_INTERVAL_US);
    call.print(CLEAR + (await draw()));
  }
  return 0;
}

const getExperiment: Subcommand = {
  name: 'experiment',
  aliases: ['exp', 'experiments'],
  summary: 'Get details about an Experiment',
  usage: 'EXPERIMENT_NAME [flags]',
  examples: [],
  flags: [],
  run: (call) =>
    Promise.reject(call.args.length === 1 ? new KubectlError(`error: experiment.argoproj.io ${JSON.stringify(call.args[0])} not found`) : wrongUsage()),
};

export const get: Subcommand = {
  name: 'get',
  summary: 'Get details about rollouts, experiments',
  usage: '<rollout|experiment> RESOURCE_NAME [flags]',
  examples: [['Get a rollout', 'kubectl argo rollouts get rollout guestbook']],
  flags: [],
  children: [getExperiment, getRollout],
};
