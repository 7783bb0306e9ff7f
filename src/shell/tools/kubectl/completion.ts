import type { ShellPort } from '../../../contract/ports.ts';
import { findResourceType, listObjects, RESOURCE_TYPES } from '../../../kube/resource-types.ts';
import type { Cluster } from '../../../kube/cluster.ts';
import { nodeObject } from '../../../kube/objects/node.ts';
import { ARGO_COMMANDS } from './argo/commands.ts';
import { ROOT } from './argo/usage.ts';
import { GLOBAL_FLAGS, type FlagSpec } from './flags.ts';
import { type Kubeconfig, type KubeContext, readKubeconfig } from './kubeconfig.ts';
import type { Subcommand } from './subcommand.ts';
import { findSubcommand, GROUPS } from './subcommands.ts';

/**
 * Candidates for the last of `words` (what follows `kubectl`; the last may be ''): verbs, flags, types, names of the fleet, and values
 * of flags that name something. Unfiltered: the shell keeps those that start so.
 */
export async function completeKubectl(words: readonly string[], port: ShellPort, readFile?: (path: string) => Promise<string>): Promise<string[]> {
  const word = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const isPlugin = before[0] === 'argo' && before[1] === 'rollouts';
  if (before.length === 1 && before[0] === 'argo') return ['rollouts'];
  const { command, rest } = isPlugin ? findSubcommand(before.slice(2), ARGO_COMMANDS) : findSubcommand(before);
  const flags = [...(command?.flags ?? []), ...GLOBAL_FLAGS];
  const equals = /^--([a-z-]+)=/.exec(word);
  const flag = flags.find((spec) => spec.kind !== 'bool' && (equals ? spec.name === equals[1] : isFlag(rest.at(-1), spec)));
  if (word.startsWith('-') && !(equals && flag)) return flagWords(flags);
  if (!flag && !command) return isPlugin ? (ROOT.children ?? []).map(({ name }) => name) : [...GROUPS.flatMap(([, names]) => names), 'argo'];
  if (!flag && command?.children) return command.children.map((child) => child.name);
  const kubeconfig = await readKubeconfig(port, readFile);
  if (flag ? CONTEXT_FLAGS.includes(flag.name) : command?.completes === 'contexts') return kubeconfig.contexts.map(({ name }) => `${equals?.[0] ?? ''}${name}`);
  const cluster: Cluster = { fleet: await port.fleet(contextMeant(rest, kubeconfig).cluster), epoch: port.epoch };
  if (flag) return flagValues(flag, command, cluster).map((value) => `${equals?.[0] ?? ''}${value}`);
  if (command && isPlugin) return rolloutCandidates(command, positionals(rest, flags), cluster);
  return command ? argumentCandidates(command, positionals(rest, flags), word, cluster) : [];
}

/** Flags that name something of the kubeconfig; context, cluster and user bear one name. */
const CONTEXT_FLAGS = ['context', 'cluster', 'user'];

/** Where the line typed so far would go; the first context when it names none there is. */
function contextMeant(words: readonly string[], { contexts, current }: Kubeconfig): KubeContext {
  const given = (flag: string): string | undefined => {
    const at = words.findIndex((word) => word === `--${flag}` || word.startsWith(`--${flag}=`));
    return at < 0 ? undefined : words[at].includes('=') ? words[at].slice(flag.length + 3) : words[at + 1];
  };
  const name = given('cluster') ?? given('context') ?? current;
  return contexts.find((context) => context.name === name) ?? contexts[0];
}

function isFlag(word: string | undefined, { name, short }: FlagSpec): boolean {
  return word === `--${name}` || (short !== undefined && word === `-${short}`);
}

function argumentCandidates(command: Subcommand, given: readonly string[], word: string, cluster: Cluster): string[] {
  const names = (type: string): string[] => {
    const found = findResourceType(type);
    return found ? listObjects(cluster, found, cluster.fleet.namespace).map((object) => object.metadata.name) : [];
  };
  if (command.completes === undefined) return [];
  const slash = word.indexOf('/');
  if (slash > 0) return names(word.slice(0, slash)).map((name) => `${word.slice(0, slash)}/${name}`);
  if (command.name === 'image' && given.length > 0)
    return cluster.fleet.deployments
      .filter((deployment) => given[0].endsWith(`/${deployment.name}`))
      .map((deployment) => `${deployment.template.container}=${deployment.template.image}`);
  if (['pods', 'nodes'].includes(command.completes)) {
    return given.length > 0 ? [] : [...names(command.completes), ...(command.name === 'logs' ? names('deployments').map((name) => `deployment/${name}`) : [])];
  }
  // Only pods can be deleted here.
  if (command.name === 'delete') return given.length === 0 ? ['pod'] : names('pods').filter((name) => !given.includes(name));
  if (given.length === 0) {
    const types =
      command.completes === '*'
        ? RESOURCE_TYPES.filter((type) => type.list(cluster).length > 0).map((type) => type.name)
        : [command.completes.replace(/s$/, '')];
    const rollouts = command.name === 'scale' ? names('rollouts').map((name) => `rollout/${name}`) : [];
    return [
      ...types,
      ...(command.completes === '*' ? [] : names(command.completes).map((name) => `${command.completes?.replace(/s$/, '')}/${name}`)),
      ...rollouts,
    ];
  }
  return given[0].includes('/') ? [] : names(given[0]).filter((name) => !given.includes(name));
}

/** Arguments of the plugin's commands: names of rollouts, and for an image what it is now. */
function rolloutCandidates(command: Subcommand, given: readonly string[], cluster: Cluster): string[] {
  const { rollouts } = cluster.fleet;
  if (command.completes !== 'rollouts') return [];
  if (command.name !== 'image' || given.length === 0) return rollouts.map(({ name }) => name).filter((name) => !given.includes(name));
  return rollouts.flatMap(({ name, template }) => (name === given[0] ? [`${template.container}=${template.image}`] : []));
}

function positionals(words: readonly string[], flags: readonly FlagSpec[]): readonly string[] {
  return words.filter((word, at) => {
    if (word.startsWith('-')) return false;
    const before = words[at - 1];
    return !flags.some((spec) => spec.kind !== 'bool' && isFlag(before, spec));
  });
}

function flagWords(flags: readonly FlagSpec[]): string[] {
  return flags.flatMap((flag) => [`--${flag.name}${flag.kind === 'bool' ? '' : '='}`]);
}

function flagValues(flag: FlagSpec, command: Subcommand | null, cluster: Cluster): string[] {
  const workloads = [...cluster.fleet.deployments, ...cluster.fleet.rollouts];
  switch (flag.name) {
    case 'output':
      return command?.name === 'get' ? ['wide', 'yaml', 'json', 'name', 'jsonpath=', 'custom-columns='] : ['json', 'yaml'];
    case 'namespace':
      return ['default', 'kube-node-lease', 'kube-public', 'kube-system', cluster.fleet.namespace];
    case 'selector':
      if (command?.completes === 'nodes') return nodeLabels(cluster);
      return workloads.map(({ name }) => `app=${name}`);
    case 'pod-selector':
      return workloads.map(({ name }) => `app=${name}`);
    case 'container':
      return [...new Set(cluster.fleet.pods.map((pod) => pod.template.container))];
    case 'sort-by':
      return command?.name === 'get'
        ? ['.metadata.name', '.metadata.creationTimestamp', '.lastTimestamp', '.status.containerStatuses[0].restartCount']
        : ['cpu', 'memory'];
    case 'type':
      return ['json', 'merge', 'strategic'];
    case 'to-revision':
      return [...new Set(workloads.flatMap(({ history }) => history.map((entry) => String(entry.revision))))];
    default:
      return [];
  }
}

/** Labels that tell nodes apart as people think of them. */
function nodeLabels(cluster: Cluster): string[] {
  const keys = ['topology.kubernetes.io/zone', 'cloud.google.com/gke-nodepool', 'node.kubernetes.io/instance-type'];
  const nodes = cluster.fleet.nodes.map((node) => nodeObject(cluster, node));
  return keys.flatMap((key) => [...new Set(nodes.map((node) => `${key}=${node.metadata.labels?.[key]}`))]);
}
