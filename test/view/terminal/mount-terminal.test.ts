import { screen, waitFor } from '@testing-library/dom';
import { afterEach, describe, expect, it } from 'vitest';
import { createShellService } from '../../../src/app/shell-service.ts';
import { mountTerminal, type TerminalHandle } from '../../../src/view/terminal/mount-terminal.ts';
import type { TerminalShell } from '../../../src/view/terminal/terminal-shell.ts';
import { type StaticPort, staticPort } from '../../shell/static-port.ts';

let handle: TerminalHandle | null = null;
afterEach(() => {
  handle?.destroy();
  handle = null;
  document.body.replaceChildren();
});

function mount(port: StaticPort, options: Partial<Parameters<typeof mountTerminal>[2]> = {}, failing = false) {
  const service = createShellService(port);
  const shell: TerminalShell = {
    ...service,
    ...(failing ? { exec: () => Promise.reject(new Error('the shell crashed')) } : {}),
    restart: async () => undefined,
  };
  const host = document.createElement('div');
  document.body.append(host);
  handle = mountTerminal(host, shell, { openTrace: () => undefined, ...options });
  return handle;
}

async function input(number = 1): Promise<HTMLElement> {
  return screen.findByRole('textbox', { name: `Terminal ${number} input` });
}

async function press(key: string, keyCode: number, number = 1): Promise<void> {
  (await input(number)).dispatchEvent(new KeyboardEvent('keydown', { key, keyCode, bubbles: true, cancelable: true } as KeyboardEventInit));
}

describe('terminal panel', () => {
  it('runs a line and keeps a transcript', async () => {
    const pinned: [string, string][] = [];
    const terminal = mount(staticPort(), { pin: (command, output) => pinned.push([command, output]) });
    await input();
    terminal.write('flags get home.recs');
    await press('Enter', 13);
    await waitFor(() => expect(screen.getByRole('log', { name: 'Terminal 1 transcript' }).textContent).toContain('ops@ew1:~$ flags get home.recson\n'));
    screen.getByRole('button', { name: 'Pin output' }).click();
    expect(pinned).toEqual([['flags get home.recs', 'on\n']]);
  });

  it('is left with Escape twice', async () => {
    let left = 0;
    mount(staticPort(), { leave: () => left++ });
    await input();
    await press('Escape', 27);
    await press('Escape', 27);
    await waitFor(() => expect(left).toBe(1));
  });

  it('opens further terminals, each with a session of its own', async () => {
    mount(staticPort());
    await input();
    screen.getByRole('button', { name: 'New terminal' }).click();
    await input(2);
    expect(screen.getAllByRole('tab').map((tab) => [tab.textContent, tab.getAttribute('aria-selected')])).toEqual([
      ['Terminal 1', 'false'],
      ['Terminal 2', 'true'],
    ]);
  });

  it('says what a dead shell means and goes on', async () => {
    const terminal = mount(staticPort(), {}, true);
    await input();
    terminal.write('ls');
    await press('Enter', 13);
    await waitFor(() =>
      expect(screen.getByRole('log').textContent).toContain(
        'terminal: the shell crashed. Files and variables of this terminal start anew; the incident goes on.',
      ),
    );
  });
});
