import type { Cluster } from '../../../kube/cluster.ts';
import type { Cancellation, ShellPort } from '../../../contract/ports.ts';
import type { FleetCommand } from '../../../contract/commands.ts';
import type { ToolContext } from '../../tool.ts';
import type { Flags } from './flags.ts';
import { KubectlError, serverError } from './kubectl-error.ts';

/** One run of a subcommand: its arguments, the cluster behind it, and where its text goes. */
export class Call {
  readonly args: readonly string[];
  /** What followed `--`, null without one. */
  readonly stopped: readonly string[] | null;
  readonly flags: Flags;
  readonly port: ShellPort;
  readonly cancel: Cancellation | undefined;
  readonly #context: ToolContext;
  #streaming = false;
  stdout = '';
  stderr = '';

  constructor(context: ToolContext, args: readonly string[], stopped: readonly string[] | null, flags: Flags) {
    this.#context = context;
    this.port = context.port;
    this.cancel = context.cancel;
    this.args = args;
    this.stopped = stopped;
    this.flags = flags;
  }

  /** The cluster as of now; asked anew on each call. */
  async cluster(): Promise<Cluster> {
    return { fleet: await this.port.fleet(), epoch: this.port.epoch };
  }

  /** The namespace asked for, or the fleet's own. */
  namespace(cluster: Cluster): string {
    return this.flags.text('namespace') || cluster.fleet.namespace;
  }

  print(text: string): void {
    if (this.#streaming) this.#context.write?.(text);
    else this.stdout += text;
  }

  /** To stderr; a newline is put after it. */
  warn(text: string): void {
    if (this.#streaming) this.#context.write?.(`${text}\n`);
    else this.stderr += `${text}\n`;
  }

  /** From here on text is shown at once, where the terminal can. */
  stream(): void {
    if (!this.#context.write || this.#streaming) return;
    this.#streaming = true;
    if (this.stderr + this.stdout !== '') this.#context.write(this.stderr + this.stdout);
    this.stdout = this.stderr = '';
  }

  async sleep(durationUs: number): Promise<void> {
    await this.port.sleep(durationUs, this.cancel);
  }

  /** Runs a mutation logged with the line that was typed. @throws KubectlError when the fleet refuses. */
  async execute(command: FleetCommand): Promise<Readonly<Record<string, unknown>>> {
    const result = await this.port.execute(command, this.#context.line);
    if (!result.ok) throw serverError(result.refusal);
    return result.data ?? {};
  }

  usage(message: string, path: string): KubectlError {
    return new KubectlError(`error: ${message}\nSee '${path} -h' for help and examples`);
  }
}
