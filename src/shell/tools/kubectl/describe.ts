import { describeObject } from '../../../kube/describe/describe.ts';
import type { KubeObject } from '../../../kube/objects/object-meta.ts';
import { listObjects } from '../../../kube/resource-types.ts';
import type { Call } from './call.ts';
import type { KubectlError } from './kubectl-error.ts';
import { nothingFound, parseResourceArguments, selectObjects, type Selection } from './resource-arguments.ts';
import { ALL_NAMESPACES_FLAG, SELECTOR_FLAG, type Subcommand } from './subcommand.ts';

export const describe: Subcommand = {
  name: 'describe',
  summary: 'Show details of a specific resource or group of resources',
  usage: '(-f FILENAME | TYPE [NAME_PREFIX | -l label] | TYPE/NAME) [options]',
  examples: [
    ['Describe a node', 'kubectl describe nodes kubernetes-node-emt8.c.myproject.internal'],
    ['Describe a pod', 'kubectl describe pods/nginx'],
    ['Describe all pods', 'kubectl describe pods'],
    ['Describe pods by label name=myLabel', 'kubectl describe pods -l name=myLabel'],
  ],
  flags: [
    ALL_NAMESPACES_FLAG,
    SELECTOR_FLAG,
    { name: 'show-events', kind: 'bool', default: 'true', help: 'If true, display events related to the described object.' },
  ],
  completes: '*',
  run: runDescribe,
};

const MISSING_TYPE = 'error: You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.';

async function runDescribe(call: Call): Promise<number> {
  const requests = parseResourceArguments(call.args, MISSING_TYPE);
  const cluster = await call.cluster();
  const shown = call.flags.bool('show-events') ? cluster : { ...cluster, fleet: { ...cluster.fleet, events: [] } };
  const namespace = call.flags.bool('all-namespaces') ? null : call.namespace(cluster);
  const { selections, missing } = selectObjects(cluster, requests, { namespace, labels: call.flags.text('selector'), fields: '' });
  const problems: KubectlError[] = [];
  const byPrefix: Selection[] = [];
  for (const problem of missing) {
    const matching = prefixed(requests, problem, (type) => listObjects(cluster, type, namespace));
    if (matching) byPrefix.push(matching);
    else problems.push(problem);
  }
  const text = (object: KubeObject): string => {
    const whole = describeObject(object, shown);
    return call.flags.bool('show-events') ? whole : whole.replace(/Events: +<none>\n$/, '');
  };
  const named = selections.flatMap((selection) => selection.objects),
    guessed = byPrefix.flatMap((selection) => selection.objects);
  call.print(named.map(text).join('\n\n') + guessed.map((object) => `${text(object)}\n`).join(''));
  if (named.length + guessed.length === 0 && problems.length === 0) call.warn(nothingFound(requests, namespace));
  for (const problem of problems) call.warn(problem.message);
  return problems.length > 0 ? 1 : 0;
}

/** A name that does not exist may be the beginning of names that do. */
function prefixed(
  requests: ReturnType<typeof parseResourceArguments>,
  problem: KubectlError,
  list: (type: Selection['type']) => Selection['objects'],
): Selection | null {
  for (const { type, names } of requests) {
    for (const name of names ?? []) {
      if (!problem.message.includes(JSON.stringify(name))) continue;
      const objects = list(type).filter((object) => object.metadata.name.startsWith(name));
      if (objects.length > 0) return { type, objects };
    }
  }
  return null;
}
