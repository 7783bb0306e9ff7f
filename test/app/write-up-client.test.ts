import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { EngineClient } from '../../src/app/engine-client.ts';
import { serve } from '../../src/app/rpc.ts';
import { createWriteUpClient } from '../../src/app/write-up-client.ts';

/** A worker's two ends over a real channel; `answers` is what it serves once it has been spoken to. */
class ChannelWorker extends EventTarget {
  readonly here: MessagePort;
  readonly there: MessagePort;
  terminated = false;
  constructor(answers: Record<string, (...args: never[]) => unknown>) {
    super();
    const channel = new MessageChannel();
    this.here = channel.port1;
    this.there = channel.port2;
    this.here.on('message', (data) => this.dispatchEvent(new MessageEvent('message', { data })));
    this.there.once('message', () => {
      serve(this.there as never, answers);
      this.there.postMessage({ writeUp: 'ready' });
    });
  }
  postMessage(message: unknown): void {
    this.here.postMessage(message);
  }
  terminate(): void {
    this.terminated = true;
    this.here.close();
  }
}

const engine = { service: async () => ({ facts: async () => ({}), recording: async () => ({}), saveBest: async () => undefined }) } as unknown as EngineClient;
const document = { markdown: '', claims: [] } as never;
const never = (): Promise<never> => new Promise(() => undefined);

afterEach(() => void vi.useRealTimers());

describe('the write-up’s worker', () => {
  const client = (workers: ChannelWorker[]) => {
    const spawned: ChannelWorker[] = [];
    const made = createWriteUpClient('s', 'http://x/', engine, () => {
      spawned.push(workers[spawned.length]);
      return spawned[spawned.length - 1] as unknown as Worker;
    });
    return { ...made, spawned };
  };

  it('that dies while it grades is noticed and said; the next question starts a new one', async () => {
    const dying = new ChannelWorker({ grade: never });
    const fresh = new ChannelWorker({ grade: async () => ({ response: null, postmortem: null, story: null, forks: [] }) });
    const { port, spawned, dispose } = client([dying, fresh]);
    const graded = port.grade(document, () => undefined);
    await vi.waitFor(() => expect(spawned).toHaveLength(1));
    await vi.waitFor(() => expect(dying.there.listenerCount('message')).toBeGreaterThan(0));
    dying.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
    await expect(graded).rejects.toThrow('The grader stopped: out of memory. Handing in again starts a new one.');
    expect(dying.terminated).toBe(true);
    expect(await port.grade(document, () => undefined)).toMatchObject({ forks: [] });
    expect(spawned).toHaveLength(2);
    dispose();
    expect(fresh.terminated).toBe(true);
  });

  it('that cannot be loaded is said too', async () => {
    const broken = new ChannelWorker({});
    broken.there.removeAllListeners('message');
    const { port, dispose } = client([broken]);
    const graded = port.grade(document, () => undefined);
    await vi.waitFor(() => {
      broken.dispatchEvent(new Event('error'));
      expect(broken.terminated).toBe(true);
    });
    await expect(graded).rejects.toThrow('The grader stopped: it could not be loaded');
    dispose();
  });
});
