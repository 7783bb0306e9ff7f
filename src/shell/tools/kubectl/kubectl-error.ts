import type { Refusal } from '../../../contract/refusals.ts';
import { groupVersion, qualifiedName, type ResourceType } from '../../../kube/resource-types.ts';

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
  'command/quota_not_found': 'NotFound',
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

/** Verbs that work with the API's own types do not take custom ones. Source: apimachinery pkg/runtime NewNotRegisteredErrForKind, as kubectl 1.3x prints it. */
export function notRegistered({ kind, apiVersion }: ResourceType): KubectlError {
  return new KubectlError(`error: no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)} in scheme "pkg/scheme/scheme.go:28"`);
}

/** Whether a type is defined by a CustomResourceDefinition: those are the ones whose group is not the API's own. */
export function isCustom(type: ResourceType): boolean {
  return groupVersion(type)[0] === 'argoproj.io';
}

/** Something the real program can do and this simulation cannot: said plainly, never pretended. */
export function notSimulated(what: string): KubectlError {
  return new KubectlError(`error: not simulated: ${what}`);
}
