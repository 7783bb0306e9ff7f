import { describe, expect, it } from 'vitest';
import { createPlayClock, type HostTime } from '../../src/app/play-clock.ts';

/** A host whose time moves only when told, and whose session costs a given time a simulated second. */
function stand(costMsPerSimulatedSecond: number) {
  let nowMs = 0;
  let queue: { atMs: number; order: number; run: () => void }[] = [];
  let order = 0;
  const time: HostTime = {
    now: () => nowMs,
    later: (run, ms) => {
      const entry = { atMs: nowMs + ms, order: order++, run };
      queue.push(entry);
      return () => {
        queue = queue.filter((other) => other !== entry);
      };
    },
  };
  const session = {
    nowUs: 0,
    advance: (untilUs: number) => {
      nowMs += ((untilUs - session.nowUs) / 1e6) * costMsPerSimulatedSecond;
      session.nowUs = untilUs;
    },
  };
  let longestSliceMs = 0;
  const run = (untilMs: number): void => {
    for (;;) {
      queue.sort((a, b) => a.atMs - b.atMs || a.order - b.order);
      const next = queue[0];
      if (!next || next.atMs > untilMs) break;
      queue.shift();
      nowMs = Math.max(nowMs, next.atMs);
      const before = nowMs;
      next.run();
      longestSliceMs = Math.max(longestSliceMs, nowMs - before);
    }
    nowMs = Math.max(nowMs, untilMs);
  };
  return { time, session, run, longest: () => longestSliceMs };
}

describe('the play clock', () => {
  it.each([1, 2, 5, 10, 30])('plays %i simulated seconds a second', (speed) => {
    const host = stand(2);
    const clock = createPlayClock({ session: host.session, time: host.time, onChange: () => undefined, stepUs: 15e6 });
    clock.setSpeed(speed);
    clock.play();
    host.run(4000);
    expect(host.session.nowUs / 1e6).toBeGreaterThan(3.9 * speed);
    expect(host.session.nowUs / 1e6).toBeLessThanOrEqual(4 * speed);
    expect(clock.state.achievedSpeed).toBeCloseTo(speed, 0);
  });

  it('keeps slices short on a machine that is too slow, drops the debt and says what it reached', () => {
    const host = stand(100);
    const clock = createPlayClock({ session: host.session, time: host.time, onChange: () => undefined, stepUs: 15e6 });
    clock.setSpeed(30);
    clock.play();
    host.run(5000);
    expect(host.longest()).toBeLessThanOrEqual(13);
    expect(clock.state.achievedSpeed).toBeGreaterThan(8);
    expect(clock.state.achievedSpeed).toBeLessThan(10.5);
  });

  it('stands still while paused, and a step moves one scrape interval', () => {
    const host = stand(1);
    const clock = createPlayClock({ session: host.session, time: host.time, onChange: () => undefined, stepUs: 15e6 });
    host.run(1000);
    expect(host.session.nowUs).toBe(0);
    clock.step();
    expect(host.session.nowUs).toBe(15e6);
  });

  it('wakes a waiting command exactly at its instant, and lets it be cancelled', async () => {
    const host = stand(1);
    const clock = createPlayClock({ session: host.session, time: host.time, onChange: () => undefined, stepUs: 15e6 });
    let wokenAtUs = -1;
    const waiting = clock.waitUntil(1_234_567).then(() => undefined);
    const original = host.session.advance;
    host.session.advance = (untilUs) => {
      original(untilUs);
      if (untilUs === 1_234_567) wokenAtUs = untilUs;
    };
    const stop = new AbortController();
    const cancelled = clock.waitUntil(9e12, stop.signal);
    stop.abort();
    await expect(cancelled).rejects.toMatchObject({ name: 'AbortError' });
    clock.play();
    host.run(3000);
    await waiting;
    expect(wokenAtUs).toBe(1_234_567);
  });

  it.each([0, -1, Number.NaN, 61])('refuses a speed of %d', (speed) => {
    const host = stand(1);
    const clock = createPlayClock({ session: host.session, time: host.time, onChange: () => undefined, stepUs: 15e6 });
    expect(() => clock.setSpeed(speed)).toThrow(RangeError);
  });
});
