import './terminal.css';
import type { TerminalShell } from './terminal-shell.ts';
import { createTerminalTab, type TerminalTab } from './terminal-tab.ts';
import { terminalTheme } from './terminal-theme.ts';

export interface TerminalOptions {
  /** Opens a request's trace. */
  readonly openTrace: (traceId: string) => void;
  /** Keeps a command and what it printed as evidence. */
  readonly pin?: (command: string, output: string) => void;
  /** Esc Esc: where the keyboard goes; by default to the terminal's tab. */
  readonly leave?: () => void;
}

export interface TerminalHandle {
  /** Puts a line at the prompt without running it. */
  write(line: string): void;
  focus(): void;
  setVisible(visible: boolean): void;
  destroy(): void;
}

const MOST_TABS = 6;

/** The terminal panel. xterm is loaded when the panel is first mounted. */
export function mountTerminal(host: HTMLElement, shell: TerminalShell, options: TerminalOptions): TerminalHandle {
  const root = document.createElement('div');
  root.className = 'terminal';
  const head = document.createElement('div');
  head.className = 'terminal-head';
  const list = document.createElement('div');
  list.setAttribute('role', 'tablist');
  list.setAttribute('aria-label', 'Terminals');
  list.className = 'terminal-tabs';
  const status = document.createElement('span');
  status.className = 'terminal-status';
  const body = document.createElement('div');
  body.className = 'terminal-body';
  const tabs: { readonly number: number; readonly tab: TerminalTab; readonly button: HTMLButtonElement }[] = [];
  let active = -1;
  let next = 1;
  let last: { readonly command: string; readonly output: string } | null = null;
  let destroyed = false;
  let waiting: ((tab: TerminalTab) => void)[] = [];

  const add = textButton('New terminal', () => void open());
  const close = textButton('Close terminal', () => closeTab(active));
  const pin = textButton('Pin output', () => last !== null && options.pin?.(last.command, last.output));
  pin.disabled = true;
  pin.hidden = options.pin === undefined;
  head.append(list, status, pin, add, close);
  root.append(head, body);
  host.append(root);

  function show(at: number): void {
    active = at;
    tabs.forEach(({ tab, button }, index) => {
      tab.element.hidden = index !== at;
      button.setAttribute('aria-selected', String(index === at));
      button.tabIndex = index === at ? 0 : -1;
    });
    close.disabled = tabs.length < 2;
    add.disabled = tabs.length >= MOST_TABS;
    tabs[at]?.tab.fit();
  }

  async function open(): Promise<void> {
    const number = next++;
    const [{ Terminal }, { FitAddon }] = await Promise.all([import('@xterm/xterm'), import('@xterm/addon-fit'), import('@xterm/xterm/css/xterm.css')]);
    if (destroyed) return;
    const style = getComputedStyle(root);
    const terminal = new Terminal({
      theme: terminalTheme(root),
      fontFamily: style.getPropertyValue('--font-mono').trim() || 'monospace',
      fontSize: Number.parseFloat(style.getPropertyValue('--fs-dense')) || 12,
      lineHeight: 1.2,
      minimumContrastRatio: 4.5,
      cursorStyle: 'block',
      cursorBlink: false,
      scrollback: 5_000,
      allowProposedApi: false,
    });
    const fitter = new FitAddon();
    terminal.loadAddon(fitter);
    const button = document.createElement('button');
    button.type = 'button';
    button.setAttribute('role', 'tab');
    button.textContent = `Terminal ${number}`;
    button.addEventListener('click', () => {
      show(tabs.findIndex((one) => one.number === number));
      tab.focus();
    });
    const tab = createTerminalTab(body, terminal, fitter, {
      number,
      shell,
      openTrace: options.openTrace,
      leave: () => (options.leave === undefined ? button.focus() : options.leave()),
      onRunning: (command) => {
        status.textContent = command === null ? '' : `${command.split('\n')[0]}, Ctrl-C ends it`;
      },
      onDone: (command, output) => {
        last = { command, output };
        pin.disabled = false;
      },
    });
    list.append(button);
    tabs.push({ number, tab, button });
    show(tabs.length - 1);
    for (const ready of waiting) ready(tab);
    waiting = [];
    if (number > 1) tab.focus();
  }

  function closeTab(at: number): void {
    const closed = tabs[at];
    if (closed === undefined || tabs.length < 2) return;
    tabs.splice(at, 1);
    closed.tab.destroy();
    closed.button.remove();
    show(Math.min(at, tabs.length - 1));
    tabs[active].tab.focus();
  }

  list.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0 || tabs.length === 0) return;
    show((active + step + tabs.length) % tabs.length);
    tabs[active].button.focus();
  });
  const resized = new ResizeObserver(() => tabs[active]?.tab.fit());
  resized.observe(body);
  const themed = new MutationObserver(() => {
    for (const { tab } of tabs) tab.retheme();
  });
  themed.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const whenOpen = (work: (tab: TerminalTab) => void): void => {
    const current = tabs[active]?.tab;
    if (current === undefined) waiting.push(work);
    else work(current);
  };
  open().catch((thrown: unknown) => {
    status.textContent = `The terminal could not be loaded: ${thrown instanceof Error ? thrown.message : String(thrown)}`;
  });

  return {
    write: (line) => whenOpen((tab) => tab.write(line)),
    focus: () => whenOpen((tab) => tab.focus()),
    setVisible: (visible) => {
      if (visible) tabs[active]?.tab.fit();
    },
    destroy() {
      destroyed = true;
      resized.disconnect();
      themed.disconnect();
      for (const { tab } of tabs) tab.destroy();
      root.remove();
    },
  };
}

function textButton(label: string, action: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'terminal-action';
  button.textContent = label;
  button.addEventListener('click', action);
  return button;
}
