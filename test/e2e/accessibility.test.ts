import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openChromium, type Site, serve } from './harness.ts';
import { minutesIn, panel, pause, section, setSpeed, terminal } from './player.ts';

/** axe-core on every screen, in both themes, on a desktop and on a phone: nothing serious, nothing critical. */
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

describe('axe finds nothing serious', () => {
  let site: Site;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    site = await serve();
    browser = await openChromium();
    // still pictures: a colour in the middle of a transition is not the one that stays
    page = await browser.newPage({ viewport: SIZES[0], reducedMotion: 'reduce', serviceWorkers: 'block' });
    page.setDefaultTimeout(30_000);
    await page.goto(site.url);
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
  });

  async function violations(): Promise<string[]> {
    const found: string[] = [];
    for (const colorScheme of ['dark', 'light'] as const) {
      for (const size of SIZES) {
        await page.emulateMedia({ colorScheme });
        await page.setViewportSize(size);
        // two frames: the first lays out, the second draws what layout asked for
        await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
        if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
        const results = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResults;
        expect(results.passes.length, 'rules that found something to look at').toBeGreaterThan(10);
        for (const { id, impact, nodes } of results.violations)
          if (impact === 'serious' || impact === 'critical')
            for (const node of nodes)
              found.push(`${colorScheme} ${size.width}: ${id}: ${node.html.slice(0, 160)} ${node.failureSummary?.split('\n').at(1)?.trim() ?? ''}`);
      }
    }
    await page.setViewportSize(SIZES[0]);
    return found;
  }

  it('home', async () => {
    await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
    expect(await violations()).toEqual([]);
  });

  it('briefing', async () => {
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.getByRole('button', { name: 'Take the page' }).waitFor();
    expect(await violations()).toEqual([]);
  });

  it('on call', async () => {
    await page.getByRole('button', { name: 'Take the page' }).click();
    await minutesIn(page);
    await setSpeed(page, 30);
    await page.getByRole('region', { name: 'Room', exact: true }).getByText('Nadia').first().waitFor();
    await pause(page);
    await terminal(page, 'kubectl get pods');
    expect(await violations()).toEqual([]);
  });

  it('on call, the panels behind', async () => {
    for (const title of ['Runbooks', 'Status page', 'Table', 'Logs']) await panel(page, title);
    expect(await violations()).toEqual([]);
    for (const title of ['Changes', 'Traces']) await panel(page, title);
    expect(await violations()).toEqual([]);
  });

  it('palette and keys', async () => {
    await page.getByRole('button', { name: 'anything' }).click();
    expect(await violations()).toEqual([]);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'keys' }).click();
    expect(await violations()).toEqual([]);
    await page.keyboard.press('Escape');
  });

  it('investigate', async () => {
    await page.getByRole('button', { name: 'Investigate' }).click();
    await page.getByRole('region', { name: 'Metrics', exact: true }).waitFor();
    expect(await violations()).toEqual([]);
  });

  it('write-up', async () => {
    await page.getByRole('button', { name: 'Write-up' }).click();
    await section(page, 'Root cause').fill('Release v2.41 of playlist leaves a transaction open when catalog times out. The engineer should have seen it.');
    await page
      .getByRole('button', { name: /^Confirm: / })
      .first()
      .waitFor();
    expect(await violations()).toEqual([]);
    for (const title of ['List', 'Live figures', 'Read']) await page.getByRole('tab', { name: title }).click();
    expect(await violations()).toEqual([]);
  });

  it('debrief', async () => {
    await page.getByRole('button', { name: 'Hand in' }).click();
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'visible' });
    await page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'hidden', timeout: 240_000 });
    expect(await violations()).toEqual([]);
  });
});
