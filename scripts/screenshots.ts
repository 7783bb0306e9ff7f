/// <reference lib="dom" />
/** `npm run screenshots`: builds the site if needed, plays the first minutes of an incident and photographs each screen into docs/screenshots/. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { palettePng } from './palette-png.ts';
import { listenLocally, staticHandler } from './serve/static-server.mjs';
import { browserAdvice, findChromium } from './setup/browsers.mjs';
import { ensureSiteBuilt } from './setup/build-site.mjs';
import { ROOT } from './setup/install.mjs';

const FOLDER = join(ROOT, 'docs/screenshots');
const FORMATS = [
  { name: 'dark-1440', width: 1440, height: 900, scheme: 'dark' },
  { name: 'light-1440', width: 1440, height: 900, scheme: 'light' },
  { name: 'dark-1920', width: 1920, height: 1080, scheme: 'dark' },
  { name: 'light-1920', width: 1920, height: 1080, scheme: 'light' },
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

const TITLE = 'Root cause';
const ROOT_CAUSE =
  'Release v2.41 of `playlist` does not close its transaction when its call to catalog exceeds 250 ms. Each such timeout left one session idle in transaction and kept its connection, until the Hikari pools of all pods were exhausted and requests waited 30 s. Retries by web-api multiplied the load.';

/** `npm run screenshots -- dark-1440` makes one format only. One play serves all formats: the window changes, the incident does not. */
const [only] = process.argv.slice(2);
const formats = FORMATS.filter(({ name }) => only === undefined || name === only);
const context = await browser.newContext({ reducedMotion: 'reduce', serviceWorkers: 'block' });
const page = await context.newPage();
page.setDefaultTimeout(PATIENCE_MS);
await desktop();
await page.goto(`http://localhost:${server.port}/`);
await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
await shot('home');
await page.getByRole('button', { name: 'Start', exact: true }).click();
await page.getByRole('button', { name: 'Take the page' }).waitFor();
await shot('brief');
await page.getByRole('button', { name: 'Take the page' }).click();
await playUntil(4);
await type('kubectl get pods -l app=playlist');
await type(`psql -c "select state, count(*) from pg_stat_activity group by 1"`);
await page.getByRole('button', { name: /^playlist: / }).click();
await shot('oncall');
for (const panel of ['Table', 'Changes', 'Logs']) {
  await page.getByRole('tab', { name: new RegExp(`^${panel}\\b`) }).click();
  await shot(panel.toLowerCase());
}
await page.getByRole('button', { name: 'Investigate' }).click();
await page
  .getByRole('button', { name: /^Trace / })
  .last()
  .click();
await page.getByRole('region', { name: 'Waterfall' }).waitFor();
await shot('investigate');
await page.getByRole('button', { name: 'On call', exact: true }).click();
await type('kubectl rollout undo deployment/playlist');
await playUntil(14);
await page.getByRole('button', { name: 'Write-up' }).first().click();
await page.getByRole('textbox', { name: TITLE, exact: true }).fill(ROOT_CAUSE);
await page
  .getByRole('button', { name: /^Confirm: / })
  .first()
  .click();
await shot('write-up');
await page.getByRole('button', { name: 'Hand in' }).click();
await page.getByRole('button', { name: 'Stop', exact: true }).waitFor();
await page.getByRole('button', { name: 'Stop', exact: true }).waitFor({ state: 'hidden' });
await shot('debrief');
await browser.close();
await server.close();

async function desktop(): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 900 });
}

/** The screen as it is, in every format. */
async function shot(screen: string): Promise<void> {
  for (const format of formats) {
    await page.emulateMedia({ colorScheme: format.scheme });
    await page.setViewportSize({ width: format.width, height: format.height });
    // charts and map are drawn anew after a change of size
    await page.waitForTimeout(900);
    writeFileSync(join(FOLDER, `${screen}-${format.name}.png`), palettePng(await page.screenshot()));
    console.log(`${screen}-${format.name}.png`);
  }
  await desktop();
  await page.waitForTimeout(300);
}

/** Plays fast until this many minutes of the incident have passed, then pauses. */
async function playUntil(minutes: number): Promise<void> {
  await page.getByRole('button', { name: '30 times' }).click();
  await page.waitForFunction((least) => Number(/T\+(\d+):/.exec(document.body.innerText)?.[1] ?? 0) >= least, minutes);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
}

/** Types a line in the terminal and waits until it has been answered. */
async function type(line: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Terminal 1 input' }).focus();
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
  await page.waitForFunction((typed) => document.querySelector('[aria-label="Terminal 1 transcript"]')?.textContent?.includes(typed), line);
  await page.getByText('Ctrl-C ends it').waitFor({ state: 'hidden' });
}
