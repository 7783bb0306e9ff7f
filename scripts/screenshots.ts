/// <reference lib="dom" />
/** `npm run screenshots`: builds the site if needed, plays the first minutes of an incident and photographs each screen into docs/screenshots/. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { listenLocally, staticHandler } from './serve/static-server.mjs';
import { browserAdvice, findChromium } from './setup/browsers.mjs';
import { ensureSiteBuilt } from './setup/build-site.mjs';
import { ROOT } from './setup/install.mjs';

const FOLDER = join(ROOT, 'docs/screenshots');
const FORMATS = [
  { name: 'dark-1440', width: 1440, height: 900, scheme: 'dark' },
  { name: 'light-1440', width: 1440, height: 900, scheme: 'light' },
  { name: 'dark-1920', width: 1920, height: 1080, scheme: 'dark' },
  { name: 'dark-phone', width: 390, height: 844, scheme: 'dark' },
  { name: 'light-phone', width: 390, height: 844, scheme: 'light' },
] as const;
const PATIENCE_MS = 180_000;

const executablePath = findChromium();
if (executablePath === null) throw new Error(`no Chromium on this machine\n${browserAdvice()}`);
ensureSiteBuilt();
mkdirSync(FOLDER, { recursive: true });
const server = await listenLocally(staticHandler(join(ROOT, 'dist')), 0);
const browser = await chromium.launch({
  executablePath,
  args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});

for (const format of FORMATS) {
  const context = await browser.newContext({
    viewport: { width: format.width, height: format.height },
    colorScheme: format.scheme,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const shot = async (screen: string): Promise<void> => {
    await page.screenshot({ path: join(FOLDER, `${screen}-${format.name}.png`) });
    console.log(`${screen}-${format.name}.png`);
  };
  await page.goto(`http://localhost:${server.port}/`);
  await page.getByRole('button', { name: 'Start' }).first().waitFor();
  await shot('home');
  await page.getByRole('button', { name: 'Start' }).first().click();
  await page.getByRole('button', { name: 'Take the page' }).waitFor();
  await shot('brief');
  await page.getByRole('button', { name: 'Take the page' }).click();
  await playUntil(page, 4);
  await shot('oncall');
  await openWriteUp(page);
  await shot('write-up');
  await context.close();
}
await browser.close();
await server.close();

/** Plays fast until this many minutes of the incident have passed, then pauses. */
async function playUntil(page: Page, minutes: number): Promise<void> {
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  const faster = page.getByRole('button', { name: '30 times' });
  if (await faster.isVisible()) await faster.click();
  await page.waitForFunction((least) => Number(/T\+(\d+):/.exec(document.body.innerText)?.[1] ?? 0) >= least, minutes);
  await page.getByRole('button', { name: 'Pause' }).click();
}

async function openWriteUp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Write-up' }).first().click();
  await page
    .getByRole('textbox', { name: /postmortem|document/i })
    .first()
    .waitFor();
}
