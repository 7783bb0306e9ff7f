import { KubectlError } from '../kubectl-error.ts';

/** Called in a way it does not take: the answer is its usage and nothing else. Source: Argo Rollouts pkg/kubectl-argo-rollouts/options UsageErr. */
export class WrongUsage extends KubectlError {}

export function wrongUsage(): WrongUsage {
  return new WrongUsage('');
}

/** @param resource the API's plural, or the singular where the program asks its cache */
export function rolloutNotFound(name: string, resource: 'rollouts' | 'rollout' = 'rollouts'): KubectlError {
  return new KubectlError(`error: ${resource}.argoproj.io ${JSON.stringify(name)} not found`);
}
