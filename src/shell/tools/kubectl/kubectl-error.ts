import type { Refusal } from '../../../contract/refusals.ts';
import { qualifiedName, type ResourceType } from '../../../kube/resource-types.ts';

/** Ends a subcommand with a message on stderr, worded as the real program words it. */
export class KubectlError extends Error {
  readonly exitCode: number;

  constructor(message: string, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

export function notFound(type: ResourceType, name: string): KubectlError {
  return new KubectlError(`Error from server (NotFound): ${qualifiedName(type)} ${JSON.stringify(name)} not found`);
}

/** What the fleet refused, as an answer of the API server. */
export function serverError(refusal: Refusal): KubectlError {
  const reason = refusal.code.endsWith('_not_found') ? 'NotFound' : refusal.code.endsWith('_conflict') ? 'Conflict' : 'Invalid';
  return new KubectlError(`Error from server (${reason}): ${refusal.message}`);
}

/** Something the real program can do and this simulation cannot: said plainly, never pretended. */
export function notSimulated(what: string): KubectlError {
  return new KubectlError(`error: not simulated: ${what}`);
}
