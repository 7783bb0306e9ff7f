/** Draws the application icons from the mark (assets/public/icons/mark.svg) with an installed Chromium: `npx tsx scripts/icons.ts`. */
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { browserAdvice, findChromium } from './setup/browsers.mjs';

const FOLDER = join(import.meta.dirname, '../assets/public/icons');
const executablePath = findChromium();
if (executablePath === null) throw new Error(`no Chromium found\n${browserAdvice()}`);

const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
for (const size of [192, 512]) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  // The mark fills 56% of the square: inside the safe circle of maskable icons.
  await page.setContent(`<body style="margin:0;background:#0C0B09;display:grid;place-items:center;height:100vh">
    <svg width="56%" viewBox="0 0 24 24"><path d="M1 6H9V18C13.5 18 14 6.6 23 6" fill="none" stroke="#EFECE8" stroke-width="2.4"/></svg></body>`);
  await page.screenshot({ path: join(FOLDER, `app-${size}.png`) });
}
await browser.close();
