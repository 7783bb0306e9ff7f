import { expect, it } from 'vitest';
import { openChromium, serve } from './harness.ts';
import { playUntil, setSpeed, takeThePage, terminal } from './player.ts';

/** A host that serves files below some path is enough; and after the first visit, no host at all. */
it('works under a sub-path, and with the server gone after the first load', { timeout: 300_000 }, async () => {
  const site = await serve(undefined, '/games/brownout/');
  const browser = await openChromium();
  let open = true;
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    const missing: string[] = [];
    page.on('response', (response) => {
      if (response.status() >= 400) missing.push(`${response.status()} ${response.url()}`);
    });
    await takeThePage(page, site);
    await setSpeed(page, 30);
    await playUntil(page, 1);
    expect(missing.filter((line) => !line.includes('/checkpoints/'))).toEqual([]);
    // active only after everything it is told to keep is kept
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(() => navigator.serviceWorker.ready.then((registration) => registration.active?.state === 'activated'));

    await site.close();
    open = false;
    await takeThePage(page, site);
    await setSpeed(page, 10);
    await playUntil(page, 0.5);
    expect(await terminal(page, 'kubectl get pods | grep -c Running')).toMatch(/^\s*\d\d\b/);
    expect(await terminal(page, 'psql -c "select count(*) from pg_stat_activity"')).toMatch(/\(1 row\)/);
    await page.getByRole('button', { name: 'Write-up' }).click();
    await page.getByRole('region', { name: 'Postmortem', exact: true }).getByRole('textbox', { name: 'Root cause' }).waitFor();
  } finally {
    await browser.close();
    if (open) await site.close();
  }
});
