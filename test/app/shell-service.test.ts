import { afterEach, describe, expect, it } from 'vitest';
import { connect, serve } from '../../src/app/rpc.ts';
import { createShellService, type ShellService } from '../../src/app/shell-service.ts';
import type { ShellPort } from '../../src/contract/ports.ts';
import { logLine, staticPort } from '../shell/static-port.ts';

const opened: MessagePort[] = [];
afterEach(() => {
  for (const port of opened.splice(0)) port.close();
});

/** Page, shell and engine as three ends of two channels. */
async function stack() {
  const [engine, page] = [new MessageChannel(), new MessageChannel()];
  opened.push(engine.port1, engine.port2, page.port1, page.port2);
  const port = staticPort();
  serve<ShellPort>(engine.port1, port, ['epoch']);
  const { remote } = await connect<ShellPort>(engine.port2, { heartbeatMs: 0 });
  serve(page.port1, createShellService(remote));
  const connection = await connect<ShellService>(page.port2, { heartbeatMs: 0 });
  return { port, shell: connection.remote };
}

describe('shell over two channels', () => {
  it('keeps tabs apart', async () => {
    const { shell } = await stack();
    expect(await shell.exec(1, 'cd /tmp; A=1; date +%T', () => undefined)).toEqual({ stdout: '13:00:00\n', stderr: '', exitCode: 0, prompt: 'ops@ew1:/tmp$ ' });
    expect((await shell.exec(2, 'echo "[$A]"', () => undefined)).stdout).toBe('[]\n');
    expect(await shell.prompt(2)).toBe('ops@ew1:~$ ');
    expect(await shell.complete(1, 'fla', 3)).toEqual({ from: 0, options: ['flags'] });
  });

  it('streams and stops at Ctrl-C', async () => {
    const { port, shell } = await stack();
    port.logLines.push(logLine(1, 'web-api', 'first'));
    let polls = 0;
    port.onSleep = () => void port.logLines.push(logLine(2 + polls++, 'web-api', `line ${polls}`));
    let seen = '';
    let cancelled: Promise<void> | null = null;
    const answer = await shell.exec(1, 'tail -f /var/log/web-api.log', (chunk) => {
      seen += chunk;
      if (seen.includes('line 2')) cancelled ??= shell.cancel(1);
    });
    await cancelled;
    expect(answer.exitCode).toBe(130);
    expect(seen).toMatch(/^first\nline 1\nline 2\n/);
  });
});
