import type { Locator, Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { openChromium, serve } from './harness.ts';
import { minutesIn, playUntil, scoreParts, section, typed, until } from './player.ts';

/** The incident again, with no mouse: Tab, the number keys, the palette and what they lead to. */
const TABS_MAX = 80;
const ROOT_CAUSE =
  'Release v2.41 of playlist does not close its transaction when the call to catalog times out. Each one left a session idle in transaction and kept its connection until the Hikari pools were exhausted.';

it('an incident can be played by keyboard alone', { timeout: 300_000 }, async () => {
  const site = await serve();
  const browser = await openChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(30_000);
    await page.addInitScript(() => {
      addEventListener('pointerdown', () => document.documentElement.setAttribute('data-pointer-used', ''), true);
    });
    const press = (key: string): Promise<void> => page.keyboard.press(key);
    await page.goto(site.url);
    await tabTo(page, page.getByRole('button', { name: 'Start', exact: true }));
    await press('Enter');
    await focused(page.getByRole('button', { name: 'Take the page' }));
    await press('Enter');
    await minutesIn(page);

    await doAnything(page, 'Speed 5');
    const pager = page.getByRole('region', { name: 'Pager', exact: true });
    const acknowledge = pager.getByRole('button', { name: /^Acknowledge / });
    await acknowledge.first().waitFor();
    await until(async () => {
      await press('a');
      return (await acknowledge.count()) === 0;
    }, 'every page is acknowledged');
    await pager.getByText('you, after').first().waitFor();
    await doAnything(page, 'Speed 1×');

    await tabTo(page, page.getByRole('button', { name: 'Declare severity' }), 'Shift+Tab');
    await press('Enter');
    await focused(page.getByRole('menuitemradio').first());
    await press('2');
    await focused(page.getByRole('menuitemradio', { name: /^SEV-2/ }));
    await press('Enter');
    await page.getByRole('button', { name: 'Severity SEV-2, change' }).waitFor();

    await press('4');
    await focused(page.getByRole('textbox', { name: 'Terminal 1 input' }));
    expect(await typed(page, 'kubectl rollout history deployment/playlist')).toMatch(/REVISION +CHANGE-CAUSE/);
    expect(await typed(page, `psql -c "select state, count(*) from pg_stat_activity where datname = 'playlists' group by 1"`)).toContain('idle in transaction');
    await press('Escape');
    await press('Escape');
    await press('6');
    await focused(page.getByRole('textbox', { name: 'New hypothesis' }));
    await page.keyboard.type('the new playlist release keeps transactions open');
    await press('Enter');
    await page.getByRole('list', { name: 'Hypotheses' }).getByText('the new playlist release').first().waitFor();

    await doAnything(page, 'Terminal');
    await focused(page.getByRole('textbox', { name: 'Terminal 1 input' }));
    expect(await typed(page, 'kubectl rollout undo deployment/playlist')).toContain('rolled back');
    // Ctrl K is the shell's own while it has the keyboard
    await press('Escape');
    await press('Escape');
    await doAnything(page, 'Status page');
    await focused(page.getByRole('textbox', { name: 'Status update' }));
    await page.keyboard.type('Playlists do not open. The last release is being rolled back. Next update in 15 minutes.');
    await press('Control+Enter');
    await page.getByText('Playlists do not open. The last release').first().waitFor();

    const undone = await minutesIn(page);
    await doAnything(page, 'Speed 30');
    await playUntil(page, undone + 8.5);
    await doAnything(page, 'Pause');
    for (const name of ['Mark mitigated', 'Mark resolved']) {
      const mark = page.getByRole('button', { name });
      await doAnything(page, 'Status page');
      await tabTo(page, mark, 'Shift+Tab');
      await press('Enter');
      await mark.waitFor({ state: 'hidden' });
    }

    await press('F4');
    await section(page, 'Root cause').waitFor();
    await tabTo(page, section(page, 'Root cause'));
    await page.keyboard.type(ROOT_CAUSE);
    const confirm = page.getByRole('region', { name: 'Postmortem', exact: true }).getByRole('button', { name: /^Confirm: / });
    await confirm.first().waitFor();
    await tabTo(page, confirm.first());
    await until(async () => {
      // the focus goes from one to the next by itself
      if ((await confirm.count()) > 0) await press('Enter');
      return (await confirm.count()) === 0;
    }, 'every claim is confirmed');
    await press('Control+Enter');
    await page.getByRole('heading', { name: 'Debrief' }).waitFor();
    const score = page.getByRole('group', { name: 'Postmortem, part by part' });
    await score.getByRole('heading', { level: 3 }).first().waitFor();
    const cause = (await scoreParts(page, 'Postmortem, part by part')).get('Trigger and contributing factors');
    expect(cause?.points, JSON.stringify(cause)).toBeGreaterThan(6);
    expect(await page.evaluate(() => document.documentElement.hasAttribute('data-pointer-used'))).toBe(false);
  } finally {
    await browser.close();
    await site.close();
  }
});

async function isFocused(target: Locator): Promise<boolean> {
  return (await target.count()) > 0 && target.first().evaluate((element) => element === document.activeElement);
}

async function focused(target: Locator): Promise<void> {
  await until(() => isFocused(target), `${target} has the keyboard`);
}

/** Tab by Tab, as a person without a mouse gets there. */
async function tabTo(page: Page, target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await target.first().waitFor();
  for (let presses = 0; presses < TABS_MAX; presses++) {
    if (await isFocused(target)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${target} is not reached by ${TABS_MAX} × ${key}`);
}

/** Ctrl K, the words, Enter. */
async function doAnything(page: Page, words: string): Promise<void> {
  await page.keyboard.press('Control+k');
  await focused(page.getByRole('combobox', { name: 'What to do' }));
  await page.keyboard.type(words);
  await page.getByRole('dialog').getByRole('option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
}
