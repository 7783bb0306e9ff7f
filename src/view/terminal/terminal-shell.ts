/** What the terminal needs of the shell, which lives in a worker of its own. `tab` tells sessions apart; a new number is a new session. */
export interface TerminalShell {
  /** Runs a line. Output of commands that follow something comes through `onOutput` while they run; the rest is in the answer. */
  exec(tab: number, line: string, onOutput: (chunk: string) => void): Promise<TerminalAnswer>;
  /** Ctrl-C for what runs in the tab. */
  cancel(tab: number): Promise<void>;
  complete(tab: number, line: string, cursor: number): Promise<TerminalCompletion>;
  /** e.g. `ops@ew1:~$ `. */
  prompt(tab: number): Promise<string>;
  /** Ends the tab's session. */
  close(tab: number): Promise<void>;
  /** Kills the shell with all its tabs and starts a new one; the incident goes on. Pending calls reject. */
  restart(): Promise<void>;
}

export interface TerminalAnswer {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly prompt: string;
}

export interface TerminalCompletion {
  /** Where the word being completed starts. */
  readonly from: number;
  readonly options: readonly string[];
}
