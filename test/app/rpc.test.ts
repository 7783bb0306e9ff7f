import { afterEach, describe, expect, it } from 'vitest';
import { type Connection, connect, PeerGone, serve } from '../../src/app/rpc.ts';
import type { Cancellation } from '../../src/contract/ports.ts';

interface Kitchen {
  readonly street: string;
  add(a: number, b: number): Promise<number>;
  burn(): Promise<never>;
  wait(cancel?: Cancellation): Promise<void>;
  count(to: number, each: (n: number) => void): Promise<string>;
  onBell(listener: (tone: string) => void): () => void;
}

function createKitchen() {
  const bells = new Set<(tone: string) => void>();
  const kitchen: Kitchen = {
    street: 'Hauptstrasse',
    add: async (a, b) => a + b,
    burn: async () => {
      throw new RangeError('too hot');
    },
    wait: (cancel) =>
      new Promise((_, reject) => {
        cancel?.addEventListener('abort', () => reject(Object.assign(new Error('stopped'), { name: 'AbortError' })));
      }),
    count: async (to, each) => {
      for (let n = 1; n <= to; n++) each(n);
      return 'done';
    },
    onBell: (listener) => {
      bells.add(listener);
      return () => void bells.delete(listener);
    },
  };
  return { kitchen, bells };
}

const opened: MessagePort[] = [];
afterEach(() => {
  for (const port of opened.splice(0)) port.close();
});

async function join(heartbeatMs = 0) {
  const { port1, port2 } = new MessageChannel();
  opened.push(port1, port2);
  const { kitchen, bells } = createKitchen();
  const stop = serve(port1, kitchen, ['street']);
  const connection: Connection<Kitchen> = await connect<Kitchen>(port2, { heartbeatMs });
  return { connection, remote: connection.remote, bells, stop, port1, port2 };
}

describe('rpc', () => {
  it('answers calls and hands over plain values', async () => {
    const { remote } = await join();
    expect(remote.street).toBe('Hauptstrasse');
    expect(await Promise.all([remote.add(1, 2), remote.add(3, 4)])).toEqual([3, 7]);
  });

  it('brings errors back with name and message', async () => {
    const { remote } = await join();
    await expect(remote.burn()).rejects.toMatchObject({ name: 'RangeError', message: 'too hot' });
  });

  it('carries cancellation to the other side', async () => {
    const { remote } = await join();
    const controller = new AbortController();
    const waiting = remote.wait(controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('calls listeners back in order while the call runs', async () => {
    const { remote } = await join();
    const seen: number[] = [];
    expect(await remote.count(3, (n) => seen.push(n))).toBe('done');
    expect(seen).toEqual([1, 2, 3]);
  });

  it('subscribes at once and stops when told', async () => {
    const { remote, bells } = await join();
    const tones: string[] = [];
    const stop = remote.onBell((tone) => tones.push(tone));
    await remote.add(0, 0);
    for (const ring of bells) ring('high');
    await remote.add(0, 0);
    stop();
    await remote.add(0, 0);
    expect(bells.size).toBe(0);
    expect(tones).toEqual(['high']);
  });

  it('refuses what the served object does not have', async () => {
    const { remote } = await join();
    const stranger = remote as unknown as { sing(): Promise<void> };
    await expect(stranger.sing()).rejects.toMatchObject({ message: 'no method sing' });
  });

  it('rejects pending and later calls once the peer is gone, and drops its subscriptions', async () => {
    const { connection, remote, stop, bells } = await join();
    const reasons: string[] = [];
    connection.onGone((reason) => reasons.push(reason));
    remote.onBell(() => undefined);
    const waiting = remote.wait();
    await remote.add(0, 0);
    stop('the kitchen closed');
    await expect(waiting).rejects.toBeInstanceOf(PeerGone);
    await expect(remote.add(1, 1)).rejects.toThrow('the kitchen closed');
    expect(reasons).toEqual(['the kitchen closed']);
    expect(bells.size).toBe(0);
  });

  it('notices that the port was closed', async () => {
    const { remote, port1 } = await join();
    const waiting = remote.wait();
    port1.close();
    await expect(waiting).rejects.toBeInstanceOf(PeerGone);
  });

  it('notices a peer that stops answering', async () => {
    const { port1, port2 } = new MessageChannel();
    opened.push(port1, port2);
    // A peer that greets and then falls silent.
    port1.addEventListener('message', (event) => event.data.kind === 'hello' && port1.postMessage({ kind: 'welcome', values: {} }));
    port1.start();
    const { remote } = await connect<Kitchen>(port2, { heartbeatMs: 1, missedHeartbeats: 3 });
    await expect(remote.add(1, 1)).rejects.toThrow('it stopped answering');
  });

  it('cancels what runs when the caller ends the connection', async () => {
    const { port1, port2 } = new MessageChannel();
    opened.push(port1, port2);
    const aborted = new Promise<void>((resolve) => {
      serve(port1, { wait: (cancel: Cancellation) => new Promise<void>(() => cancel.addEventListener('abort', resolve)) });
    });
    const connection = await connect<{ wait(cancel: Cancellation): Promise<void> }>(port2, { heartbeatMs: 0 });
    const waiting = connection.remote.wait(new AbortController().signal);
    connection.end('not needed');
    await expect(waiting).rejects.toBeInstanceOf(PeerGone);
    await aborted;
  });
});
