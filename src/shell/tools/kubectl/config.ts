import type { Cluster } from '../../../kube/cluster.ts';
import { alignRows } from '../../../kube/tabwriter.ts';
import { yamlText } from '../../../kube/yaml.ts';
import type { Call } from './call.ts';
import type { Flags } from './flags.ts';
import { KubectlError, notSimulated } from './kubectl-error.ts';
import type { Subcommand } from './subcommand.ts';

/** Where the control plane of a private cluster listens: its own range, outside the nodes'. */
export const CONTROL_PLANE = 'https://172.16.0.2';

export const config: Subcommand = {
  name: 'config',
  summary: 'Modify kubeconfig files',
  usage: 'SUBCOMMAND [options]',
  examples: [],
  flags: [],
  children: [
    {
      name: 'current-context',
      summary: 'Display the current-context',
      usage: '[options]',
      examples: [['Display the current-context', 'kubectl config current-context']],
      flags: [],
      run: currentContext,
    },
    {
      name: 'get-contexts',
      summary: 'Describe one or many contexts',
      usage: '[(-o|--output=)name)] [options]',
      examples: [['List all the contexts in your kubeconfig file', 'kubectl config get-contexts']],
      flags: [
        { name: 'output', short: 'o', kind: 'string', default: '', help: 'Output format. One of: (name).' },
        {
          name: 'no-headers',
          kind: 'bool',
          default: 'false',
          help: "When using the default or custom-column output format, don't print headers (default print headers).",
        },
      ],
      run: getContexts,
    },
    {
      name: 'view',
      summary: 'Display merged kubeconfig settings or a specified kubeconfig file',
      usage: '[flags] [options]',
      examples: [['Show merged kubeconfig settings', 'kubectl config view']],
      flags: [{ name: 'minify', kind: 'bool', default: 'false', help: 'Remove all information not used by current-context from the output' }],
      run: view,
    },
    { name: 'use-context', summary: 'Set the current-context in a kubeconfig file', usage: 'CONTEXT_NAME [options]', examples: [], flags: [], run: useContext },
    {
      name: 'set-context',
      summary: 'Set a context entry in kubeconfig',
      usage: '[NAME | --current] [--namespace=namespace] [options]',
      examples: [],
      flags: [{ name: 'current', kind: 'bool', default: 'false', help: 'Modify the current context' }],
      run: () => Promise.reject(notSimulated('editing the kubeconfig; use -n for another namespace')),
    },
  ],
};

/** `gke_<project>_<location>_<cluster>`, as gcloud names contexts. */
export function contextName(cluster: Cluster): string {
  const { project, nodes, clusterName } = cluster.fleet;
  return `gke_${project}_${nodes[0]?.region ?? 'global'}_${clusterName}`;
}

/** @throws KubectlError for a context, cluster or user that the kubeconfig does not have. */
export function checkConfigFlags(flags: Flags, cluster: Cluster): void {
  if (flags.changed('context') && flags.text('context') !== contextName(cluster)) {
    throw new KubectlError(`Error in configuration: context was not found for specified context: ${flags.text('context')}`);
  }
  for (const [flag, message] of [
    ['cluster', 'cluster'],
    ['user', 'auth info'],
  ] as const) {
    if (flags.changed(flag) && flags.text(flag) !== contextName(cluster))
      throw new KubectlError(`error: ${message} ${JSON.stringify(flags.text(flag))} does not exist`);
  }
}

async function currentContext(call: Call): Promise<number> {
  call.print(`${contextName(await call.cluster())}\n`);
  return 0;
}

async function getContexts(call: Call): Promise<number> {
  const cluster = await call.cluster();
  const name = contextName(cluster);
  if (call.args.length > 0 && call.args[0] !== name) throw new KubectlError(`error: context ${call.args[0]} not found`);
  if (call.flags.text('output') === 'name') call.print(`${name}\n`);
  else
    call.print(
      alignRows([
        ...(call.flags.bool('no-headers') ? [] : [['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE']]),
        ['*', name, name, name, cluster.fleet.namespace],
      ]),
    );
  return 0;
}

async function view(call: Call): Promise<number> {
  const cluster = await call.cluster();
  const name = contextName(cluster);
  call.print(
    yamlText({
      apiVersion: 'v1',
      clusters: [{ cluster: { 'certificate-authority-data': 'DATA+OMITTED', server: CONTROL_PLANE }, name }],
      contexts: [{ context: { cluster: name, namespace: cluster.fleet.namespace, user: name }, name }],
      'current-context': name,
      kind: 'Config',
      preferences: {},
      users: [
        {
          name,
          user: {
            exec: { apiVersion: 'client.authentication.k8s.io/v1beta1', args: null, command: 'gke-gcloud-auth-plugin', env: null, provideClusterInfo: true },
          },
        },
      ],
    }),
  );
  return 0;
}

async function useContext(call: Call): Promise<number> {
  const name = contextName(await call.cluster());
  if (call.args.length !== 1) throw new KubectlError(`error: accepts 1 arg(s), received ${call.args.length}`);
  if (call.args[0] !== name) throw new KubectlError(`error: no context exists with the name: ${JSON.stringify(call.args[0])}`);
  call.print(`Switched to context ${JSON.stringify(name)}.\n`);
  return 0;
}
