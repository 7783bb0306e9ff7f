import type { Cancellation } from '../contract/ports.ts';
import { asMessage, type Encoded, type Message, type MessageEnd } from './rpc-messages.ts';

export type { MessageEnd } from './rpc-messages.ts';
export { serve } from './rpc-serve.ts';

/**
 * Typed calls over a MessagePort or Worker: requests with answers, errors, cancellation, listeners, and notice of a dead peer.
 *
 * One side serves an object of asynchronous methods, the other holds a `Remote` of it and calls them as if it were local:
 * - an argument with `aborted` and `addEventListener` (an AbortSignal, a `Cancellation`) becomes a signal on the other side;
 * - a function argument becomes a function on the other side that calls back without waiting, until its call has been answered;
 * - a method whose name starts with `on` (`onFrame`) is a subscription: it takes a listener and returns, at once, a function that ends it;
 * - plain values of the served object (`epoch`) arrive with the greeting and are properties of the remote.
 */
/** Every pending and later call on a remote whose other side is gone rejects with this. */
export class PeerGone extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'PeerGone';
  }
}

/** What a peer throws when it was cancelled. */
export class Cancelled extends Error {
  constructor() {
    super('cancelled');
    this.name = 'AbortError';
  }
}

export interface Connection<T extends object> {
  /** The served object, from afar. */
  readonly remote: T;
  /** Called once when the other side is gone: it said so, its port closed, it stopped answering, or `end` was called. */
  onGone(listener: (reason: string) => void): void;
  /** Says that the other side is dead (its worker crashed or was terminated) or no longer wanted. */
  end(reason: string): void;
}

export interface ConnectOptions {
  /** Between two signs of life asked for. 0: never ask. */
  readonly heartbeatMs?: number;
  /** Questions in a row left unanswered before the other side counts as gone. Counted in questions, not in time, so that a tab asleep is not taken for a death. */
  readonly missedHeartbeats?: number;
  /** What else may cross without being copied. */
  readonly transfer?: (args: readonly unknown[]) => Transferable[];
}

function isSignal(value: unknown): value is Cancellation {
  return typeof value === 'object' && value !== null && 'aborted' in value && 'addEventListener' in value;
}

interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
  readonly args: readonly unknown[];
}

/** Connects to what `serve` offers at the other end. Resolves when the other side has answered; rejects with `PeerGone` when it never does and `end` is called by a watcher. */
export function connect<T extends object>(end: MessageEnd, options: ConnectOptions = {}): Promise<Connection<T>> {
  const { heartbeatMs = 2000, missedHeartbeats = 8 } = options;
  const pending = new Map<number, Pending>();
  const listeners = new Map<number, (...args: unknown[]) => void>();
  const goneListeners: ((reason: string) => void)[] = [];
  let nextId = 1;
  let goneReason: string | null = null;
  let unanswered = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const post = (message: Message, transfer: Transferable[] = []): void => end.postMessage(message, transfer);

  function call(method: string, args: readonly unknown[]): Promise<unknown> {
    if (goneReason !== null) return Promise.reject(new PeerGone(goneReason));
    const id = nextId++;
    const signals: Cancellation[] = [];
    const relay = (): void => {
      if (pending.has(id)) post({ kind: 'abort', id });
    };
    const encoded = args.map((argument): Encoded => {
      if (typeof argument === 'function') return { rpc: 'function' };
      if (!isSignal(argument)) return { rpc: 'value', value: argument };
      argument.addEventListener('abort', relay);
      signals.push(argument);
      return { rpc: 'signal', aborted: argument.aborted };
    });
    const answered = new Promise((resolve, reject) => {
      pending.set(id, { resolve, reject, args });
      try {
        post({ kind: 'call', id, method, args: encoded }, options.transfer?.(args) ?? []);
      } catch (thrown) {
        pending.delete(id);
        reject(thrown instanceof Error ? thrown : new Error(String(thrown)));
      }
    });
    if (signals.length === 0) return answered;
    return answered.finally(() => {
      for (const signal of signals) signal.removeEventListener('abort', relay);
    });
  }

  function subscribe(method: string, listener: (...args: unknown[]) => void): () => void {
    const id = nextId++;
    if (goneReason !== null) return () => undefined;
    listeners.set(id, listener);
    post({ kind: 'subscribe', id, method });
    return () => {
      if (listeners.delete(id) && goneReason === null) post({ kind: 'stop', id });
    };
  }

  function gone(reason: string): void {
    if (goneReason !== null) return;
    goneReason = reason;
    clearInterval(timer);
    end.removeEventListener('message', receive);
    end.removeEventListener('close', closed);
    for (const { reject } of pending.values()) reject(new PeerGone(reason));
    pending.clear();
    listeners.clear();
    for (const listener of goneListeners) listener(reason);
  }
  const closed = (): void => gone('the connection was closed');

  let welcome: (values: Readonly<Record<string, unknown>>) => void = () => undefined;
  function receive(event: MessageEvent): void {
    const message = asMessage(event);
    if (message === null) return;
    unanswered = 0;
    switch (message.kind) {
      case 'welcome':
        return welcome(message.values);
      case 'answer':
        pending.get(message.id)?.resolve(message.value);
        pending.delete(message.id);
        return;
      case 'error': {
        const error = message.name === 'AbortError' ? new Cancelled() : new Error(message.message);
        error.name = message.name;
        pending.get(message.id)?.reject(error);
        pending.delete(message.id);
        return;
      }
      case 'event': {
        const callback = listeners.get(message.id) ?? pending.get(message.id)?.args[message.slot];
        if (typeof callback === 'function') callback(...message.args);
        return;
      }
      case 'bye':
        return gone(message.reason);
      default:
        return;
    }
  }

  return new Promise((resolve, reject) => {
    goneListeners.push((reason) => reject(new PeerGone(reason)));
    welcome = (values) => {
      const remote = new Proxy(values as T, {
        get: (known, name) => {
          if (typeof name !== 'string' || name === 'then') return undefined;
          if (name in known) return (known as Record<string, unknown>)[name];
          if (/^on[A-Z]/.test(name)) return (listener: (...args: unknown[]) => void) => subscribe(name, listener);
          return (...args: unknown[]) => call(name, args);
        },
      });
      resolve({
        remote,
        onGone: (listener) => (goneReason === null ? void goneListeners.push(listener) : listener(goneReason)),
        end: (reason) => {
          if (goneReason === null) post({ kind: 'bye', reason });
          gone(reason);
        },
      });
    };
    end.addEventListener('message', receive);
    end.addEventListener('close', closed);
    end.start?.();
    post({ kind: 'hello' });
    if (heartbeatMs > 0) {
      timer = setInterval(() => {
        if (++unanswered > missedHeartbeats) return gone('it stopped answering');
        post({ kind: 'ping', id: 0 });
      }, heartbeatMs);
    }
  });
}
