import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium, type Site, serve } from './harness.ts';
import { minutesIn, setSpeed, terminal } from './player.ts';

/** How long each speed is watched. */
const WATCH_MS = 12_000;
/** What a person may feel: tasks of the page's thread, as the browser's own trace times them. */
const P99_MS = 50;
const MAX_MS = 100;

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly name?: string };
  /** Microseconds of wall clock and of this thread's own processor time. */
  readonly dur?: number;
  readonly tdur?: number;
}

/**
 * Bounds hold for the processor time of a task, which other programs on a loaded machine do not stretch; its wall time is printed beside it.
 * On a machine of its own the two are the same.
 */
describe('the page stays responsive', () => {
  let site: Site;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    site = await serve();
    browser = await openChromium();
    page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
    page.setDefaultTimeout(60_000);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  it('can be played soon after it is opened', async () => {
    const began = performance.now();
    await page.goto(site.url);
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('button', { name: 'Take the page' }).click();
    await minutesIn(page);
    const tookMs = performance.now() - began;
    console.log(`from address to a running incident: ${tookMs.toFixed(0)} ms`);
    // three seconds on an idle machine; twice that where other work shares it
    expect(tookMs).toBeLessThan(6_000);
  });

  for (const speed of [1, 5] as const) {
    it(`at ${speed}×, after everything was opened once`, async () => {
      await terminal(page, 'kubectl get pods');
      await setSpeed(page, speed);
      await page.waitForTimeout(2_000);
      const tasks = await mainThreadTasks(async () => {
        await page.waitForTimeout(WATCH_MS / 2);
        await page.getByRole('tab', { name: 'Logs' }).click();
        await page.waitForTimeout(WATCH_MS / 4);
        await page.getByRole('tab', { name: 'Terminal', exact: true }).click();
        await page.waitForTimeout(WATCH_MS / 4);
      });
      const wall = sorted(tasks.map((task) => task.dur ?? 0));
      const own = sorted(tasks.map((task) => task.tdur ?? task.dur ?? 0));
      const long = own.filter((ms) => ms > P99_MS).length;
      console.log(
        `${speed}×: ${tasks.length} tasks; own time p99 ${at(own, 0.99)} ms, max ${at(own, 1)} ms, ${long} over ${P99_MS} ms; wall p99 ${at(wall, 0.99)} ms, max ${at(wall, 1)} ms`,
      );
      expect(tasks.length).toBeGreaterThan(100);
      expect(Number(at(own, 0.99))).toBeLessThanOrEqual(P99_MS);
      expect(Number(at(own, 1))).toBeLessThanOrEqual(MAX_MS);
    });
  }

  async function mainThreadTasks(work: () => Promise<void>): Promise<TraceEvent[]> {
    await browser.startTracing(page, { categories: ['toplevel', 'disabled-by-default-devtools.timeline'] });
    await work();
    const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8')) as { traceEvents: readonly TraceEvent[] };
    const threads = traceEvents.filter((event) => event.name === 'thread_name' && event.args?.name === 'CrRendererMain');
    const runs = traceEvents.filter((event) => event.ph === 'X' && /RunTask$/.test(event.name));
    // the renderer of the page is the one that worked most; another may stand by for the next tab
    const byThread = threads.map(({ pid, tid }) => runs.filter((event) => event.pid === pid && event.tid === tid));
    const busiest = byThread.sort((a, b) => b.length - a.length)[0] ?? [];
    const name = busiest.some((event) => event.name === 'RunTask') ? 'RunTask' : 'ThreadControllerImpl::RunTask';
    return busiest.filter((event) => event.name === name);
  }
});

function sorted(us: readonly number[]): number[] {
  return us.map((one) => one / 1000).sort((a, b) => a - b);
}

function at(values: readonly number[], share: number): string {
  return (values[Math.min(values.length - 1, Math.floor(values.length * share))] ?? 0).toFixed(1);
}
