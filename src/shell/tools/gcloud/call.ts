import type { FleetCommand } from '../../../contract/commands.ts';
import type { ShellPort } from '../../../contract/ports.ts';
import type { CommandResult } from '../../../contract/refusals.ts';
import type { ToolContext } from '../../tool.ts';
import type { Flags } from './flags.ts';
import { GcloudError } from './gcloud-error.ts';

/** One run of a command: its arguments, the port, files, and where its text goes. */
export class Call {
  readonly args: readonly string[];
  readonly flags: Flags;
  readonly port: ShellPort;
  readonly #context: ToolContext;
  stdout = '';
  stderr = '';

  constructor(context: ToolContext, args: readonly string[], flags: Flags) {
    this.#context = context;
    this.port = context.port;
    this.args = args;
    this.flags = flags;
  }

  get stdin(): string {
    return this.#context.stdin;
  }

  print(text: string): void {
    this.stdout += text;
  }

  /** To stderr, where everything goes that is not the answer itself. */
  say(text: string): void {
    this.stderr += text;
  }

  /** @throws GcloudError in Python's words. */
  async readFile(path: string): Promise<string> {
    try {
      return await (this.#context.readFile ?? noFiles)(path);
    } catch (error) {
      throw new GcloudError(`Unable to read file [${path}]: ${systemError(String(error), path)}`);
    }
  }

  /** Through the shell's own redirection, which knows directories and files that cannot be written. @throws GcloudError in Python's words. */
  async writeFile(path: string, text: string): Promise<void> {
    const { exec } = this.#context;
    const result = exec === undefined ? NOT_WRITTEN : await exec(`cat > '${path.replaceAll("'", "'\\''")}'`, { stdin: text });
    if (result.exitCode !== 0) throw new GcloudError(`Unable to write file [${path}]: ${systemError(result.stderr, path)}`);
  }

  /** Runs a mutation logged with the line that was typed. */
  execute(command: FleetCommand): Promise<CommandResult> {
    return this.port.execute(command, this.#context.line);
  }
}

const NOT_WRITTEN = { stderr: '', exitCode: 1 };

function noFiles(): Promise<string> {
  return Promise.reject(new Error('ENOENT'));
}

/** `[Errno 2] No such file or directory: 'x'`, as Python says it. */
function systemError(reason: string, path: string): string {
  if (/EISDIR|is a directory/i.test(reason)) return `[Errno 21] Is a directory: '${path}'`;
  if (/EACCES|permission denied/i.test(reason)) return `[Errno 13] Permission denied: '${path}'`;
  return `[Errno 2] No such file or directory: '${path}'`;
}
