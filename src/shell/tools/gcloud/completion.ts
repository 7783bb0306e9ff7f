import type { ShellPort } from '../../../contract/ports.ts';
import { type Command, isGroup } from './command.ts';
import { findCommand } from './commands.ts';
import { type FlagSpec, findFlag, WIDE_FLAGS } from './flags.ts';

/**
 * Candidates for the last of `words` (what follows `gcloud`; the last may be ''): groups, commands, flags, names of the fleet, and values of flags that
 * name something. Unfiltered: the shell keeps those that start so.
 */
export async function completeGcloud(words: readonly string[], port: ShellPort): Promise<string[]> {
  const word = words.at(-1) ?? '';
  const { node, rest, wrong } = findCommand(words.slice(0, -1));
  if (wrong !== null) return [];
  const flags = [...(isGroup(node) ? [] : node.flags), ...WIDE_FLAGS].filter(({ kind, name }) => kind !== 'none' && name.length > 1);
  const [spelling, value] = word.split('=', 2);
  if (word.startsWith('-')) {
    const named = value === undefined ? undefined : findFlag(flags, spelling);
    if (named !== undefined) return (await flagValues(named, port)).map((one) => `${spelling}=${one}`);
    return flags.map((flag) => `--${flag.name}${flag.kind === 'bool' ? '' : '='}`);
  }
  if (isGroup(node)) return node.children.map((child) => child.name);
  const before = rest.at(-1);
  const flag = before?.startsWith('-') && !before.includes('=') ? findFlag(flags, before) : undefined;
  if (flag !== undefined && flag.kind !== 'bool') return flagValues(flag, port);
  return rest.some((given) => !given.startsWith('-')) ? [] : names(node, port);
}

async function names({ completes }: Command, port: ShellPort): Promise<string[]> {
  switch (completes) {
    case 'backend-service':
      return [(await port.loadBalancer()).backendService];
    case 'url-map':
      return [(await port.loadBalancer()).name];
    case 'network-endpoint-group':
      return (await port.loadBalancer()).groups.map(({ name }) => name);
    case 'cluster':
      return (await port.clusters()).map(({ name }) => name);
    case 'sql-instance':
      return [...(await port.databases())];
    case undefined:
      return [];
  }
}

async function flagValues({ name, choices }: FlagSpec, port: ShellPort): Promise<string[]> {
  switch (name) {
    case 'format':
      return ['json', 'yaml', 'value(', 'csv(', 'table('];
    case 'zone':
      return (await port.loadBalancer()).groups.map(({ zone }) => zone);
    case 'region':
    case 'location':
      return (await port.clusters()).map(({ region }) => region);
    case 'project':
      return [(await port.loadBalancer()).project];
    default:
      return [...(choices ?? [])];
  }
}
