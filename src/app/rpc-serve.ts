import { asMessage, type Encoded, type Message, type MessageEnd } from './rpc-messages.ts';

/**
 * Offers `target`'s methods to whoever connects at the other end.
 * @returns stops serving, ends the subscriptions and cancels what still runs.
 */
export function serve<T extends object>(end: MessageEnd, target: T, values: readonly (keyof T & string)[] = []): (reason: string) => void {
  const running = new Map<number, AbortController[]>();
  const subscriptions = new Map<number, () => void>();
  const methods = target as Record<string, unknown>;
  const post = (message: Message): void => end.postMessage(message);
  const method = (name: string): ((...args: unknown[]) => unknown) => {
    const found = methods[name];
    if (typeof found !== 'function') throw new TypeError(`no method ${name}`);
    return found.bind(target) as (...args: unknown[]) => unknown;
  };
  const failed = (id: number, thrown: unknown): void => {
    const { name, message } = thrown instanceof Error ? thrown : { name: 'Error', message: String(thrown) };
    post({ kind: 'error', id, name, message });
  };

  async function call(id: number, name: string, encoded: readonly unknown[]): Promise<void> {
    const controllers: AbortController[] = [];
    running.set(id, controllers);
    const args = encoded.map((entry, slot) => {
      const argument = entry as Encoded;
      if (argument.rpc === 'value') return argument.value;
      if (argument.rpc === 'function') return (...eventArgs: unknown[]) => post({ kind: 'event', id, slot, args: eventArgs });
      const controller = new AbortController();
      controllers.push(controller);
      if (argument.aborted) controller.abort();
      return controller.signal;
    });
    try {
      const value = await method(name)(...args);
      if (running.has(id)) post({ kind: 'answer', id, value });
    } catch (thrown) {
      if (running.has(id)) failed(id, thrown);
    }
    running.delete(id);
  }

  function receive(event: MessageEvent): void {
    const message = asMessage(event);
    if (message === null) return;
    switch (message.kind) {
      case 'hello':
        return post({ kind: 'welcome', values: Object.fromEntries(values.map((name) => [name, methods[name]])) });
      case 'ping':
        return post({ kind: 'pong', id: message.id });
      case 'call':
        return void call(message.id, message.method, message.args);
      case 'subscribe': {
        try {
          const stop = method(message.method)((...args: unknown[]) => post({ kind: 'event', id: message.id, slot: 0, args }));
          if (typeof stop === 'function') subscriptions.set(message.id, stop as () => void);
        } catch (thrown) {
          failed(message.id, thrown);
        }
        return;
      }
      case 'stop':
        subscriptions.get(message.id)?.();
        subscriptions.delete(message.id);
        return;
      case 'abort':
        for (const controller of running.get(message.id) ?? []) controller.abort();
        return;
      case 'bye':
        return close();
      default:
        return;
    }
  }

  function close(): void {
    end.removeEventListener('message', receive);
    end.removeEventListener('close', close);
    for (const stop of subscriptions.values()) stop();
    for (const controllers of running.values()) for (const controller of controllers) controller.abort();
    subscriptions.clear();
    running.clear();
  }

  end.addEventListener('message', receive);
  end.addEventListener('close', close);
  end.start?.();
  return (reason) => {
    close();
    post({ kind: 'bye', reason });
  };
}
