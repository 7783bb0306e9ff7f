import type { NodeObject } from '../../../kube/objects/node.ts';
import { groupVersion } from '../../../kube/resource-types.ts';
import type { Call } from './call.ts';
import { KubectlError } from './kubectl-error.ts';
import { NOTHING_PROVIDED, parseResourceArguments, type ResourceRequest, resourceType, selectObjects } from './resource-arguments.ts';

/** The nodes that `cordon`, `uncordon` or `drain` names or selects; unless all of them exist, nothing is done. Source: kubectl pkg/cmd/drain Complete, runs of 1.32. */
export async function nodeTargets(call: Call, verb: string): Promise<readonly NodeObject[]> {
  const selector = call.flags.text('selector');
  if (call.args.length === 0 && !call.flags.changed('selector')) throw call.usage(`USAGE: ${verb} NODE [flags]`, `kubectl ${verb}`);
  if (call.args.length > 0 && selector !== '') throw call.usage('cannot specify both a node name and a --selector option', `kubectl ${verb}`);
  if (call.args.length === 0 && selector === '') throw new KubectlError(NOTHING_PROVIDED);
  const requests = call.args.length === 0 ? [{ type: resourceType('nodes'), names: null }] : call.args.map(nodeRequest);
  if (new Set(requests.map(({ type }) => type)).size > 1) throw new KubectlError('error: you may only specify a single resource type');
  const cluster = await call.cluster();
  const { selections, missing } = selectObjects(cluster, requests, { namespace: call.namespace(cluster), labels: selector, fields: '' });
  if (missing.length > 0) throw missing[0];
  const wrong = selections.find(({ type, objects }) => type.kind !== 'Node' && objects.length > 0);
  if (wrong) throw new KubectlError(`error: expected resource of type node, got "${groupVersion(wrong.type).join('/')}, Resource=${wrong.type.name}"`);
  // What is left are nodes.
  return selections.flatMap(({ objects }) => objects as readonly NodeObject[]);
}

/** A bare word is a node's name. */
function nodeRequest(argument: string): ResourceRequest {
  return argument.includes('/') ? parseResourceArguments([argument], NOTHING_PROVIDED)[0] : { type: resourceType('nodes'), names: [argument] };
}
