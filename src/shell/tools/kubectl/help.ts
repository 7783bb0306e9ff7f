import { flagText } from './flag-text.ts';
import type { Subcommand } from './subcommand.ts';
import { commandPath, GROUPS, SUBCOMMANDS } from './subcommands.ts';

/** `kubectl --help`, in kubectl's layout, naming what works here. */
export function rootHelp(): string {
  const sections = GROUPS.map(([title, names]) =>
    [`${title}:`, ...names.map((name) => row(name, SUBCOMMANDS.find((command) => command.name === name)?.summary ?? '')), ''].join('\n'),
  );
  return [
    'kubectl controls the Kubernetes cluster manager.',
    '',
    ' Find more information at: https://kubernetes.io/docs/reference/kubectl/',
    '',
    ...sections,
    'Usage:',
    '  kubectl [flags] [options]',
    '',
    'Use "kubectl <command> --help" for more information about a given command.',
    'Use "kubectl options" for a list of global command-line options (applies to all commands).',
    '',
  ].join('\n');
}

export function commandHelp(path: readonly string[], command: Subcommand): string {
  const name = commandPath(path);
  const lines = [`${command.summary}.`, ''];
  if (command.examples.length > 0) lines.push('Examples:', command.examples.map(([comment, line]) => `  # ${comment}\n  ${line}`).join('\n  \n'), '');
  if (command.children)
    lines.push(
      'Available Commands:',
      ...command.children.map((child) => row(child.name, child.summary, Math.max(11, ...command.children!.map(({ name: verb }) => verb.length)) + 3)),
      '',
    );
  if (command.flags.length > 0)
    lines.push(
      'Options:',
      [...command.flags]
        .sort((a, b) => (a.name < b.name ? -1 : 1))
        .map(flagText)
        .join('\n\n'),
      '',
    );
  lines.push('Usage:', `  ${name} ${command.usage}`.trimEnd(), '');
  if (command.children) lines.push(`Use "${name} <command> --help" for more information about a given command.`);
  lines.push('Use "kubectl options" for a list of global command-line options (applies to all commands).');
  return `${lines.join('\n')}\n`;
}

function row(name: string, summary: string, width = 16): string {
  return `  ${name.padEnd(width)}${summary}`;
}
