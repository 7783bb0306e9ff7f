import { type FlagSpec, GLOBAL_FLAGS } from '../flags.ts';
import type { Subcommand } from '../subcommand.ts';
import { ARGO_COMMANDS, OTHER_NAMES } from './commands.ts';

/** cobra names the program by its file. */
export const PROGRAM = 'kubectl-argo-rollouts';

export const ROOT: Subcommand = {
  name: PROGRAM,
  summary: 'Manage argo rollouts',
  about: 'This command consists of multiple subcommands which can be used to manage Argo Rollouts.',
  usage: 'COMMAND [flags]',
  examples: [
    ['Get guestbook rollout and watch progress', 'kubectl argo rollouts get rollout guestbook -w'],
    ['Pause the guestbook rollout', 'kubectl argo rollouts pause guestbook'],
    ['Promote the guestbook rollout', 'kubectl argo rollouts promote guestbook'],
    ['Abort the guestbook rollout', 'kubectl argo rollouts abort guestbook'],
    ['Retry the guestbook rollout', 'kubectl argo rollouts retry rollout guestbook'],
  ],
  flags: [],
  // What is not simulated is not offered.
  children: ARGO_COMMANDS.filter(({ name }) => !OTHER_NAMES.has(name)),
};

export function helpText(path: readonly string[], command: Subcommand): string {
  return `${command.about ?? command.summary}\n\n${usageText(path, command)}`;
}

/** Source: spf13/cobra, its usage template. */
export function usageText(path: readonly string[], command: Subcommand): string {
  const name = [PROGRAM, ...path].join(' ');
  const isRoot = path.length === 0;
  const sections = [`Usage:\n  ${name} ${command.usage}${command.children ? `\n  ${name} [command]` : ''}`];
  if (command.aliases) sections.push(`Aliases:\n  ${[command.name, ...command.aliases].join(', ')}`);
  if (command.examples.length > 0) sections.push(`Examples:\n${command.examples.map(([comment, line]) => `  # ${comment}\n  ${line}`).join('\n\n')}`);
  if (command.children) {
    const width = Math.max(11, ...command.children.map((child) => child.name.length));
    sections.push(`Available Commands:\n${command.children.map((child) => `  ${child.name.padEnd(width)} ${child.summary}`).join('\n')}`);
  }
  const help: FlagSpec = { name: 'help', short: 'h', kind: 'bool', default: 'false', help: `help for ${command.name}` };
  const inherited = GLOBAL_FLAGS.filter((flag) => flag.name !== 'help');
  sections.push(`Flags:\n${flagLines([...command.flags, help, ...(isRoot ? inherited : [])])}`);
  if (!isRoot) sections.push(`Global Flags:\n${flagLines(inherited)}`);
  if (command.children) sections.push(`Use "${name} [command] --help" for more information about a command.`);
  return `${sections.join('\n\n')}\n`;
}

/** Source: spf13/pflag FlagUsages. */
function flagLines(flags: readonly FlagSpec[]): string {
  const left = (flag: FlagSpec): string =>
    `${flag.short && flag.short !== flag.name ? `  -${flag.short}, ` : '      '}--${flag.name}${flag.kind === 'bool' ? '' : ` ${flag.kind === 'list' ? 'strings' : flag.kind}`}`;
  const width = Math.max(...flags.map((flag) => left(flag).length));
  const shown = ({ kind, default: value }: FlagSpec): string =>
    ['', '0', '0s', 'false', '[]'].includes(value) ? '' : ` (default ${kind === 'string' ? JSON.stringify(value) : value})`;
  return [...flags]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map((flag) => `${left(flag).padEnd(width)}   ${flag.help}${shown(flag)}`)
    .join('\n');
}
