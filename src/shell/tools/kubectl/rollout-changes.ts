import type { DeploymentInspection } from '../../../contract/inspection.ts';
import type { Call, KubectlCommand } from './call.ts';
import { KubectlError } from './kubectl-error.ts';
import { notSupported, rolloutTargets } from './rollout-targets.ts';
import { SELECTOR_FLAG, type Subcommand } from './subcommand.ts';

export const rolloutRestart: Subcommand = {
  name: 'restart',
  summary: 'Restart a resource',
  usage: 'RESOURCE [options]',
  flags: [SELECTOR_FLAG],
  completes: 'deployments',
  examples: [['Restart a deployment', 'kubectl rollout restart deployment/nginx']],
  run: (call) =>
    change(call, 'restarting', 'restarted', (deployment) => {
      if (deployment.paused) return `can't restart paused deployment (run rollout resume first)`;
      return { kind: 'rollout-restart', service: deployment.name };
    }),
};

export const rolloutPause: Subcommand = {
  name: 'pause',
  summary: 'Mark the provided resource as paused',
  usage: 'RESOURCE [options]',
  flags: [SELECTOR_FLAG],
  completes: 'deployments',
  examples: [['Mark the nginx deployment as paused', 'kubectl rollout pause deployment/nginx']],
  run: (call) =>
    change(call, 'pausing', 'paused', (deployment) => (deployment.paused ? 'is already paused' : { kind: 'rollout-pause', service: deployment.name })),
};

export const rolloutResume: Subcommand = {
  name: 'resume',
  summary: 'Resume a paused resource',
  usage: 'RESOURCE [options]',
  flags: [SELECTOR_FLAG],
  completes: 'deployments',
  examples: [['Resume an already paused deployment', 'kubectl rollout resume deployment/nginx']],
  run: (call) =>
    change(call, 'resuming', 'resumed', (deployment) => (deployment.paused ? { kind: 'rollout-resume', service: deployment.name } : 'is not paused')),
};

/** `decide` gives the command, or why it makes no sense. */
async function change(call: Call, action: string, done: string, decide: (deployment: DeploymentInspection) => KubectlCommand | string): Promise<number> {
  for (const deployment of await rolloutTargets(call, notSupported(action))) {
    const command = decide(deployment);
    if (typeof command === 'string') throw new KubectlError(`error: deployments.apps ${JSON.stringify(deployment.name)} ${command}`);
    await call.execute(command);
    call.print(`deployment.apps/${deployment.name} ${done}\n`);
  }
  return 0;
}
