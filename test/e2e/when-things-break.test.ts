import { writeFileSync, mkdtempSync, rmSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Worker } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Recording } from '../../src/contract/recording.ts';
import { openChromium, type Site, serve } from './harness.ts';
import { minutesIn, panel, pause, playUntil, setSpeed, takeThePage, terminal, until } from './player.ts';

/** What breaks is the browser's side: storage, a worker, the graphics context, a file. Each time the page says what happened, and the play goes on. */
describe('when things break', () => {
  let site: Site;
  let browser: Browser;
  let context: BrowserContext;
  const folder = mkdtempSync(join(tmpdir(), 'brownout-break-'));

  beforeAll(async () => {
    site = await serve();
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** A page of its own browser profile, closed when the work is done. */
  async function inPage(work: (page: Page) => Promise<void>): Promise<void> {
    context = await browser.newContext({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    try {
      await work(page);
    } finally {
      await context.close();
    }
  }
  const notice = (page: Page, words: string | RegExp): Promise<void> => page.getByRole('contentinfo').getByRole('status').filter({ hasText: words }).waitFor();
  const engine = async (page: Page): Promise<Worker> => {
    const found = page.workers().find((worker) => worker.url().includes('engine-worker'));
    if (!found) throw new Error('no engine worker');
    return found;
  };
  async function exported(page: Page): Promise<Recording> {
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export recording' }).first().click();
    const file = join(folder, 'exported.json');
    await (await waiting).saveAs(file);
    return JSON.parse(readFileSync(file, 'utf8')) as Recording;
  }

  it('blocked storage is said on the home page and in the status bar; play goes on and can be exported', () =>
    inPage(async (page) => {
      // as a browser does that is told to keep no site data: the worker finds no IndexedDB
      await page.route(/engine-worker.*\.js$/, async (route) => {
        const answer = await route.fetch();
        await route.fulfill({ response: answer, body: `Object.defineProperty(globalThis, 'indexedDB', { value: undefined });\n${await answer.text()}` });
      });
      await page.goto(site.url);
      await page.getByRole('status').filter({ hasText: 'Plays cannot be kept here: this browser blocks storage' }).waitFor();
      await takeThePage(page, site);
      await setSpeed(page, 30);
      await notice(page, /not kept: this browser blocks storage.*export the recording/);
      await playUntil(page, 2);
      expect((await exported(page)).untilUs).toBeGreaterThan(0);
    }));

  it('full storage is said in the status bar; play goes on and can be exported', () =>
    inPage(async (page) => {
      await takeThePage(page, site);
      const devtools = await context.newCDPSession(page);
      await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(site.url).origin, quotaSize: 1 });
      await setSpeed(page, 30);
      await notice(page, /not kept: .*full.*export the recording/);
      await terminal(page, 'kubectl scale deployment/playlist --replicas=5');
      expect((await exported(page)).commands.some(({ command }) => command.kind === 'scale')).toBe(true);
    }));

  it('an engine that dies is restarted where it stood, with everything that was done', () =>
    inPage(async (page) => {
      await takeThePage(page, site);
      await setSpeed(page, 30);
      await playUntil(page, 2);
      await terminal(page, 'kubectl scale deployment/playlist --replicas=5');
      await setSpeed(page, 1);
      // the page keeps a command as soon as a frame has told it of one: three simulated seconds are many frames
      await playUntil(page, (await minutesIn(page)) + 0.05);
      const before = await minutesIn(page);
      await (await engine(page)).evaluate(() => {
        setTimeout(() => {
          throw new Error('out of memory');
        }, 0);
      });
      await page.getByRole('alert').filter({ hasText: 'The engine stopped' }).waitFor();
      await notice(page, 'The engine was restarted; nothing you did was lost.');
      expect(await minutesIn(page)).toBeGreaterThan(before - 0.2);
      expect(await terminal(page, 'kubectl get deployment playlist')).toMatch(/playlist +\d\/5/);
      await setSpeed(page, 30);
      await playUntil(page, before + 1);
    }));

  it('a lost WebGL context is said, the table remains, and the map comes back', () =>
    inPage(async (page) => {
      await takeThePage(page, site);
      const fleet = page.getByRole('region', { name: 'Fleet', exact: true });
      await fleet.getByRole('button', { name: /^playlist: / }).waitFor();
      const lost = await page.evaluate(() => {
        for (const canvas of document.querySelectorAll('canvas')) {
          const gl = canvas.getContext('webgl2') ?? canvas.getContext('webgl');
          const extension = gl?.getExtension('WEBGL_lose_context');
          if (extension) {
            extension.loseContext();
            return true;
          }
        }
        return false;
      });
      expect(lost).toBe(true);
      await page.getByRole('status').filter({ hasText: 'The map lost its graphics. The table says the same.' }).waitFor({ state: 'attached' });
      // the table comes to the front by itself
      await page
        .getByRole('region', { name: 'Table', exact: true })
        .getByRole('row', { name: /^playlist-db / })
        .waitFor();
      await panel(page, 'Fleet');
      await fleet.getByText('The browser took the WebGL context away.').waitFor({ state: 'hidden' });
      await until(
        () => page.evaluate(() => [...document.querySelectorAll('canvas')].some((canvas) => canvas.getContext('webgl2')?.isContextLost() === false)),
        'the map is drawn again',
      );
      await fleet.getByRole('button', { name: /^playlist: / }).waitFor();
    }));

  it('a damaged recording says what is wrong with it and where', () =>
    inPage(async (page) => {
      await takeThePage(page, site);
      await terminal(page, 'kubectl scale deployment/playlist --replicas=5');
      const recording = await exported(page);
      await page.getByRole('button', { name: 'Home' }).click();
      const open = async (name: string, text: string): Promise<string> => {
        const file = join(folder, name);
        writeFileSync(file, text);
        await page.getByLabel('Choose a file').setInputFiles(file);
        const alert = page.getByRole('alert').filter({ hasText: name });
        await alert.waitFor();
        return alert.innerText();
      };
      const whole = JSON.stringify(recording);
      expect(await open('cut-short.json', whole.slice(0, whole.length / 2))).toContain('It is not JSON');
      const odd = { ...recording, commands: recording.commands.map((entry, index) => (index === 1 ? { ...entry, atUs: 'soon' } : entry)) };
      expect(await open('odd-time.json', JSON.stringify(odd))).toMatch(/commands\[1\]\.atUs: expected a whole number .*found "soon"/);
      expect(await open('another.json', JSON.stringify({ ...recording, scenario: 'no-such' }))).toContain('"no-such"');
    }));

  it('a reload resumes where the play stood', () =>
    inPage(async (page) => {
      await takeThePage(page, site);
      await setSpeed(page, 30);
      await playUntil(page, 2);
      await pause(page);
      await terminal(page, 'kubectl scale deployment/playlist --replicas=5');
      const stood = await minutesIn(page);
      await page.waitForFunction(() => indexedDB.databases().then((all) => all.length > 0));
      await page.reload();
      await page.getByRole('button', { name: /^Resume at / }).click();
      expect(Math.abs((await minutesIn(page)) - stood)).toBeLessThan(0.2);
      expect(await terminal(page, 'kubectl get deployment playlist')).toMatch(/playlist +\d\/5/);
      await setSpeed(page, 30);
      await playUntil(page, stood + 1);
    }));

  it('another seed warms up first, and says how far it is', () =>
    inPage(async (page) => {
      await page.goto(site.url);
      await page.getByRole('textbox', { name: 'Seed' }).fill('7');
      await page.getByRole('button', { name: 'Start', exact: true }).click();
      const bar = page.getByRole('progressbar', { name: 'Warming the fleet up' });
      await until(async () => Number(await bar.getAttribute('aria-valuenow')) > 10, 'the warm-up moves');
      await page.getByRole('button', { name: 'Take the page' }).click({ timeout: 120_000 });
      expect(await minutesIn(page)).toBeLessThan(1);
      expect((await exported(page)).seed).toBe(7);
    }));
});
