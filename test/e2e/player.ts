import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Site } from './harness.ts';

/** How long anything a person waits for may take on a busy machine. */
export const PATIENCE_MS = 30_000;

/** Home to play, through the briefing. `seed` is typed when given. */
export async function takeThePage(page: Page, site: Site, seed?: number): Promise<void> {
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(site.url);
  if (seed !== undefined) await page.getByRole('textbox', { name: 'Seed' }).fill(String(seed));
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('button', { name: 'Take the page' }).click();
  await minutesIn(page);
}

/** Home to play, for the incident of that title. @param take words of the button: whether a page or a shift begins it */
export async function begin(page: Page, site: Site, title: string, take: 'Take the page' | 'Take the shift'): Promise<void> {
  await page.goto(site.url);
  await page.getByRole('button', { name: title }).click();
  await page.getByRole('button', { name: 'Start', exact: true }).click();
  await page.getByRole('button', { name: take }).click();
  expect(await minutesIn(page)).toBeLessThan(1);
}

/** Simulated seconds since play began, as the clock shows them. */
export async function minutesIn(page: Page): Promise<number> {
  const text = await page
    .getByText(/^T\+\d+:\d\d/)
    .first()
    .innerText();
  const [, minutes, seconds] = /T\+(\d+):(\d\d)/.exec(text) ?? [];
  return Number(minutes) + Number(seconds) / 60;
}

export async function setSpeed(page: Page, times: 1 | 2 | 5 | 10 | 30): Promise<void> {
  await page
    .getByRole('group', { name: 'Speed' })
    .getByRole('button', { name: `${times} times`, exact: true })
    .click();
}

export async function pause(page: Page): Promise<void> {
  await page.getByRole('group', { name: 'Speed' }).getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('group', { name: 'Speed' }).getByRole('button', { name: 'Play' }).waitFor();
}

/** Lets the play run until the clock shows at least so many minutes. */
export async function playUntil(page: Page, minutes: number): Promise<void> {
  await until(async () => (await minutesIn(page)) >= minutes, `T+${minutes.toFixed(1)}`, 4 * PATIENCE_MS);
}

/** Asks again until it is so; for what no single element says. */
export async function until(holds: () => Promise<boolean>, what: string, patienceMs = PATIENCE_MS): Promise<void> {
  await expect.poll(holds, { message: what, timeout: patienceMs, interval: 100 }).toBe(true);
}

/** The panel of that title, brought to the front of its group if need be. */
export async function panel(page: Page, title: string): Promise<Locator> {
  const tab = page.getByRole('tab', { name: new RegExp(`^${title}\\b`) }).first();
  await tab.click();
  return page.getByRole('region', { name: title, exact: true });
}

/** Types a line in the first terminal and waits for its end. @returns what it printed */
export async function terminal(page: Page, line: string): Promise<string> {
  const shell = await panel(page, 'Terminal');
  await shell.getByRole('textbox', { name: 'Terminal 1 input' }).focus();
  return typed(page, line);
}

/** The same for a terminal that already has the keyboard. */
export async function typed(page: Page, line: string): Promise<string> {
  const log = page.getByRole('log', { name: 'Terminal 1 transcript' });
  const before = (await log.textContent())?.length ?? 0;
  await page.keyboard.type(line);
  await page.keyboard.press('Enter');
  const since = async (): Promise<string> => ((await log.textContent()) ?? '').slice(before);
  await until(async () => (await since()).includes(line), `${line} is taken`);
  await page.getByText('Ctrl-C ends it').waitFor({ state: 'hidden' });
  const said = await since();
  return said.slice(said.indexOf(line) + line.length);
}

/** The section of the postmortem with that heading, for typing. */
export function section(page: Page, heading: string): Locator {
  return page.getByRole('region', { name: 'Postmortem', exact: true }).getByRole('textbox', { name: heading, exact: true });
}

/** Clicks each button whose name begins so, until none is left. @returns their names without that beginning */
export async function clickEach(within: Locator, beginning: string): Promise<string[]> {
  const waiting = within.getByRole('button', { name: new RegExp(`^${beginning}`) });
  const names: string[] = [];
  while ((await waiting.count()) > 0) {
    const name = (await waiting.first().getAttribute('aria-label')) ?? '';
    const button = within.getByRole('button', { name, exact: true }).first();
    await button.click();
    await button.waitFor({ state: 'hidden' });
    names.push(name.slice(beginning.length));
  }
  return names;
}

/** Points and reasons of each part of a score panel of the debrief, by its title. */
export async function scoreParts(page: Page, name: string): Promise<Map<string, { points: number; outOf: number; reasons: string[] }>> {
  const parts = new Map<string, { points: number; outOf: number; reasons: string[] }>();
  const list = page.getByRole('group', { name, exact: true });
  for (const part of await list
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { level: 3 }) })
    .all()) {
    const heading = await part.getByRole('heading', { level: 3 }).innerText();
    const [, title, points, outOf] = /^(.*?)\s*([\d.]+)\s*\/\s*([\d.]+)$/s.exec(heading.trim()) ?? [];
    const reasons = await part.getByRole('listitem').allInnerTexts();
    parts.set((title ?? heading).trim(), { points: Number(points), outOf: Number(outOf), reasons });
  }
  return parts;
}
