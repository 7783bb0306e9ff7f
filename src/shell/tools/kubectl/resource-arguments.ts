import type { Cluster } from '../../../kube/cluster.ts';
import type { KubeObject } from '../../../kube/objects/object-meta.ts';
import { findResourceType, groupVersion, listObjects, RESOURCE_TYPES, type ResourceType } from '../../../kube/resource-types.ts';
import { matchesFields, matchesLabels, parseFieldSelector, parseSelector } from '../../../kube/selector.ts';
import { KubectlError, notFound } from './kubectl-error.ts';

/** What a command line names: whole types (`names` null) or named objects. */
export interface ResourceRequest {
  readonly type: ResourceType;
  readonly names: readonly string[] | null;
}

export interface Selection {
  readonly type: ResourceType;
  readonly objects: readonly KubeObject[];
}

export const NOTHING_PROVIDED = `error: You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`;

/** `TYPE`, `TYPE,TYPE`, `TYPE NAME…`, `TYPE/NAME…`. @throws KubectlError in kubectl's words. Source: cli-runtime pkg/resource builder.go. */
export function parseResourceArguments(args: readonly string[], missing: string): readonly ResourceRequest[] {
  if (args.length === 0) throw new KubectlError(missing);
  if (args.some((argument) => argument.includes('/'))) return args.map((argument) => slashForm(argument));
  const [types, ...names] = args;
  const found = types.split(',').flatMap((name) => (name === 'all' ? RESOURCE_TYPES.filter((type) => type.inAll) : [resourceType(name)]));
  return found.map((type) => ({ type, names: names.length > 0 ? names : null }));
}

function slashForm(argument: string): ResourceRequest {
  if (!argument.includes('/')) {
    throw new KubectlError(
      "error: there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' " +
        "instead of 'kubectl get resource resource/<resource_name>'",
    );
  }
  const parts = argument.split('/');
  if (parts.length > 2) throw new KubectlError('error: arguments in resource/name form may not have more than one slash');
  if (parts.some((part) => part === '')) {
    throw new KubectlError('error: arguments in resource/name form must have a single resource and name');
  }
  return { type: resourceType(parts[0]), names: [parts[1]] };
}

export function resourceType(name: string): ResourceType {
  const type = findResourceType(name);
  if (!type) throw new KubectlError(`error: the server doesn't have a resource type ${JSON.stringify(name)}`);
  return type;
}

export interface SelectOptions {
  /** null: all namespaces. */
  readonly namespace: string | null;
  readonly labels: string;
  readonly fields: string;
}

export interface Selected {
  readonly selections: readonly Selection[];
  /** Names that do not exist, each as the API server would say it. */
  readonly missing: readonly KubectlError[];
}

/** Finds what was asked for. @throws KubectlError for selectors that cannot be read or combined. */
export function selectObjects(cluster: Cluster, requests: readonly ResourceRequest[], options: SelectOptions): Selected {
  const labels = serverSelector(requests[0].type, options, parseSelector);
  const fields = serverSelector(requests[0].type, options, () => parseFieldSelector(options.fields));
  if (requests.some((request) => request.names !== null)) {
    if (options.labels !== '' || options.fields !== '') throw new KubectlError('error: name cannot be provided when a selector is specified');
    if (options.namespace === null && requests.some((request) => request.type.namespaced))
      throw new KubectlError('error: a resource cannot be retrieved by name across all namespaces');
  }
  const missing: KubectlError[] = [];
  const selections = requests.map(({ type, names }) => {
    const all = listObjects(cluster, type, options.namespace);
    if (names === null) return { type, objects: all.filter((object) => matchesLabels(labels, object.metadata.labels) && matchesFields(fields, object)) };
    const objects = names.flatMap((name) => {
      const object = all.find((candidate) => candidate.metadata.name === name);
      if (!object) missing.push(notFound(type, name));
      return object ? [object] : [];
    });
    return { type, objects };
  });
  return { selections, missing };
}

/** The API server refuses a selector it cannot read; kubectl says which request that was. */
export function serverSelector<T>(type: ResourceType, options: Pick<SelectOptions, 'labels' | 'fields'>, parse: (labels: string) => T): T {
  try {
    return parse(options.labels);
  } catch (error) {
    throw new KubectlError(
      `Error from server (BadRequest): Unable to find "${groupVersion(type)[0]}/${groupVersion(type)[1]}, Resource=${type.name}" that match label selector ` +
        `${JSON.stringify(options.labels)}, field selector ${JSON.stringify(options.fields)}: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/** Where nothing was found: `No resources found in wavelength namespace.` */
export function nothingFound(requests: readonly ResourceRequest[], namespace: string | null): string {
  const namespaced = requests.some((request) => request.type.namespaced);
  return namespace === null || !namespaced ? 'No resources found' : `No resources found in ${namespace} namespace.`;
}
