import { type Command, type Group, isGroup } from './command.ts';
import { HELP_FLAG } from './flags.ts';

const WIDTH = 80;
const INDENT = 25;

/** The short usage of `-h` and of a command line that cannot be read. */
export function usageText(path: readonly string[], node: Group | Command): string {
  const name = ['gcloud', ...path].join(' ');
  const lines = isGroup(node) ? groupLines(name, node) : commandLines(name, node);
  return `${lines.join('\n')}\n\nFor detailed information on this command and its flags, run:\n  ${name} --help`;
}

function groupLines(name: string, { children }: Group): readonly string[] {
  const groups = children.filter(isGroup).map((child) => child.name);
  const commands = children.filter((child) => !isGroup(child)).map((child) => child.name);
  const kinds = [groups.length > 0 ? 'group' : '', commands.length > 0 ? 'command' : ''].filter((kind) => kind !== '');
  return [
    `Usage: ${name} [optional flags] <${kinds.join(' | ')}>`,
    ...(groups.length > 0 ? [choices('group may be', groups)] : []),
    ...(commands.length > 0 ? [choices('command may be', commands)] : []),
  ];
}

function commandLines(name: string, { positionals, flags }: Command): readonly string[] {
  const words = positionals.map((positional) => (positional.required ? positional.name : `[${positional.name}]`));
  return [
    `Usage: ${[name, ...words].join(' ')} [optional flags]`,
    choices(
      'optional flags may be',
      [...flags, HELP_FLAG].map((flag) => `--${flag.name}`),
    ),
  ];
}

/** `a | b | c` within 80 columns. */
function choices(title: string, names: readonly string[]): string {
  const lines: string[] = [];
  let line = '';
  for (const [at, name] of [...names].sort().entries()) {
    const word = at === names.length - 1 ? name : `${name} |`;
    if (line !== '' && INDENT + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return `  ${title.padEnd(INDENT - 2)}${lines.join(`\n${' '.repeat(INDENT)}`)}`;
}
