import type { TerminalShell } from '../view/terminal/terminal-shell.ts';
import { type Connection, connect } from './rpc.ts';
import type { ShellService } from './shell-service.ts';

export interface ShellClientOptions {
  /** Starts the worker: `() => new Worker(new URL('./shell-worker.ts', import.meta.url), { type: 'module' })`. */
  readonly spawn: () => Worker;
  /** A fresh port on which the engine's worker serves `ShellPort`; the one before, if any, is to be dropped. */
  readonly openEnginePort: () => MessagePort | Promise<MessagePort>;
  /** Resolves when the page has nothing better to do: the shell is large, and a terminal that is only looked at can wait for it. */
  readonly whenIdle: () => Promise<void>;
}

export interface ShellClient extends TerminalShell {
  /** Ends the worker; a new one starts with the next line. */
  reset(): void;
  /** Ends the worker for good. */
  dispose(): void;
}

/** The terminal's side of the shell worker. The worker starts with the first line typed or when the page is idle, and anew after a crash or `restart`. */
export function createShellClient({ spawn, openEnginePort, whenIdle }: ShellClientOptions): ShellClient {
  let worker: Worker | null = null;
  let starting: Promise<Connection<ShellService>> | null = null;
  let disposed = false;

  function stop(reason: string): void {
    const dead = starting;
    worker?.terminate();
    worker = null;
    starting = null;
    dead?.then((connection) => connection.end(reason)).catch(() => undefined);
  }

  async function start(): Promise<Connection<ShellService>> {
    const started = spawn();
    worker = started;
    const enginePort = await openEnginePort();
    const ready = new Promise<void>((resolve, reject) => {
      started.addEventListener('message', function hear(event: MessageEvent<{ shell?: string }>) {
        if (event.data.shell !== 'ready') return;
        started.removeEventListener('message', hear);
        resolve();
      });
      started.addEventListener('error', (event) => reject(new Error(event.message || 'the shell could not be loaded')));
    });
    started.addEventListener('error', () => worker === started && stop('the shell crashed'));
    started.postMessage({ enginePort }, [enginePort]);
    await ready;
    // No heartbeat: a long loop keeps the worker silent, and Ctrl-C or restart is the person's choice.
    return connect<ShellService>(started, { heartbeatMs: 0 });
  }

  function service(): Promise<ShellService> {
    starting ??= start();
    starting.catch(() => stop('the shell could not be started'));
    return starting.then(({ remote }) => remote);
  }

  return {
    exec: async (tab, line, onOutput) => (await service()).exec(tab, line, onOutput),
    cancel: async (tab) => (await service()).cancel(tab),
    complete: async (tab, line, cursor) => (await service()).complete(tab, line, cursor),
    prompt: async (tab) => {
      if (starting === null) await whenIdle();
      if (disposed) throw new Error('the session was left');
      return (await service()).prompt(tab);
    },
    close: async (tab) => (await service()).close(tab),
    restart: async () => {
      stop('the shell was started anew');
      await service();
    },
    reset: () => stop('the engine was started anew'),
    dispose: () => {
      disposed = true;
      stop('the session was left');
    },
  };
}
