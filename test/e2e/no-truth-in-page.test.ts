import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import { ROOT } from '../../scripts/setup/install.mjs';
import { phrasesIn, truthPhrases } from '../architecture/truth-phrases.ts';
import { openChromium, serve } from './harness.ts';
import { panel, pause, section, setSpeed, takeThePage, terminal, until } from './player.ts';

/** Invariant 8 in the browser: until the postmortem is handed in, neither the page nor anything a worker tells it holds the truth section's words. */
function phrases(): string[] {
  const loaded = loadScenario({ read: (path) => readFileSync(join(ROOT, path), 'utf8') }, 'scenarios/playlist-hangs.yaml');
  if (!loaded.ok) throw new Error('the scenario does not load');
  return truthPhrases(loaded.scenario);
}

it('the truth is in neither DOM nor messages before the debrief', { timeout: 300_000 }, async () => {
  const truth = phrases();
  const leaks = new Set<string>();
  const heard = { messages: 0, characters: 0, kinds: new Set<string>() };
  const site = await serve();
  const browser = await openChromium();
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, serviceWorkers: 'block' });
    const listen = (where: string, text: string): void => {
      heard.messages += 1;
      heard.characters += text.length;
      heard.kinds.add(where);
      for (const phrase of phrasesIn(text, truth)) leaks.add(`${where}: ${phrase}`);
    };
    await page.exposeFunction('reportMessage', listen);
    // Everything the page's stores can hold comes through a worker's messages; these are what they are made of.
    await page.addInitScript(() => {
      const text = (data: unknown): string =>
        JSON.stringify(data, (_, value: unknown) =>
          value instanceof Map || value instanceof Set ? [...value] : ArrayBuffer.isView(value) ? undefined : value,
        ) ?? '';
      const report = (window as unknown as { reportMessage: (where: string, text: string) => void }).reportMessage;
      const Original = window.Worker;
      window.Worker = class extends Original {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(url, options);
          const name = String(url).replace(/^.*\/|-[\w-]{8}\.js.*$/g, '');
          this.addEventListener('message', (event: MessageEvent) => report(`messages of ${name}`, text(event.data)));
        }
      };
    });
    const look = async (where: string): Promise<void> => {
      const html = await page.evaluate(() => document.documentElement.outerHTML + JSON.stringify({ ...localStorage }));
      for (const phrase of phrasesIn(html, truth)) leaks.add(`DOM, ${where}: ${phrase}`);
    };

    await takeThePage(page, site);
    await look('just begun');
    await setSpeed(page, 30);
    for (const title of ['Runbooks', 'Status page', 'Table', 'Changes', 'Logs', 'Traces']) {
      await panel(page, title);
      await page.getByRole('region', { name: title, exact: true }).waitFor();
      await look(title);
    }
    await page
      .getByRole('region', { name: 'Room', exact: true })
      .or(page.getByRole('region', { name: 'Status page' }))
      .first()
      .waitFor();
    await until(async () => heard.messages > 100, 'more than a hundred messages are heard while the play goes on');
    await pause(page);
    for (const line of [
      'help',
      'ls -R ~ | head -50',
      'kubectl describe deployment playlist',
      'kubectl get events',
      'kubectl logs deployment/playlist --tail=200',
      'flags list',
    ])
      await terminal(page, line);
    await look('terminal');
    await page.getByRole('button', { name: 'Investigate' }).click();
    await look('investigate');
    await page.getByRole('button', { name: 'Write-up' }).click();
    await section(page, 'Root cause').fill('We think that the last playlist release made requests wait for the database, but do not know how.');
    await until(async () => (await page.getByRole('status').filter({ hasText: 'Saved' }).count()) > 0, 'the text is saved');
    await page.getByRole('button', { name: 'Add claim' }).click();
    await look('write-up');

    expect([...leaks]).toEqual([]);
    expect([...heard.kinds].sort()).toEqual(['messages of engine-worker', 'messages of shell-worker', 'messages of write-up-worker']);

    // the same ears do hear it once it may be told
    await page.getByRole('button', { name: 'Hand in' }).click();
    await until(async () => leaks.size > 0, 'the debrief tells the truth');
  } finally {
    await browser.close();
    await site.close();
  }
});
