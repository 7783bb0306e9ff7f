import { groupVersion, RESOURCE_TYPES } from '../../../kube/resource-types.ts';
import { alignRows } from '../../../kube/tabwriter.ts';
import { jsonText } from '../../../kube/json.ts';
import { yamlText } from '../../../kube/yaml.ts';
import type { Call } from './call.ts';
import { KubectlError } from './kubectl-error.ts';
import { NO_HEADERS_FLAG, type Subcommand } from './subcommand.ts';

/** The client whose output is imitated. */
const CLIENT_VERSION = 'v1.32.4';
const KUSTOMIZE_VERSION = 'v5.5.0';

export const version: Subcommand = {
  name: 'version',
  summary: 'Print the client and server version information',
  usage: '[flags] [options]',
  examples: [['Print the client and server versions for the current context', 'kubectl version']],
  flags: [
    { name: 'client', kind: 'bool', default: 'false', help: 'If true, shows client version only (no server required).' },
    { name: 'output', short: 'o', kind: 'string', default: '', help: "One of 'yaml' or 'json'." },
  ],
  async run(call: Call): Promise<number> {
    const server = (await call.cluster()).fleet.kubernetesVersion;
    const output = call.flags.text('output');
    const facts = {
      clientVersion: { gitVersion: CLIENT_VERSION },
      kustomizeVersion: KUSTOMIZE_VERSION,
      ...(call.flags.bool('client') ? {} : { serverVersion: { gitVersion: server } }),
    };
    if (output === 'json') call.print(jsonText(facts));
    else if (output === 'yaml') call.print(yamlText(facts));
    else if (output !== '') throw new KubectlError(`error: --output must be 'yaml' or 'json'`);
    else
      call.print(
        `Client Version: ${CLIENT_VERSION}\nKustomize Version: ${KUSTOMIZE_VERSION}\n${call.flags.bool('client') ? '' : `Server Version: ${server}\n`}`,
      );
    return 0;
  },
};

export const clusterInfo: Subcommand = {
  name: 'cluster-info',
  summary: 'Display cluster information',
  usage: '[flags] [options]',
  examples: [['Print the address of the control plane and cluster services', 'kubectl cluster-info']],
  flags: [],
  async run(call: Call): Promise<number> {
    call.print(
      `Kubernetes control plane is running at ${call.target.server}\n\nTo further debug and diagnose cluster problems, use 'kubectl cluster-info dump'.\n`,
    );
    return Promise.resolve(0);
  },
};

export const apiResources: Subcommand = {
  name: 'api-resources',
  summary: 'Print the supported API resources on the server',
  usage: '[flags] [options]',
  examples: [['Print the supported API resources', 'kubectl api-resources']],
  flags: [
    NO_HEADERS_FLAG,
    { name: 'api-group', kind: 'string', default: '', help: 'Limit to resources in the specified API group.' },
    {
      name: 'namespaced',
      kind: 'bool',
      default: 'true',
      help: 'If false, non-namespaced resources will be returned, otherwise returning namespaced resources by default.',
    },
    { name: 'output', short: 'o', kind: 'string', default: '', help: 'Output format. One of: (wide, name).' },
  ],
  async run(call: Call): Promise<number> {
    const { flags } = call;
    const shown = RESOURCE_TYPES.filter(
      (type) =>
        (!flags.changed('api-group') || groupVersion(type)[0] === flags.text('api-group')) &&
        (!flags.changed('namespaced') || type.namespaced === flags.bool('namespaced')),
    );
    if (flags.text('output') === 'name') call.print(shown.map((type) => `${[type.name, groupVersion(type)[0]].filter(Boolean).join('.')}\n`).join(''));
    else {
      const rows = shown.map((type) => [type.name, type.shortNames.join(','), type.apiVersion, String(type.namespaced), type.kind]);
      call.print(alignRows(flags.bool('no-headers') ? rows : [['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND'], ...rows]));
    }
    return Promise.resolve(0);
  },
};

export const apiVersions: Subcommand = {
  name: 'api-versions',
  summary: 'Print the supported API versions on the server, in the form of "group/version"',
  usage: '[options]',
  examples: [],
  flags: [],
  async run(call: Call): Promise<number> {
    call.print(
      [...new Set(RESOURCE_TYPES.map((type) => type.apiVersion))]
        .sort()
        .map((name) => `${name}\n`)
        .join(''),
    );
    return Promise.resolve(0);
  },
};
