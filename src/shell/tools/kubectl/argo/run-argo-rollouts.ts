import type { ToolContext, ToolResult } from '../../../tool.ts';
import { Call } from '../call.ts';
import { parseFlags } from '../flags.ts';
import { chosenContext, readKubeconfig } from '../kubeconfig.ts';
import { KubectlError } from '../kubectl-error.ts';
import { findSubcommand } from '../subcommands.ts';
import { suggestions } from '../suggestions.ts';
import { WrongUsage } from './argo-error.ts';
import { ARGO_COMMANDS } from './commands.ts';
import { helpText, PROGRAM, ROOT, usageText } from './usage.ts';

/** The plugin kubectl-argo-rollouts. @param args what follows `kubectl argo rollouts`. */
export async function runArgoRollouts(args: string[], context: ToolContext): Promise<ToolResult> {
  if (args[0] === 'help') return runArgoRollouts([...args.slice(1), '--help'], context);
  const { command = ROOT, path, rest } = walk(args);
  let call: Call | undefined;
  const stdout = (): string => call?.stdout ?? '';
  const stderr = (): string => call?.stderr ?? '';
  try {
    const parsed = parseFlags(rest, command.flags, PROGRAM);
    if (parsed.flags.bool('help')) return { stdout: helpText(path, command), stderr: '', exitCode: 0 };
    if (command === ROOT && parsed.positional.length > 0) return unknownCommand(parsed.positional[0]);
    if (!command.run) throw new WrongUsage('');
    const kubeconfig = await readKubeconfig(context.port, context.readFile);
    chosenContext(kubeconfig, parsed.flags);
    call = new Call(context, [...parsed.positional, ...(parsed.stopped ?? [])], null, parsed.flags, kubeconfig);
    const exitCode = await command.run(call);
    return { stdout: stdout(), stderr: stderr(), exitCode };
  } catch (error) {
    if (context.cancel?.aborted) return { stdout: stdout(), stderr: stderr(), exitCode: 130 };
    if (!(error instanceof KubectlError)) throw error;
    return { stdout: stdout(), stderr: stderr() + (error instanceof WrongUsage ? usageText(path, command) : `Error: ${reason(error)}\n`), exitCode: 1 };
  }
}

function walk(args: readonly string[]) {
  const { command, path, rest } = findSubcommand(args, ARGO_COMMANDS);
  return { command: command ?? undefined, path, rest };
}

/** kubectl says who refused and how to get help; the plugin says what. */
function reason({ message }: KubectlError): string {
  return message.replace(/^(error|Error from server \(\w+\)): /, '').replace(/\nSee '.*$/s, '');
}

function unknownCommand(word: string): ToolResult {
  const close = suggestions(word, ARGO_COMMANDS);
  const hint = close.length > 0 ? `\n\nDid you mean this?\n${close.map((name) => `\t${name}\n`).join('')}` : '';
  return { stdout: '', stderr: `Error: unknown command ${JSON.stringify(word)} for "${PROGRAM}"${hint}\nRun '${PROGRAM} --help' for usage.\n`, exitCode: 1 };
}
