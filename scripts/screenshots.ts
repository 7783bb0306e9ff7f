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

/** `npm run screenshots -- dark-1440` makes one format only. */
const [only] = process.argv.slice(2);
for (const format of FORMATS.filter(({ name }) => only === undefined || name === only)) {
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

/** Plays fast until this many minutes of the incident have passed, then pauses. A phone has one button that steps through the speeds. */
async function playUntil(page: Page, minutes: number): Promise<void> {
  const stepping = page.getByRole('button', { name: /faster/ });
  const pause = page.getByRole('button', { name: 'Pause', exact: true });
  await stepping.or(pause).first().waitFor();
  const phone = await stepping.isVisible();
  if (phone) for (let step = 0; step < 4; step++) await stepping.click();
  else await page.getByRole('button', { name: '30 times' }).click();
  await page.waitForFunction((least) => Number(/T\+(\d+):/.exec(document.body.innerText)?.[1] ?? 0) >= least, minutes);
  if (!phone) await pause.click();
}

/** The document with its sections; on a phone the screen of that name. */
async function openWriteUp(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Write-up' }).first().click();
  await page.getByRole('region', { name: 'Postmortem' }).first().waitFor();
}
