import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createProgressLine } from '../../src/cli/progress-line.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function written(isTTY: boolean): { readonly stream: NodeJS.WriteStream; readonly text: () => string } {
  let text = '';
  return { stream: { isTTY, write: (more: string) => (text += more) } as unknown as NodeJS.WriteStream, text: () => text };
}

it('rewrites one line of a terminal, ten times a second at most', () => {
  const { stream, text } = written(true);
  const line = createProgressLine(stream);
  for (let step = 0; step <= 100; step++) {
    line.show(step / 100, 'playing');
    vi.advanceTimersByTime(10);
  }
  line.clear();
  expect(text()).toContain('100% playing');
  expect(text().split('\r').length).toBeLessThan(15);
  expect(text()).not.toContain('\n');
});

it('says in a log, once a minute, how far long work is, and nothing of short work', () => {
  const { stream, text } = written(false);
  const line = createProgressLine(stream);
  for (let second = 0; second < 200; second++) {
    line.show(second / 200, 'playing');
    vi.advanceTimersByTime(1000);
  }
  line.clear();
  expect(text()).toBe('30% playing\n60% playing\n90% playing\n');
});
