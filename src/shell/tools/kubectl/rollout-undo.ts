import type { DeploymentInspection } from '../../../contract/inspection.ts';
import { describePodTemplate } from '../../../kube/describe/describe-containers.ts';
import { DescribeWriter } from '../../../kube/describe/describe-writer.ts';
import { podTemplateSpec } from '../../../kube/objects/pod-template.ts';
import type { Call } from './call.ts';
import { KubectlError } from './kubectl-error.ts';
import { rolloutTargets } from './rollout-targets.ts';
import { SELECTOR_FLAG, type Subcommand } from './subcommand.ts';

export const rolloutUndo: Subcommand = {
  name: 'undo',
  summary: 'Roll back to a previous rollout',
  usage: '(TYPE NAME | TYPE/NAME) [flags] [options]',
  examples: [
    ['Roll back to the previous deployment', 'kubectl rollout undo deployment/abc'],
    ['Roll back to deployment revision 3', 'kubectl rollout undo deployment/abc --to-revision=3'],
  ],
  flags: [
    SELECTOR_FLAG,
    { name: 'dry-run', kind: 'string', default: 'none', help: 'Must be "none", "server", or "client".' },
    { name: 'to-revision', kind: 'int', default: '0', help: 'The revision to rollback to. Default to 0 (last revision).' },
  ],
  completes: 'deployments',
  run: runUndo,
};

async function runUndo(call: Call): Promise<number> {
  const toRevision = call.flags.int('to-revision');
  for (const deployment of await rolloutTargets(
    call,
    (type) => `error retrieving rollbacker for ${JSON.stringify(type.kind)}, no visitor method exists for { ${type.kind}}`,
  )) {
    const target = pick(deployment, toRevision);
    if (call.flags.text('dry-run') !== 'none') {
      const writer = new DescribeWriter();
      describePodTemplate(writer, podTemplateSpec(await call.cluster(), deployment.name, target.template, 'Deployment'));
      call.print(
        `deployment.apps/${deployment.name} Pod Template:\n${writer.toString().split('\n').slice(1).join('\n')} (${call.flags.text('dry-run')} dry run)\n`,
      );
      continue;
    }
    if (deployment.paused)
      throw new KubectlError("error: you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again");
    if (target.revision === deployment.revision) {
      call.print(`deployment.apps/${deployment.name} skipped rollback (current template already matches revision ${toRevision})\n`);
      continue;
    }
    await call.execute({ kind: 'rollout-undo', service: deployment.name, ...(toRevision > 0 ? { toRevision } : {}) });
    call.print(`deployment.apps/${deployment.name} rolled back\n`);
  }
  return 0;
}

/** The revision to go back to. @throws KubectlError Source: kubectl pkg/polymorphichelpers/rollback.go. */
function pick(deployment: DeploymentInspection, toRevision: number): DeploymentInspection['history'][number] {
  if (toRevision < 0) throw new KubectlError(`error: unable to find specified revision ${toRevision} in history`);
  const earlier = deployment.history.filter((entry) => entry.revision < deployment.revision);
  const target = toRevision === 0 ? earlier.at(-1) : deployment.history.find((entry) => entry.revision === toRevision);
  if (target) return target;
  throw new KubectlError(
    toRevision === 0
      ? `error: no rollout history found for deployment ${JSON.stringify(deployment.name)}`
      : `error: unable to find specified revision ${toRevision} in history`,
  );
}
