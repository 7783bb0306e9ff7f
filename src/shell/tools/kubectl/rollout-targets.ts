import type { DeploymentInspection } from '../../../contract/inspection.ts';
import { qualifiedName, type ResourceType } from '../../../kube/resource-types.ts';
import type { Call } from './call.ts';
import { isCustom, KubectlError, notRegistered } from './kubectl-error.ts';
import { parseResourceArguments, selectObjects } from './resource-arguments.ts';

/** The deployments a rollout command names. @throws KubectlError: none named, not found, or of a kind without rollouts (`action` says what it cannot do). */
export async function rolloutTargets(call: Call, refuseOther: (type: ResourceType, name: string) => string): Promise<readonly DeploymentInspection[]> {
  const requests = parseResourceArguments(call.args, 'error: required resource not specified');
  const cluster = await call.cluster();
  const { selections, missing } = selectObjects(cluster, requests, { namespace: call.namespace(cluster), labels: call.flags.text('selector'), fields: '' });
  if (missing.length > 0) throw missing[0];
  const custom = selections.find(({ type, objects }) => isCustom(type) && objects.length > 0);
  if (custom) throw notRegistered(custom.type);
  return selections.flatMap(({ type, objects }) =>
    objects.map((object) => {
      const found = type.kind === 'Deployment' ? cluster.fleet.deployments.find((deployment) => deployment.name === object.metadata.name) : undefined;
      if (!found) throw new KubectlError(`error: ${refuseOther(type, object.metadata.name)}`);
      return found;
    }),
  );
}

/** How the real program words it for pausing, resuming and restarting. */
export function notSupported(action: string): (type: ResourceType, name: string) => string {
  return (type, name) => `${qualifiedName(type)} ${JSON.stringify(name)} ${action} is not supported`;
}
