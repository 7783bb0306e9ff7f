import type { ToolContext, ToolResult } from '../../tool.ts';
import { runArgoRollouts } from './argo/run-argo-rollouts.ts';
import { Call } from './call.ts';
import { parseFlags } from './flags.ts';
import { commandHelp, rootHelp } from './help.ts';
import { chosenContext, readKubeconfig } from './kubeconfig.ts';
import { KubectlError } from './kubectl-error.ts';
import { NOT_SIMULATED } from './not-simulated.ts';
import { suggestions } from './suggestions.ts';
import { commandPath, findSubcommand } from './subcommands.ts';

/** Commands that ask the kubeconfig for no namespace. */
const CONNECT_ONLY = new Set(['api-resources', 'api-versions', 'auth can-i', 'auth whoami', 'cluster-info', 'explain', 'set env', 'top node', 'version']);

/** kubectl over the simulated fleet. @param args what follows `kubectl`. */
export async function runKubectl(args: string[], context: ToolContext): Promise<ToolResult> {
  if (args[0] === 'argo' && args[1] === 'rollouts') return runArgoRollouts(args.slice(2), context);
  if (args[0] === 'help') return runKubectl([...args.slice(1), '--help'], context);
  const { command, path, rest } = findSubcommand(args);
  if (!command) return unknown(path, rest);
  let call: Call | undefined;
  try {
    const refusing = NOT_SIMULATED.find((candidate) => candidate === command);
    // Whatever flags follow, the answer is the same.
    if (refusing && !rest.includes('--help') && !rest.includes('-h')) await refusing.run();
    const parsed = parseFlags(rest, command.flags, commandPath(path));
    if (parsed.flags.bool('help') || !command.run) return groupOrHelp(path, parsed.positional, parsed.flags.bool('help'));
    const kubeconfig = await readKubeconfig(context.port, context.readFile);
    if (path[0] !== 'config') chosenContext(kubeconfig, parsed.flags, CONNECT_ONLY.has(path.join(' ')));
    call = new Call(context, parsed.positional, parsed.stopped, parsed.flags, kubeconfig);
    const exitCode = await command.run(call);
    return { stdout: call.stdout, stderr: call.stderr, exitCode };
  } catch (error) {
    if (context.cancel?.aborted) return { stdout: call?.stdout ?? '', stderr: call?.stderr ?? '', exitCode: 130 };
    if (!(error instanceof KubectlError)) throw error;
    return { stdout: call?.stdout ?? '', stderr: `${call?.stderr ?? ''}${error.message}\n`, exitCode: error.exitCode };
  }
}

function unknown(path: readonly string[], rest: readonly string[]): ToolResult {
  if (rest.length === 0 || rest[0] === '--help' || rest[0] === '-h') return { stdout: rootHelp(), stderr: '', exitCode: 0 };
  // A plugin is found by the words that come first. Source: kubectl pkg/cmd HandlePluginCommand.
  if (rest[0].startsWith('-') && rest.includes('argo'))
    return { stdout: '', stderr: `Error: flags cannot be placed before plugin name: ${rest[0]}\n`, exitCode: 1 };
  if (rest[0].startsWith('-')) {
    const shown = rest[0].startsWith('--') ? `unknown flag: ${rest[0].split('=')[0]}` : `unknown shorthand flag: '${rest[0][1]}' in ${rest[0]}`;
    return { stdout: '', stderr: `error: ${shown}\nSee 'kubectl --help' for usage.\n`, exitCode: 1 };
  }
  const close = suggestions(rest[0]);
  const hint = close.length > 0 ? `\n\nDid you mean this?\n${close.map((name) => `\t${name}\n`).join('')}` : '\n';
  return { stdout: '', stderr: `error: unknown command ${JSON.stringify(rest[0])} for ${JSON.stringify(commandPath(path))}${hint}`, exitCode: 1 };
}

/** A group without a known verb prints its help; a wrong verb is an error. */
function groupOrHelp(path: readonly string[], positional: readonly string[], asked: boolean): ToolResult {
  const { command } = findSubcommand([...path]);
  if (!command) return { stdout: rootHelp(), stderr: '', exitCode: 0 };
  if (!asked && command.children && positional.length > 0) {
    return {
      stdout: '',
      stderr: `error: unknown command ${JSON.stringify(positional.join(' '))}\nSee '${commandPath(path)} -h' for help and examples\n`,
      exitCode: 1,
    };
  }
  // A group alone shows what it has, and fails.
  return { stdout: commandHelp(path, command), stderr: '', exitCode: asked ? 0 : 1 };
}
