import type { Call } from './call.ts';
import { findResourceType, groupVersion } from '../../../kube/resource-types.ts';
import { KubectlError } from './kubectl-error.ts';
import type { Subcommand } from './subcommand.ts';

/** Verbs that mean something on each kind here; an answer of `yes` is a promise that the command works. */
const CHANGES: Readonly<Record<string, readonly string[]>> = {
  pods: ['delete'],
  deployments: ['patch', 'update'],
  rollouts: ['patch', 'update'],
  configmaps: ['patch'],
  nodes: ['patch'],
};

/** The same of what is asked for with --subresource. */
const SUBRESOURCES: Readonly<Record<string, readonly string[]>> = {
  'pods/eviction': ['create'],
  'pods/log': ['get'],
  'rollouts/scale': ['get', 'patch', 'update'],
  'deployments/scale': ['get', 'patch', 'update'],
};

export const auth: Subcommand = {
  name: 'auth',
  summary: 'Inspect authorization',
  usage: 'SUBCOMMAND [options]',
  examples: [],
  flags: [],
  children: [
    {
      name: 'can-i',
      summary: 'Check whether an action is allowed',
      usage: 'VERB [TYPE | TYPE/NAME | NONRESOURCEURL] [options]',
      completes: '*',
      examples: [['Check to see if I can create pods in any namespace', 'kubectl auth can-i create pods --all-namespaces']],
      flags: [
        { name: 'all-namespaces', short: 'A', kind: 'bool', default: 'false', help: 'If true, check the specified action in all namespaces.' },
        { name: 'subresource', kind: 'string', default: '', help: 'SubResource such as pod/log or deployment/scale' },
        { name: 'quiet', short: 'q', kind: 'bool', default: 'false', help: 'If true, suppress output and just return the exit code.' },
      ],
      run: canI,
    },
    { name: 'whoami', summary: 'Experimental: Check self subject attributes', usage: '[options]', examples: [], flags: [], run: whoAmI },
  ],
};

async function canI(call: Call): Promise<number> {
  if (call.args.length < 2)
    throw new KubectlError(
      "error: you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
    );
  const [verb, resource] = call.args;
  const [name, subresource] = resource.split('/');
  const type = findResourceType(name);
  if (!type && name !== '*') call.warn(`Warning: the server doesn't have a resource type '${name}'\n`);
  if (type && !type.namespaced && !call.flags.bool('all-namespaces')) {
    const [group] = groupVersion(type);
    call.warn(`Warning: resource '${type.name}' is not namespace scoped${group === '' ? '' : ` in group '${group}'`}\n`);
  }
  const asked = call.flags.text('subresource');
  const allowed =
    type !== undefined &&
    (asked === ''
      ? ['get', 'list', 'watch'].includes(verb) || (CHANGES[type.name] ?? []).includes(verb)
      : (SUBRESOURCES[`${type.name}/${asked}`] ?? []).includes(verb)) &&
    !['exec', 'attach', 'portforward'].includes(subresource ?? '');
  if (!call.flags.bool('quiet')) call.print(allowed ? 'yes\n' : 'no\n');
  return allowed ? 0 : 1;
}

async function whoAmI(call: Call): Promise<number> {
  const { project } = (await call.cluster()).fleet;
  call.print(`ATTRIBUTE   VALUE\nUsername    oncall@${project}.example\nGroups      [system:authenticated]\n`);
  return 0;
}
