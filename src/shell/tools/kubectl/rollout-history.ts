import { describePodTemplate } from '../../../kube/describe/describe-containers.ts';
import { DescribeWriter } from '../../../kube/describe/describe-writer.ts';
import { podTemplateSpec } from '../../../kube/objects/pod-template.ts';
import { alignTabs } from '../../../kube/tabwriter.ts';
import type { Call } from './call.ts';
import { KubectlError } from './kubectl-error.ts';
import { rolloutTargets } from './rollout-targets.ts';
import { SELECTOR_FLAG, type Subcommand } from './subcommand.ts';

export const rolloutHistory: Subcommand = {
  name: 'history',
  summary: 'View rollout history',
  usage: '(TYPE NAME | TYPE/NAME) [flags] [options]',
  examples: [
    ['View the rollout history of a deployment', 'kubectl rollout history deployment/abc'],
    ['View the details of daemonset revision 3', 'kubectl rollout history daemonset/abc --revision=3'],
  ],
  flags: [SELECTOR_FLAG, { name: 'revision', kind: 'int', default: '0', help: 'See the details, including podTemplate of the revision specified' }],
  completes: 'deployments',
  run: runHistory,
};

async function runHistory(call: Call): Promise<number> {
  const revision = call.flags.int('revision');
  if (revision < 0) throw new KubectlError(`error: revision must be a positive integer: ${revision}`);
  for (const deployment of await rolloutTargets(
    call,
    (type) => `error retrieving history for ${JSON.stringify(type.kind)}, no visitor method exists for { ${type.kind}}`,
  )) {
    if (revision === 0) {
      const rows = deployment.history.map((entry) => `${entry.revision}\t${entry.changeCause || '<none>'}`);
      call.print(`deployment.apps/${deployment.name} \n${alignTabs(['REVISION\tCHANGE-CAUSE', ...rows].join('\n'), 0, 2)}\n\n`);
      continue;
    }
    const entry = deployment.history.find((candidate) => candidate.revision === revision);
    if (!entry) throw new KubectlError(`error: unable to find the specified revision`);
    const template = podTemplateSpec(await call.cluster(), deployment.name, entry.template, 'Deployment');
    const annotations = { ...(entry.changeCause ? { 'kubernetes.io/change-cause': entry.changeCause } : {}), ...template.metadata.annotations };
    const writer = new DescribeWriter();
    describePodTemplate(writer, { ...template, metadata: { ...template.metadata, ...(Object.keys(annotations).length > 0 ? { annotations } : {}) } });
    call.print(`deployment.apps/${deployment.name} with revision #${revision}\n${writer.toUnaligned()}\n`);
  }
  return 0;
}
