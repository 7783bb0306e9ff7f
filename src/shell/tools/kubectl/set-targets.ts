import type { DeploymentInspection } from '../../../contract/inspection.ts';
import type { Call } from './call.ts';
import { isCustom, KubectlError, notRegistered, notSimulated } from './kubectl-error.ts';
import { parseResourceArguments, selectObjects } from './resource-arguments.ts';

/** `deployment/x A=b C-`: what is a resource and what an assignment. Source: kubectl pkg/cmd/set/env GetResources, SplitImages. */
export function splitAssignments(args: readonly string[]): { readonly resources: readonly string[]; readonly assignments: readonly string[] } {
  const first = args.findIndex((argument) => argument.includes('=') || (argument.endsWith('-') && argument.length > 1));
  const cut = first < 0 ? args.length : first;
  return { resources: args.slice(0, cut), assignments: args.slice(cut) };
}

/** Deployments whose template is to be changed. @throws KubectlError when one does not exist or is of another kind. */
export async function deploymentTargets(call: Call, resources: readonly string[]): Promise<readonly DeploymentInspection[]> {
  const requests = parseResourceArguments(resources, 'error: one or more resources must be specified as <resource> <name> or <resource>/<name>');
  const whole = call.flags.bool('all') || call.flags.changed('selector');
  if (!whole && requests.some((request) => request.names === null)) throw new KubectlError('error: resource(s) were provided, but no name was specified');
  const cluster = await call.cluster();
  const { selections, missing } = selectObjects(cluster, requests, { namespace: call.namespace(cluster), labels: call.flags.text('selector'), fields: '' });
  if (missing.length > 0) throw missing[0];
  const custom = selections.find(({ type, objects }) => isCustom(type) && objects.length > 0);
  if (custom) throw notRegistered(custom.type);
  return selections.flatMap(({ type, objects }) =>
    objects.map((object) => {
      const found = type.kind === 'Deployment' ? cluster.fleet.deployments.find((deployment) => deployment.name === object.metadata.name) : undefined;
      if (!found) throw notSimulated(`changing the template of ${type.name}; deployments can be changed here`);
      return found;
    }),
  );
}
