import type { ToolContext, ToolResult } from '../../tool.ts';
import { fail, succeed } from '../../tool.ts';
import { Call } from './call.ts';
import { type Answer, type Command, type Group, isGroup } from './command.ts';
import { type FoundCommand, findCommand, GCLOUD } from './commands.ts';
import { type Flags, invalidChoice, parseFlags, type ParsedArguments } from './flags.ts';
import { errorText, GcloudError, notSimulated } from './gcloud-error.ts';
import { groupOverview, helpText } from './help.ts';
import { parseFormat } from './output/format.ts';
import { printAnswer } from './output/print-answer.ts';
import { absentKeys, parseResourceFilter } from './output/resource-filter.ts';
import { usageText } from './usage.ts';

/** kubectl's version is that of the terminal's own kubectl. */
const VERSION = 'Google Cloud SDK 528.0.0\ncore 2025.06.20\ngke-gcloud-auth-plugin 0.5.10\nkubectl 1.32.4\n';

/** gcloud over the simulated fleet. @param args what follows `gcloud`. */
export async function runGcloud(args: readonly string[], context: ToolContext): Promise<ToolResult> {
  if (args[0] === 'help' && args[1] === '--')
    return fail(errorText(['help'], notSimulated('searching the help text; gcloud --help lists the commands').message));
  if (args[0] === 'help') return runGcloud([...args.slice(1), '--help'], context);
  if (args[0] === 'version') return succeed(VERSION);
  const found = findCommand(args);
  const { node, path, rest, wrong } = found;
  try {
    if (wrong !== null) throw unknown(found, wrong);
    if (rest.includes('--help')) return succeed(helpText(path, node));
    if (rest.includes('-h')) return succeed(`${usageText(path, node)}\n`);
    if (!isGroup(node)) return await runCommand(node, path, rest, context);
    if (node === GCLOUD && (rest[0] === '--version' || rest[0] === '-v')) return succeed(VERSION);
    throw new GcloudError(`Command name argument expected.\n\n${groupOverview(path, node)}`, 2);
  } catch (error) {
    if (error instanceof GcloudError) return fail(errorText(path, error.message), error.exitCode);
    throw error;
  }
}

/** @throws GcloudError for words and flags that cannot be read; what the command itself refuses is in the result, after what it had said. */
async function runCommand(command: Command, path: readonly string[], rest: readonly string[], context: ToolContext): Promise<ToolResult> {
  const { positional, flags } = parseArguments(command, path, rest);
  const call = new Call(context, positional, flags);
  try {
    if (flags.given('project')) await checkProject(flags.text('project'), context);
    const format = parseFormat(flags.text('format'));
    const answer = await command.run(call);
    if (answer === null) return { stdout: call.stdout, stderr: call.stderr, exitCode: 0 };
    const chosen = chooseResources(call, answer);
    if (answer.counted && chosen.resources.length === 0) call.say('Listed 0 items.\n');
    return { stdout: printAnswer(chosen, format), stderr: call.stderr, exitCode: 0 };
  } catch (error) {
    if (!(error instanceof GcloudError)) throw error;
    return { stdout: '', stderr: call.stderr + errorText(path, error.message), exitCode: error.exitCode };
  }
}

function parseArguments(command: Command, path: readonly string[], rest: readonly string[]): ParsedArguments {
  const { positionals, flags: own, exclusive = [] } = command;
  const usage = usageText(path, command);
  const parsed = parseFlags(rest, own, positionals.length, usage);
  const missing = positionals.find(({ required }, at) => required && parsed.positional[at] === undefined);
  if (missing !== undefined) throw new GcloudError(`argument ${missing.name}: Must be specified.\n${usage}`, 2);
  checkExclusive(exclusive, parsed.flags, usage);
  if (positionals[0]?.name === 'NAME ...' && parsed.positional.length > 0) throw notSimulated(`NAME arguments; --filter=name=${parsed.positional[0]} is`);
  return parsed;
}

function checkExclusive(names: readonly string[], flags: Flags, usage: string): void {
  const given = names.filter((name) => flags.given(name));
  if (given.length > 1) {
    throw new GcloudError(`argument --${given[0]}: At most one of ${names.map((name) => `--${name}`).join(' | ')} can be specified.\n${usage}`, 2);
  }
}

/** There is one project. Source: api_lib/util/exceptions.py, what a 403 is called. @throws GcloudError for another. */
async function checkProject(asked: string, { port }: ToolContext): Promise<void> {
  const { project } = await port.fleet();
  if (asked === project) return;
  throw new GcloudError(`[ops@${project}.iam.gserviceaccount.com] does not have permission to access projects instance [${asked}] (or it may not exist)`);
}

/** What `--filter` and `--limit` leave; only commands that list have them, and reading logs limits by itself. */
function chooseResources(call: Call, answer: Answer): Answer {
  const filter = parseResourceFilter(call.flags.text('filter'));
  const absent = absentKeys(filter, answer.resources);
  if (absent.length > 0) call.say(`WARNING: The following filter keys were not present in any resource : ${absent.join(', ')}\n`);
  return { ...answer, resources: answer.resources.filter(filter.passes).slice(0, call.flags.int('limit') ?? undefined) };
}

function unknown({ node, path }: FoundCommand, word: string): GcloudError {
  const { children, others } = node as Group;
  if (others.includes(word)) return notSimulated(['gcloud', ...path, word].join(' '));
  const here = ['gcloud', ...path].join(' ');
  const alike = children.filter(({ name }) => name.startsWith(word.slice(0, 3))).map(({ name }) => `${here} ${name}`);
  return invalidChoice(word, alike, usageText(path, node));
}
