import type { RolloutInspection } from '../../../../contract/rollout-inspection.ts';
import type { Call } from '../call.ts';
import { KubectlError } from '../kubectl-error.ts';
import type { Subcommand } from '../subcommand.ts';
import { WATCH_INTERVAL_US } from '../watch.ts';
import { wrongUsage } from './argo-error.ts';
import { findNamed } from './find-rollout.ts';

export const status: Subcommand = {
  name: 'status',
  summary: 'Show the status of a rollout',
  about: 'Watch rollout until it finishes or the timeout is exceeded. Returns success if\nthe rollout is healthy upon completion and an error otherwise.',
  usage: 'ROLLOUT_NAME [flags]',
  examples: [
    ['Watch the rollout until it succeeds', 'kubectl argo rollouts status guestbook'],
    ['Watch the rollout until it succeeds, fail if it takes more than 60 seconds', 'kubectl argo rollouts status --timeout 60s guestbook'],
  ],
  flags: [
    {
      name: 'timeout',
      short: 't',
      kind: 'duration',
      default: '0s',
      help: 'The length of time to watch before giving up. Non-zero values should contain a corresponding time unit (e.g. 1s, 2m, 3h). Zero means wait forever',
    },
    { name: 'watch', short: 'w', kind: 'bool', default: 'true', help: "Watch the status of the rollout until it's done" },
  ],
  completes: 'rollouts',
  run: runStatus,
};

/** Source: Argo Rollouts 1.7 pkg/kubectl-argo-rollouts/cmd/status/status.go. */
async function runStatus(call: Call): Promise<number> {
  if (call.args.length !== 1) throw wrongUsage();
  const watches = call.flags.bool('watch');
  const timeoutUs = call.flags.duration('timeout');
  const startUs = await call.port.now();
  let { rollout } = await findNamed(call, call.args[0], 'rollout');
  if (!watches) call.print(isOver(rollout) ? `${rollout.phase}\n` : `${rollout.phase} - ${rollout.message}\n`);
  else {
    call.stream();
    for (let shown = ''; ; ) {
      const text = rollout.message === '' ? rollout.phase : `${rollout.phase} - ${rollout.message}`;
      if (text !== shown) call.print(`${text}\n`);
      shown = text;
      if (isOver(rollout) || (timeoutUs > 0 && (await call.port.now()) - startUs >= timeoutUs)) break;
      await call.sleep(WATCH_INTERVAL_US);
      ({ rollout } = await findNamed(call, call.args[0], 'rollout'));
    }
  }
  if (rollout.phase === 'Degraded') throw new KubectlError(`error: The rollout is in a degraded state with message: ${rollout.message}`);
  if (watches && rollout.phase !== 'Healthy') throw new KubectlError('error: Rollout status watch exceeded timeout');
  return 0;
}

function isOver({ phase }: RolloutInspection): boolean {
  return phase === 'Healthy' || phase === 'Degraded';
}
