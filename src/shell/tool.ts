import type { Cancellation, ShellPort } from '../contract/ports.ts';
import type { Micros } from '../contract/time.ts';

/** What a tool is given besides its arguments. Everything it may know of the fleet comes through `port`. */
export interface ToolContext {
  readonly port: ShellPort;
  /** What the pipe or redirection brought; '' when there is none. */
  readonly stdin: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** The whole shell line: the intent logged with mutations. */
  readonly line: string;
  /** Present when the tool may stream (its output goes straight to the terminal): text written here is shown at once, and not returned again. */
  readonly write?: (chunk: string) => void;
  /** Aborted by Ctrl-C. A streaming tool ends then with exit code 130. */
  readonly cancel?: Cancellation;
  /** Reads a file of the virtual file system; rejects with an Error whose message starts with `ENOENT` when there is none. */
  readonly readFile?: (path: string) => Promise<string>;
  readonly writeFile?: (path: string, text: string) => Promise<void>;
  /** The text tool of the same name that this one stands in front of (`tail`, `date`). */
  readonly original?: (args: string[]) => Promise<ToolResult>;
  /** Runs a shell line in a subshell (`watch`, `timeout`). */
  readonly exec?: (line: string, options?: InnerOptions) => Promise<InnerResult>;
}

export interface InnerOptions {
  readonly stdin?: string;
  /** Ends the line when so much simulated time has passed in it. */
  readonly limitUs?: Micros;
  /** Where tools in it that follow something may write. */
  readonly write?: (chunk: string) => void;
}

export interface InnerResult extends ToolResult {
  /** Ended by `limitUs`. */
  readonly timedOut?: boolean;
}

export interface ToolResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** A command of the terminal; one file each under `tools/`. */
export interface Tool {
  readonly name: string;
  /** One line for `help`, without a full stop. */
  readonly summary: string;
  run(args: string[], context: ToolContext): Promise<ToolResult>;
  /** What `man NAME` prints. */
  help(): string;
  /** Candidates for the last of `words` (the words after the tool's name; the last one may be ''). Unfiltered is fine: the shell keeps those that start so. */
  complete?(words: string[], port: ShellPort, readFile: (path: string) => Promise<string>): Promise<string[]>;
}

export function succeed(stdout: string): ToolResult {
  return { stdout, stderr: '', exitCode: 0 };
}

export function fail(stderr: string, exitCode = 1): ToolResult {
  return { stdout: '', stderr, exitCode };
}
