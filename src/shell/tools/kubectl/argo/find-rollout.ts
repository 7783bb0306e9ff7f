import type { RolloutInspection } from '../../../../contract/rollout-inspection.ts';
import type { Cluster } from '../../../../kube/cluster.ts';
import type { Call } from '../call.ts';
import { rolloutNotFound } from './argo-error.ts';

export function rolloutsIn(call: Call, cluster: Cluster): readonly RolloutInspection[] {
  return call.namespace(cluster) === cluster.fleet.namespace ? [...cluster.fleet.rollouts].sort((a, b) => (a.name < b.name ? -1 : 1)) : [];
}

/** The rollout as of now. @throws KubectlError */
export async function findNamed(call: Call, name: string, resource?: 'rollout'): Promise<{ readonly cluster: Cluster; readonly rollout: RolloutInspection }> {
  const cluster = await call.cluster();
  const rollout = rolloutsIn(call, cluster).find((candidate) => candidate.name === name);
  if (!rollout) throw rolloutNotFound(name, resource);
  return { cluster, rollout };
}
