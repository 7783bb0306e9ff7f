import type { ShellPort } from '../../contract/ports.ts';

/** A terminal over a port: what `run` and `sh` type into. */
export interface HeadlessTerminal {
  run(line: string, cancel?: AbortSignal): Promise<{ readonly stdout: string; readonly stderr: string; readonly exitCode: number }>;
}

export type OpenTerminal = (port: ShellPort) => HeadlessTerminal;
