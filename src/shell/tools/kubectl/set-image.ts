import type { Call } from './call.ts';
import { KubectlError, notSimulated } from './kubectl-error.ts';
import { NOTHING_PROVIDED } from './resource-arguments.ts';
import { deploymentTargets, splitAssignments } from './set-targets.ts';
import { SELECTOR_FLAG, type Subcommand } from './subcommand.ts';

export const setImage: Subcommand = {
  name: 'image',
  summary: 'Update the image of a pod template',
  usage: '(-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N [options]',
  examples: [
    [
      "Set a deployment's nginx container image to 'nginx:1.9.1', and its busybox container image to 'busybox'",
      'kubectl set image deployment/nginx busybox=busybox nginx=nginx:1.9.1',
    ],
  ],
  flags: [SELECTOR_FLAG, { name: 'all', kind: 'bool', default: 'false', help: 'Select all resources, in the namespace of the specified resource types' }],
  completes: 'deployments',
  run: runSetImage,
};

async function runSetImage(call: Call): Promise<number> {
  const { resources, assignments } = splitAssignments(call.args);
  if (resources.length === 0) throw new KubectlError(NOTHING_PROVIDED);
  if (assignments.length === 0) throw new KubectlError('error: at least one image update is required');
  for (const [index, argument] of assignments.entries()) {
    if (assignments.findIndex((other) => other.split('=')[0] === argument.split('=')[0]) !== index)
      throw new KubectlError(`error: all images must be for different containers: ${argument.split('=')[0]}`);
  }
  for (const { name, template } of await deploymentTargets(call, resources)) {
    for (const assignment of assignments) {
      const [container, image] = [assignment.slice(0, assignment.indexOf('=')), assignment.slice(assignment.indexOf('=') + 1)];
      if (container !== template.container && container !== '*') throw new KubectlError(`error: unable to find container named ${JSON.stringify(container)}`);
      if (image === template.image) continue;
      if (image === '') throw notSimulated('an image without a name');
      await call.execute({ kind: 'set-image', service: name, container: template.container, image });
      call.print(`deployment.apps/${name} image updated\n`);
    }
  }
  return 0;
}
