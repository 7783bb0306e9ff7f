import type { HostTime } from './play-clock.ts';

/** The browser's clock. A wait of 0 ms goes through a message channel: timers are clamped to 4 ms when they follow each other closely. */
export function browserTime(): HostTime {
  const channel = new MessageChannel();
  const queue: (() => void)[] = [];
  channel.port1.onmessage = () => queue.shift()?.();
  return {
    now: () => performance.now(),
    later: (callback, ms) => {
      let cancelled = false;
      const run = (): void => {
        if (!cancelled) callback();
      };
      if (ms > 0) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      }
      queue.push(run);
      channel.port2.postMessage(0);
      return () => {
        cancelled = true;
      };
    },
  };
}

/** Resolves at the next turn of the loop, after waiting messages. */
export function breatheWith(time: HostTime): () => Promise<void> {
  return () => new Promise((resolve) => void time.later(resolve, 0));
}
