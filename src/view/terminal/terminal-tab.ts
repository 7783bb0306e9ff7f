import type { FitAddon } from '@xterm/addon-fit';
import type { Terminal } from '@xterm/xterm';
import { drawLine } from './line-drawing.ts';
import { LineEditor } from './line-editor.ts';
import type { TerminalShell } from './terminal-shell.ts';
import { terminalTheme } from './terminal-theme.ts';
import { linkTraceIds } from './trace-links.ts';
import { createTranscript } from './transcript.ts';

export interface TabOptions {
  readonly number: number;
  readonly shell: TerminalShell;
  readonly openTrace: (traceId: string) => void;
  readonly leave: () => void;
  /** The command that runs, or null. */
  readonly onRunning: (command: string | null) => void;
  readonly onDone: (command: string, output: string) => void;
}

export interface TerminalTab {
  readonly element: HTMLElement;
  write(line: string): void;
  focus(): void;
  fit(): void;
  retheme(): void;
  destroy(): void;
}

const GREETING = 'Type help for what exists here. Esc Esc leaves the terminal.\n';
const CYAN = '\u001b[36m',
  PLAIN = '\u001b[0m',
  NO_BRACKETS = '\u001b[?2004l',
  BRACKETS = '\u001b[?2004h';
/** Answers kept for pinning. */
const OUTPUT_KEPT = 8_000;

/** One terminal: xterm draws, the line editor edits, the shell answers. */
export function createTerminalTab(host: HTMLElement, terminal: Terminal, fitter: FitAddon, options: TabOptions): TerminalTab {
  const { shell, number } = options;
  const element = document.createElement('div');
  element.className = 'terminal-tab';
  const screen = document.createElement('div');
  screen.className = 'terminal-screen';
  const transcript = createTranscript(`Terminal ${number} transcript`);
  element.append(screen, transcript.element);
  host.append(element);

  const editor = new LineEditor();
  let prompt = 'ops@ew1:~$ ';
  let row = 0;
  let running: string | null = null;
  let typedAhead = '';
  let interrupts = 0;
  let gone = false;

  const styled = (): string => prompt.replace(/^([^:]+)(:.*)$/s, `${CYAN}$1${PLAIN}$2`);
  function draw(ghost = editor.suggestion()): void {
    const shown = editor.search === null ? { styled: styled(), plain: prompt } : searchPrompt(editor.search);
    const drawn = drawLine(shown, editor.text, editor.cursor, ghost, terminal.cols, row);
    terminal.write(drawn.sequence);
    row = drawn.cursorRow;
  }
  function say(text: string): void {
    terminal.write(text.replace(/\r?\n/g, '\r\n'));
    transcript.output(text);
  }
  /** Leaves the drawn line behind and starts below it. */
  function below(text: string): void {
    const end = drawLine({ styled: styled(), plain: prompt }, text, text.length, '', terminal.cols, row);
    terminal.write(`${end.sequence}\r\n`);
    row = 0;
  }

  async function run(line: string): Promise<void> {
    below(line);
    transcript.command(prompt, line);
    if (line.trim() === '') return draw();
    running = line;
    interrupts = 0;
    options.onRunning(line);
    let output = '';
    const show = (chunk: string): void => {
      output = (output + chunk).slice(-OUTPUT_KEPT);
      say(chunk);
    };
    try {
      const answer = await shell.exec(number, line, show);
      show(answer.stdout + answer.stderr);
      prompt = answer.prompt;
    } catch (thrown) {
      show(`terminal: ${thrown instanceof Error ? thrown.message : String(thrown)}. Files and variables of this terminal start anew; the incident goes on.\n`);
      prompt = await shell.prompt(number).catch(() => prompt);
    }
    if (gone) return;
    running = null;
    if (output !== '' && !output.endsWith('\n')) say('\n');
    options.onRunning(null);
    options.onDone(line, output);
    draw();
    const ahead = typedAhead;
    typedAhead = '';
    if (ahead !== '') receive(ahead);
  }

  function interrupt(): void {
    interrupts += 1;
    say('^C\n');
    if (interrupts === 1) void shell.cancel(number).catch(() => undefined);
    else if (interrupts === 3) void shell.restart().catch(() => undefined);
    else if (interrupts === 2) say('Still running. Ctrl-C once more kills the shell and starts a new one.\n');
  }

  async function complete(): Promise<void> {
    const { text, cursor } = editor;
    const found = await shell.complete(number, text, cursor).catch(() => null);
    if (found === null || editor.text !== text || editor.cursor !== cursor) return;
    const typed = text.slice(found.from, cursor);
    const common = found.options.reduce((start, option) => commonStart(start, option), found.options[0] ?? typed);
    if (found.options.length === 1) editor.replaceWord(found.from, /[/]$/.test(common) ? common : `${common} `);
    else if (common.length > typed.length) editor.replaceWord(found.from, common);
    else if (found.options.length > 1) {
      below(editor.text);
      say(`${found.options.slice(0, 120).join('  ')}${found.options.length > 120 ? `  … ${found.options.length} in all` : ''}\n`);
    }
    draw();
  }

  function receive(data: string): void {
    if (running !== null) {
      if (data.includes('\u0003')) interrupt();
      else typedAhead += data;
      return;
    }
    for (const event of editor.input(data)) {
      if (event.kind === 'submit') void run(event.line);
      else if (event.kind === 'complete') void complete();
      else if (event.kind === 'leave') options.leave();
      else if (event.kind === 'interrupt') {
        terminal.write('^C\r\n');
        row = 0;
        draw();
      } else if (event.kind === 'clear') {
        terminal.write('\u001b[2J\u001b[H');
        row = 0;
        draw();
      } else draw();
    }
  }

  terminal.open(screen);
  terminal.textarea?.setAttribute('aria-label', `Terminal ${number} input`);
  terminal.onData(receive);
  // Shift+Tab is the page's, so that the keyboard can leave backwards; Tab completes.
  terminal.attachCustomKeyEventHandler((event) => !(event.key === 'Tab' && event.shiftKey));
  linkTraceIds(terminal, options.openTrace);
  terminal.write(BRACKETS);
  say(GREETING);
  draw();
  void shell.prompt(number).then(
    (first) => {
      prompt = first;
      if (running === null && !gone) draw();
    },
    () => undefined,
  );

  return {
    element,
    write(line) {
      if (running !== null) return;
      editor.set(line);
      draw();
      terminal.focus();
    },
    focus: () => terminal.focus(),
    fit() {
      if (screen.clientWidth === 0) return;
      fitter.fit();
      if (running === null) draw();
    },
    retheme() {
      terminal.options.theme = terminalTheme(element);
    },
    destroy() {
      gone = true;
      terminal.write(NO_BRACKETS);
      void shell.close(number).catch(() => undefined);
      terminal.dispose();
      element.remove();
    },
  };
}

function searchPrompt(search: string): { styled: string; plain: string } {
  const plain = `(reverse-i-search)\`${search}': `;
  return { styled: plain, plain };
}

function commonStart(a: string, b: string): string {
  let at = 0;
  while (at < a.length && a[at] === b[at]) at++;
  return a.slice(0, at);
}
