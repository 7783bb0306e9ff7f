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

/** Refusals that the API server would speak; the others are kubectl's own. */
const SERVER_REASONS: Readonly<Record<string, string>> = {
  'command/pod_not_found': 'NotFound',
  'command/deployment_not_found': 'NotFound',
  'command/config_not_found': 'NotFound',
  'command/quota_exceeded': 'Forbidden',
};

/** What the fleet refused, in the words of whoever would have refused it. */
export function serverError(refusal: Refusal): KubectlError {
  if (refusal.code === 'command/cluster_unreachable') return new KubectlError(`Unable to connect to the server: ${refusal.message}`);
  if (refusal.code === 'command/invalid_object') return new KubectlError(refusal.message);
  const reason = SERVER_REASONS[refusal.code];
  return new KubectlError(reason ? `Error from server (${reason}): ${refusal.message}` : `error: ${refusal.message}`);
}

/** The API server could not make sense of what was sent. */
export function badRequest(message: string): KubectlError {
  return new KubectlError(`Error from server (BadRequest): ${message}`);
}

/** Something the real program can do and this simulation cannot: said plainly, never pretended. */
export function notSimulated(what: string): KubectlError {
  return new KubectlError(`error: not simulated: ${what}`);
}
