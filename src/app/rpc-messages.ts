/** What crosses the port, for `rpc.ts` (callers) and `rpc-serve.ts` (the served). */
export interface MessageEnd {
  postMessage(message: unknown, transfer?: Transferable[]): void;
  addEventListener(type: string, listener: (event: MessageEvent) => void): void;
  removeEventListener(type: string, listener: (event: MessageEvent) => void): void;
  start?(): void;
}

export type Message =
  | { readonly kind: 'hello' }
  | { readonly kind: 'welcome'; readonly values: Readonly<Record<string, unknown>> }
  | { readonly kind: 'call'; readonly id: number; readonly method: string; readonly args: readonly unknown[] }
  | { readonly kind: 'subscribe'; readonly id: number; readonly method: string }
  | { readonly kind: 'stop'; readonly id: number }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly name: string; readonly message: string }
  | { readonly kind: 'event'; readonly id: number; readonly slot: number; readonly args: readonly unknown[] }
  | { readonly kind: 'ping'; readonly id: number }
  | { readonly kind: 'pong'; readonly id: number }
  | { readonly kind: 'bye'; readonly reason: string };

export type Encoded = { readonly rpc: 'signal'; readonly aborted: boolean } | { readonly rpc: 'function' } | { readonly rpc: 'value'; readonly value: unknown };

export function asMessage(event: MessageEvent): Message | null {
  const data: unknown = event.data;
  return typeof data === 'object' && data !== null && 'kind' in data ? (data as Message) : null;
}
