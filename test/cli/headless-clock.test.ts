import { describe, expect, it } from 'vitest';
import { HeadlessClock } from '../../src/cli/headless/clock.ts';

/** A thing that only has a time. */
function timeline(): { nowUs: number; stops: number[]; advance(untilUs: number): void } {
  return {
    nowUs: 0,
    stops: [],
    advance(untilUs) {
      this.nowUs = untilUs;
      this.stops.push(untilUs);
    },
  };
}

describe('headless clock', () => {
  it('advances straight to the end when nothing waits', async () => {
    const time = timeline();
    await new HeadlessClock(time).advance(100);
    expect(time.stops).toEqual([100]);
  });

  it('wakes commands in order of their instants and lets each compute before time moves on', async () => {
    const time = timeline();
    const clock = new HeadlessClock(time);
    const log: string[] = [];
    const command = (name: string, waits: readonly number[]) =>
      clock.run(async () => {
        for (const wait of waits) {
          await clock.waitUntil(time.nowUs + wait);
          // Work that takes several turns of the event loop must not let time slip.
          await new Promise((resolve) => setImmediate(resolve));
          log.push(`${name}@${time.nowUs}`);
        }
      });
    const both = [command('a', [10, 30]), command('b', [25])];
    await clock.advance(100);
    await Promise.all(both);
    expect(log).toEqual(['a@10', 'b@25', 'a@40']);
    expect(time.nowUs).toBe(100);
  });

  it('leaves a command waiting when its instant lies beyond the end', async () => {
    const time = timeline();
    const clock = new HeadlessClock(time);
    let woken = false;
    void clock.run(async () => {
      await clock.waitUntil(500);
      woken = true;
    });
    await clock.advance(100);
    expect(woken).toBe(false);
    await clock.advance(500);
    await clock.allWaiting();
    expect(woken).toBe(true);
  });

  it('finish() moves time only as far as the command needs', async () => {
    const time = timeline();
    const clock = new HeadlessClock(time);
    const job = clock.run(async () => {
      await clock.waitUntil(42);
      return 'done';
    });
    expect(await clock.finish(job, 10)).toBe('done');
    expect(time.nowUs).toBeGreaterThanOrEqual(42);
    expect(time.nowUs).toBeLessThanOrEqual(50);
  });

  it('finish() hands on an error', async () => {
    const clock = new HeadlessClock(timeline());
    const job = clock.run(async () => {
      throw new Error('broken');
    });
    await expect(clock.finish(job, 10)).rejects.toThrow('broken');
  });

  it('a cancelled wait rejects and frees the clock', async () => {
    const time = timeline();
    const clock = new HeadlessClock(time);
    const cancel = new AbortController();
    const job = clock.run(() => clock.waitUntil(1_000, cancel.signal));
    await clock.advance(10);
    cancel.abort();
    await expect(job).rejects.toThrow('interrupted');
    await clock.advance(20);
    expect(time.nowUs).toBe(20);
  });
});
