import type { DisruptionBudgetInspection } from '../../contract/inspection-control.ts';
import { type Cluster, timestamp } from '../cluster.ts';
import { uuidOf } from '../identity.ts';
import { type Condition, type KubeObject, type Labels, objectMeta, withoutUndefined } from './object-meta.ts';

export interface PodDisruptionBudget extends KubeObject {
  readonly spec: { readonly maxUnavailable?: number | string; readonly minAvailable?: number | string; readonly selector: { readonly matchLabels: Labels } };
  readonly status: {
    readonly conditions: readonly (Condition & { readonly observedGeneration: number })[];
    readonly currentHealthy: number;
    readonly desiredHealthy: number;
    readonly disruptionsAllowed: number;
    readonly expectedPods: number;
    readonly observedGeneration: number;
  };
}

export function disruptionBudgetObject(cluster: Cluster, budget: DisruptionBudgetInspection): PodDisruptionBudget {
  const { name, createdUs, currentHealthy, desiredHealthy, disruptionsAllowed, expectedPods } = budget;
  const isAllowed = disruptionsAllowed > 0;
  // it changes with the pods; the last of them that came or went is the nearest that is known
  const changedUs = cluster.fleet.pods.flatMap((pod) => (pod.service === name ? [pod.deletionUs ?? pod.readySinceUs ?? pod.createdUs] : []));
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: objectMeta(cluster, createdUs, changedUs, {
      generation: 1,
      labels: { app: name },
      name,
      namespace: cluster.fleet.namespace,
      uid: uuidOf(`poddisruptionbudget/${name}`),
    }),
    spec: withoutUndefined({
      maxUnavailable: numberOrPercentage(budget.maxUnavailable),
      minAvailable: numberOrPercentage(budget.minAvailable),
      selector: { matchLabels: { app: name } },
    }),
    status: {
      conditions: [
        {
          lastTransitionTime: timestamp(cluster, Math.max(createdUs, ...changedUs)),
          message: '',
          observedGeneration: 1,
          reason: isAllowed ? 'SufficientPods' : 'InsufficientPods',
          status: isAllowed ? 'True' : 'False',
          type: 'DisruptionAllowed',
        },
      ],
      currentHealthy,
      desiredHealthy,
      disruptionsAllowed,
      expectedPods,
      observedGeneration: 1,
    },
  };
}

function numberOrPercentage(part: string | null): number | string | undefined {
  if (part === null) return undefined;
  return part.endsWith('%') ? part : Number(part);
}
