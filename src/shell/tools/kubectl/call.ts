import type { Cluster } from '../../../kube/cluster.ts';
import type { Cancellation, ShellPort } from '../../../contract/ports.ts';
import type { FleetCommand } from '../../../contract/commands.ts';
import type { CommandResult } from '../../../contract/refusals.ts';
import type { ToolContext } from '../../tool.ts';
import type { Flags } from './flags.ts';
import { chosenContext, type Kubeconfig, type KubeContext } from './kubeconfig.ts';
import { KubectlError, serverError } from './kubectl-error.ts';

/** What kubectl sends: the names of pods and nodes are their own in the whole fleet, the other names may be in each region. */
export type KubectlCommand = Extract<
  FleetCommand,
  {
    kind:
      | 'delete-pod'
      | 'evict-pod'
      | 'cordon'
      | 'uncordon'
      | 'scale'
      | 'set-autoscaler'
      | 'rollout-undo'
      | 'rollout-restart'
      | 'rollout-pause'
      | 'rollout-resume'
      | 'rollout-promote'
      | 'rollout-abort'
      | 'rollout-retry'
      | 'set-image'
      | 'set-env'
      | 'set-resources'
      | 'set-resource-quota'
      | 'patch-config';
  }
>;

/** These need no telling which cluster; nor does anything where there is only one. */
const NAMED_ONCE: ReadonlySet<string> = new Set<KubectlCommand['kind']>(['delete-pod', 'evict-pod', 'cordon', 'uncordon']);

/** How long client-go's transport tries to connect. Source: k8s.io/client-go transport/cache.go, net.Dialer Timeout. */
const DIAL_TIMEOUT_US = 30_000_000;

/** One run of a subcommand: its arguments, the cluster behind it, and where its text goes. */
export class Call {
  readonly args: readonly string[];
  /** What followed `--`, null without one. */
  readonly stopped: readonly string[] | null;
  readonly flags: Flags;
  readonly kubeconfig: Kubeconfig;
  readonly port: ShellPort;
  readonly cancel: Cancellation | undefined;
  readonly #context: ToolContext;
  #streaming = false;
  stdout = '';
  stderr = '';

  constructor(context: ToolContext, args: readonly string[], stopped: readonly string[] | null, flags: Flags, kubeconfig: Kubeconfig) {
    this.#context = context;
    this.port = context.port;
    this.cancel = context.cancel;
    this.args = args;
    this.stopped = stopped;
    this.flags = flags;
    this.kubeconfig = kubeconfig;
  }

  /** Where the command goes: what its flags say, or the current context. @throws KubectlError when there is no such place. */
  get target(): KubeContext {
    return chosenContext(this.kubeconfig, this.flags);
  }

  /** The cluster as of now; asked anew on each call. @throws KubectlError when its API server does not answer. */
  async cluster(): Promise<Cluster> {
    const fleet = await this.port.fleet(this.target.cluster);
    if (fleet.reachable) return { fleet, epoch: this.port.epoch };
    await this.sleep(DIAL_TIMEOUT_US);
    throw new KubectlError(`Unable to connect to the server: dial tcp ${fleet.controlPlane}:443: i/o timeout`);
  }

  /** The namespace asked for, or the fleet's own. */
  namespace(cluster: Cluster): string {
    return this.flags.text('namespace') || cluster.fleet.namespace;
  }

  /** Whether the output goes straight to a terminal, which shows it as it comes. */
  get isTerminal(): boolean {
    return this.#context.write !== undefined;
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

  /** @throws Error whose message starts with `ENOENT` when there is no such file. */
  async readFile(path: string): Promise<string> {
    if (!this.#context.readFile) throw new Error('ENOENT');
    return this.#context.readFile(path);
  }

  async writeFile(path: string, text: string): Promise<void> {
    await this.#context.writeFile?.(path, text);
  }

  async sleep(durationUs: number): Promise<void> {
    await this.port.sleep(durationUs, this.cancel);
  }

  /** Runs a mutation logged with the line that was typed. @throws KubectlError when the fleet refuses. */
  async execute(command: KubectlCommand): Promise<Readonly<Record<string, unknown>>> {
    const result = await this.attempt(command);
    if (!result.ok) throw serverError(result.refusal);
    return result.data ?? {};
  }

  /** The same, where a refusal is not the end. */
  attempt(command: KubectlCommand): Promise<CommandResult> {
    const placed = NAMED_ONCE.has(command.kind) || this.kubeconfig.contexts.length === 1 ? command : { ...command, region: this.target.region };
    return this.port.execute(placed, this.#context.line);
  }

  usage(message: string, path: string): KubectlError {
    return new KubectlError(`error: ${message}\nSee '${path} -h' for help and examples`);
  }
}
