import type { RolloutInspection } from '../../../../contract/rollout-inspection.ts';
import { parseGoDuration } from '../../../../kube/duration.ts';
import type { Call, KubectlCommand } from '../call.ts';
import { KubectlError, notSimulated } from '../kubectl-error.ts';
import type { Subcommand } from '../subcommand.ts';
import { wrongUsage } from './argo-error.ts';
import { findNamed } from './find-rollout.ts';

/** Success lines: Argo Rollouts 1.7 pkg/kubectl-argo-rollouts/cmd. */
export const promote: Subcommand = {
  name: 'promote',
  summary: 'Promote a rollout',
  about:
    "Promote a rollout\n\nPromotes a rollout paused at a canary step, or a paused blue-green pre-promotion.\nTo skip analysis, pauses and steps entirely, use '--full' to fully promote the rollout",
  usage: 'ROLLOUT_NAME [flags]',
  examples: [
    ['Promote a paused rollout', 'kubectl argo rollouts promote guestbook'],
    ['Fully promote a rollout to desired version, skipping analysis, pauses, and steps', 'kubectl argo rollouts promote guestbook --full'],
  ],
  flags: [{ name: 'full', kind: 'bool', default: 'false', help: 'Perform a full promotion, skipping analysis, pauses, and steps' }],
  completes: 'rollouts',
  run: async (call) => {
    if (call.args.length !== 1) throw wrongUsage();
    const full = call.flags.bool('full');
    await change(call, call.args[0], ({ name }) => ({ kind: 'rollout-promote', service: name, ...(full ? { full } : {}) }));
    call.print(`rollout '${call.args[0]}' ${full ? 'fully promoted' : 'promoted'}\n`);
    return 0;
  },
};

export const abort: Subcommand = {
  name: 'abort',
  summary: 'Abort a rollout',
  about:
    "This command stops progressing the current rollout and reverts all steps. The previous ReplicaSet will be active.\n\nNote the 'spec.template' still represents the new rollout version. If the Rollout leaves the aborted state, it will try to go to the new version.\nUpdating the 'spec.template' back to the previous version will fully revert the rollout.",
  usage: 'ROLLOUT_NAME [flags]',
  examples: [['Abort a rollout', 'kubectl argo rollouts abort guestbook']],
  flags: [],
  completes: 'rollouts',
  run: (call) => changeEach(call, 'aborted', ({ name }) => ({ kind: 'rollout-abort', service: name })),
};

const retryRollout: Subcommand = {
  name: 'rollout',
  aliases: ['ro', 'rollouts'],
  summary: 'Retry an aborted rollout',
  usage: 'ROLLOUT_NAME [flags]',
  examples: [['Retry an aborted rollout', 'kubectl argo rollouts retry rollout guestbook']],
  flags: [],
  completes: 'rollouts',
  run: (call) => changeEach(call, 'retried', ({ name }) => ({ kind: 'rollout-retry', service: name })),
};

export const retry: Subcommand = {
  name: 'retry',
  summary: 'Retry a rollout or experiment',
  about: 'This command consists of multiple subcommands which can be used to restart an aborted rollout or a failed experiment.',
  usage: '<rollout|experiment> RESOURCE_NAME [flags]',
  examples: [['Retry an aborted rollout', 'kubectl argo rollouts retry rollout guestbook']],
  flags: [],
  children: [retryRollout],
};

export const pause: Subcommand = {
  name: 'pause',
  summary: 'Pause a rollout',
  about: "Set the rollout paused state to 'true'",
  usage: 'ROLLOUT_NAME [flags]',
  examples: [['Pause a rollout', 'kubectl argo rollouts pause guestbook']],
  flags: [],
  completes: 'rollouts',
  // A patch that changes nothing succeeds too.
  run: (call) => changeEach(call, 'paused', ({ name, paused }) => (paused ? null : { kind: 'rollout-pause', service: name })),
};

export const restart: Subcommand = {
  name: 'restart',
  summary: 'Restart the pods of a rollout',
  usage: 'ROLLOUT [flags]',
  examples: [['Restart the pods of a rollout', 'kubectl argo rollouts restart guestbook']],
  flags: [{ name: 'in', short: 'i', kind: 'string', default: '', help: 'Amount of time before a restart. (e.g. 30s, 5m, 1h)' }],
  completes: 'rollouts',
  run: async (call) => {
    if (call.args.length !== 1) throw wrongUsage();
    const delay = call.flags.text('in') || '0s';
    const delayUs = parseGoDuration(delay);
    if (delayUs === null) throw new KubectlError(`error: time: invalid duration ${JSON.stringify(delay)}`);
    if (delayUs !== 0) throw notSimulated('a restart at a later time');
    await change(call, call.args[0], ({ name }) => ({ kind: 'rollout-restart', service: name }));
    call.print(`rollout '${call.args[0]}' restarts in ${delay}\n`);
    return 0;
  },
};

export const undo: Subcommand = {
  name: 'undo',
  summary: 'Undo a rollout',
  about: 'Rollback to the previous rollout.',
  usage: 'ROLLOUT_NAME [flags]',
  examples: [
    ['Undo a rollout', 'kubectl argo rollouts undo guestbook'],
    ['Undo a rollout revision 3', 'kubectl argo rollouts undo guestbook --to-revision=3'],
  ],
  flags: [{ name: 'to-revision', kind: 'int', default: '0', help: 'The revision to rollback to. Default to 0 (last revision).' }],
  completes: 'rollouts',
  run: runUndo,
};

async function runUndo(call: Call): Promise<number> {
  if (call.args.length !== 1) throw wrongUsage();
  const toRevision = call.flags.int('to-revision');
  const { rollout } = await findNamed(call, call.args[0]);
  const { name, revision, history } = rollout;
  const target = toRevision === 0 ? history.filter((entry) => entry.revision < revision).at(-1) : history.find((entry) => entry.revision === toRevision);
  if (!target)
    throw new KubectlError(
      toRevision > 0 ? `error: unable to find specified revision ${toRevision} in history` : `error: no revision found for rollout ${JSON.stringify(name)}`,
    );
  if (target.revision === revision) {
    call.print(`skipped rollback (current template already matches revision ${toRevision})`);
    return 0;
  }
  await call.execute({ kind: 'rollout-undo', service: name, ...(toRevision > 0 ? { toRevision } : {}) });
  call.print(`rollout '${name}' undo\n`);
  return 0;
}

const setImage: Subcommand = {
  name: 'image',
  summary: 'Update the image of a rollout',
  usage: 'ROLLOUT_NAME CONTAINER=IMAGE [flags]',
  examples: [["Set rollout image (containers contains 'initContainer', 'ephemeralContainer')", 'kubectl argo rollouts set image my-rollout www=image:v2']],
  flags: [],
  completes: 'rollouts',
  run: async (call) => {
    const [name, assignment, ...more] = call.args;
    const parts = (assignment ?? '').split('=');
    if (more.length > 0 || parts.length !== 2) throw wrongUsage();
    const [container, image] = parts;
    await change(call, name, ({ template }) => {
      if (container !== template.container && container !== '*') throw new KubectlError(`error: unable to find container named "${container}"`);
      return image === template.image ? null : { kind: 'set-image', service: name, container: template.container, image };
    });
    call.print(`rollout ${JSON.stringify(name)} image updated\n`);
    return 0;
  },
};

export const set: Subcommand = {
  name: 'set',
  summary: 'Update various values on resources',
  about: 'This command consists of multiple subcommands which can be used to update rollout resources.',
  usage: 'COMMAND [flags]',
  examples: [['Set rollout image', 'kubectl argo rollouts set image my-rollout www=image:v2']],
  flags: [],
  children: [setImage],
};

/** @param decide null: there is nothing to do, which is no failure */
async function change(call: Call, name: string, decide: (rollout: RolloutInspection) => KubectlCommand | null): Promise<void> {
  const { rollout } = await findNamed(call, name);
  const command = decide(rollout);
  if (command !== null) await call.execute(command);
}

async function changeEach(call: Call, done: string, decide: (rollout: RolloutInspection) => KubectlCommand | null): Promise<number> {
  if (call.args.length === 0) throw wrongUsage();
  for (const name of call.args) {
    await change(call, name, decide);
    call.print(`rollout '${name}' ${done}\n`);
  }
  return 0;
}
