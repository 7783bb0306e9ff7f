import { type Command, type Group, isGroup } from './command.ts';
import { type FlagSpec, WIDE_FLAGS } from './flags.ts';

const WIDTH = 80;

/** What `--help` prints, in the layout of gcloud's own help: of what works here. */
export function helpText(path: readonly string[], node: Group | Command): string {
  const name = ['gcloud', ...path].join(' ');
  const sections: (readonly [title: string, lines: readonly string[]])[] = [
    ['NAME', [...wrapped(`${name} - ${node.summary[0].toLowerCase()}${node.summary.slice(1, -1)}`, 4)]],
    ...(isGroup(node) ? groupSections(name, node) : commandSections(name, node)),
    ['NOTES', [...wrapped('Simulated: what is listed here and by `man gcloud`. What else the real gcloud has is refused by name.', 4)]],
  ];
  return sections.map(([title, lines]) => `${[title, ...lines].join('\n')}\n`).join('\n');
}

function groupSections(name: string, { children }: Group): (readonly [string, readonly string[]])[] {
  const listed = (nodes: readonly (Group | Command)[]): readonly string[] =>
    nodes.flatMap((child, at) => [...(at > 0 ? [''] : []), `     ${child.name}`, ...wrapped(child.summary, 8)]);
  const groups = children.filter(isGroup);
  const commands = children.filter((child) => !isGroup(child));
  return [
    [
      'SYNOPSIS',
      [`    ${name} ${groups.length > 0 && commands.length > 0 ? 'GROUP | COMMAND' : groups.length > 0 ? 'GROUP' : 'COMMAND'} [GCLOUD_WIDE_FLAG ...]`],
    ],
    ...(groups.length > 0 ? [['GROUPS', ['    GROUP is one of the following:', '', ...listed(groups)]] as const] : []),
    ...(commands.length > 0 ? [['COMMANDS', ['    COMMAND is one of the following:', '', ...listed(commands)]] as const] : []),
  ];
}

function commandSections(name: string, { description, examples, positionals, flags }: Command): (readonly [string, readonly string[]])[] {
  const shown = flags.filter(({ kind }) => kind !== 'none');
  const words = positionals.map((positional) => (positional.required ? positional.name : `[${positional.name}]`));
  const synopsis = [name, ...words, ...shown.map((flag) => `[${spelled(flag)}]`), '[GCLOUD_WIDE_FLAG ...]'].join(' ');
  const entries = (all: readonly (readonly [string, string])[]): readonly string[] =>
    all.flatMap(([title, help], at) => [...(at > 0 ? [''] : []), `     ${title}`, ...wrapped(help, 8)]);
  return [
    ['SYNOPSIS', wrapped(synopsis, 4, 8)],
    ['DESCRIPTION', wrapped(description, 4)],
    ['EXAMPLES', examples.flatMap(([comment, line], at) => [...(at > 0 ? [''] : []), ...wrapped(comment, 4), '', `        $ ${line}`])],
    ...(positionals.length > 0 ? [['POSITIONAL ARGUMENTS', entries(positionals.map((one) => [one.name, one.help]))] as const] : []),
    ...(shown.length > 0 ? [['FLAGS', entries(shown.map((flag) => [spelled(flag), flag.help]))] as const] : []),
    ['GCLOUD WIDE FLAGS', entries(WIDE_FLAGS.filter(({ kind, name: flag }) => kind !== 'none' && flag.length > 1).map((flag) => [spelled(flag), flag.help]))],
  ];
}

/** `--limit=LIMIT`; `--order=ORDER; default="desc"`. */
function spelled({ name, short, metavar, default: value }: FlagSpec): string {
  const spelling = `--${name}${metavar === '' ? '' : `=${metavar}`}`;
  return `${spelling}${short === undefined ? '' : `, -${short}${metavar === '' ? '' : ` ${metavar}`}`}${value === undefined ? '' : `; default="${value}"`}`;
}

function wrapped(text: string, indent: number, next = indent): readonly string[] {
  const lines: string[] = [];
  let line = ' '.repeat(indent);
  let empty = true;
  for (const word of text.split(' ')) {
    if (!empty && line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = ' '.repeat(next);
      empty = true;
    }
    line += empty ? word : ` ${word}`;
    empty = false;
  }
  return [...lines, line];
}

/** What a group says when no command is named. */
export function groupOverview(path: readonly string[], { children }: Group): string {
  const name = ['gcloud', ...path].join(' ');
  const listed = (title: string, nodes: readonly (Group | Command)[]): string => {
    if (nodes.length === 0) return '';
    const width = Math.max(24, ...nodes.map((child) => child.name.length + 2));
    return `${title} for ${name}:\n\n${nodes.map((child) => overviewLine(child, width)).join('')}\n`;
  };
  const groups = listed('Available command groups', children.filter(isGroup));
  const commands = listed(
    'Available commands',
    children.filter((child) => !isGroup(child)),
  );
  return `${groups}${commands}For detailed information on this command and its flags, run:\n  ${name} --help`;
}

function overviewLine({ name, summary }: Group | Command, width: number): string {
  const [first, ...rest] = wrapped(summary, 6 + width);
  return [`      ${name.padEnd(width)}${first.trimStart()}`, ...rest].map((line) => `${line}\n`).join('');
}
