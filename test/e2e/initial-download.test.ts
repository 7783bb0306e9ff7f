import { expect, it } from 'vitest';
import { openChromium, serve } from './harness.ts';

/**
 * What a first visit downloads, compressed, until the incident can be taken, beside the checkpoint it starts from (bounded in built-site.test.ts): the
 * offline cache fills later, in the background.
 */
const LIMIT_BYTES = 900_000;
const isCheckpoint = (path: string): boolean => path.startsWith('/checkpoints/');

it('the first visit downloads less than 900 kB', async () => {
  const site = await serve();
  const browser = await openChromium();
  try {
    const context = await browser.newContext({ serviceWorkers: 'block' });
    const page = await context.newPage();
    await page.goto(site.url);
    await page.getByRole('button', { name: 'Start' }).first().click();
    await page.getByRole('button', { name: 'Take the page' }).waitFor();
    expect(site.sent.filter(({ path }) => isCheckpoint(path))).toHaveLength(1);
    const bytes = site.sent.reduce((sum, file) => sum + (isCheckpoint(file.path) ? 0 : file.gzipBytes), 0);
    expect(bytes, site.sent.map((file) => `${file.gzipBytes} ${file.path}`).join('\n')).toBeLessThan(LIMIT_BYTES);
  } finally {
    await browser.close();
    await site.close();
  }
});
