import type { ShellPort } from '../contract/ports.ts';
import { createShell, type Shell } from '../shell/shell.ts';
import type { TerminalAnswer, TerminalCompletion } from '../view/terminal/terminal-shell.ts';

/** What the shell worker serves: a shell a tab over one fleet. */
export interface ShellService {
  exec(tab: number, line: string, onOutput: (chunk: string) => void): Promise<TerminalAnswer>;
  cancel(tab: number): Promise<void>;
  complete(tab: number, line: string, cursor: number): Promise<TerminalCompletion>;
  prompt(tab: number): Promise<string>;
  close(tab: number): Promise<void>;
}

export function createShellService(port: ShellPort): ShellService {
  const tabs = new Map<number, { readonly shell: Shell; running: AbortController | null }>();
  const tabOf = (tab: number) => {
    const known = tabs.get(tab);
    if (known !== undefined) return known;
    const opened = { shell: createShell(port), running: null };
    tabs.set(tab, opened);
    return opened;
  };
  return {
    async exec(tab, line, onOutput) {
      const session = tabOf(tab);
      const controller = new AbortController();
      session.running = controller;
      const result = await session.shell.exec(line, { onOutput, cancel: controller.signal });
      session.running = null;
      return { ...result, prompt: session.shell.prompt() };
    },
    async cancel(tab) {
      tabs.get(tab)?.running?.abort();
    },
    complete: (tab, line, cursor) => tabOf(tab).shell.complete(line, cursor),
    prompt: async (tab) => tabOf(tab).shell.prompt(),
    async close(tab) {
      tabs.get(tab)?.running?.abort();
      tabs.delete(tab);
    },
  };
}
