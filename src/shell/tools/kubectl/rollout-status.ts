import { compactJson } from '../../../kube/json.ts';
import { deploymentObject } from '../../../kube/objects/deployment.ts';
import type { DeploymentInspection } from '../../../contract/inspection.ts';
import type { Call } from './call.ts';
import { KubectlError } from './kubectl-error.ts';
import { rolloutTargets } from './rollout-targets.ts';
import { SELECTOR_FLAG, type Subcommand } from './subcommand.ts';
import { WATCH_INTERVAL_US } from './watch.ts';

export const rolloutStatus: Subcommand = {
  name: 'status',
  summary: 'Show the status of the rollout',
  usage: '(TYPE NAME | TYPE/NAME) [flags] [options]',
  examples: [['Watch the rollout status of a deployment', 'kubectl rollout status deployment/nginx']],
  flags: [
    SELECTOR_FLAG,
    { name: 'revision', kind: 'int', default: '0', help: 'Pin to a specific revision for showing its status. Defaults to 0 (last revision).' },
    {
      name: 'timeout',
      kind: 'duration',
      default: '0s',
      help: 'The length of time to wait before ending watch, zero means never. Any other values should contain a corresponding time unit (e.g. 1s, 2m, 3h).',
    },
    { name: 'watch', short: 'w', kind: 'bool', default: 'true', help: "Watch the status of the rollout until it's done." },
  ],
  completes: 'deployments',
  run: runStatus,
};

async function runStatus(call: Call): Promise<number> {
  const timeoutUs = call.flags.duration('timeout');
  const targets = await rolloutTargets(call, (type) => `no status viewer has been implemented for ${type.kind}`);
  const startUs = await call.port.now();
  call.stream();
  for (const target of targets) {
    let shown = '';
    for (;;) {
      const cluster = await call.cluster();
      const deployment = cluster.fleet.deployments.find((candidate) => candidate.name === target.name);
      if (!deployment) throw new KubectlError('error: object has been deleted');
      const { text, done } = rolloutProgress(deployment, call.flags.int('revision'));
      // The real command prints its line at every update of the object it watches.
      const state = compactJson(deploymentObject(cluster, deployment));
      if (state !== shown) call.print(`${text}\n`);
      shown = state;
      if (done || !call.flags.bool('watch')) break;
      if (timeoutUs > 0 && (await call.port.now()) - startUs >= timeoutUs) throw new KubectlError('error: timed out waiting for the condition');
      await call.sleep(WATCH_INTERVAL_US);
    }
  }
  return 0;
}

/** One line on how far a rollout is. @throws KubectlError past its deadline or at another revision. Source: kubectl pkg/polymorphichelpers/rollout_status.go. */
export function rolloutProgress(deployment: DeploymentInspection, revision: number): { readonly text: string; readonly done: boolean } {
  if (revision > 0 && revision !== deployment.revision) {
    throw new KubectlError(`error: desired revision (${revision}) is different from the running revision (${deployment.revision})`);
  }
  const waiting = (rest: string): { text: string; done: boolean } => ({
    text: `Waiting for deployment ${JSON.stringify(deployment.name)} rollout to finish: ${rest}`,
    done: false,
  });
  const { replicas, updatedReplicas, totalReplicas, availableReplicas } = deployment;
  if (deployment.conditions.some((condition) => condition.type === 'Progressing' && condition.reason === 'ProgressDeadlineExceeded')) {
    throw new KubectlError(`error: deployment ${JSON.stringify(deployment.name)} exceeded its progress deadline`);
  }
  if (updatedReplicas < replicas) return waiting(`${updatedReplicas} out of ${replicas} new replicas have been updated...`);
  if (totalReplicas > updatedReplicas) return waiting(`${totalReplicas - updatedReplicas} old replicas are pending termination...`);
  if (availableReplicas < updatedReplicas) return waiting(`${availableReplicas} of ${updatedReplicas} updated replicas are available...`);
  return { text: `deployment ${JSON.stringify(deployment.name)} successfully rolled out`, done: true };
}
