import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rerun } from '../../src/cli/headless/rerun.ts';
import type { Recording } from '../../src/contract/recording.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import type { ScenarioModel } from '../../src/scenario/model/scenario.ts';
import { createSession } from '../../src/session/session.ts';
import { ROOT } from '../../scripts/setup/install.mjs';
import { PLAYED, playedSession } from './digest-page/played-session.ts';
import { openChromium, type Site, serve, withFirefox } from './harness.ts';

/** Invariant 5: the same session gives the same digest, every simulated minute, in Node, Chromium and Firefox; a browser's recording replays in Node. */
const BUILT = join(ROOT, '.cache/digest-page');
const FILES = { read: (path: string) => readFileSync(join(ROOT, path), 'utf8') };

let site: Site;
beforeAll(async () => {
  await build({
    root: join(import.meta.dirname, 'digest-page'),
    configFile: false,
    logLevel: 'error',
    base: './',
    worker: { format: 'es' },
    build: { outDir: BUILT, emptyOutDir: true, target: 'es2023' },
  });
  site = await serve(BUILT);
});
afterAll(() => site.close());

describe.each(Object.keys(PLAYED))('one run of %s in three JavaScript engines', (id) => {
  let inNode: Recording;
  beforeAll(() => {
    inNode = playedSession(FILES, id).recording();
  });

  it('has a digest for every minute of warm-up and play', () => {
    const minutes = inNode.digests.map(({ atUs }) => atUs / 60_000_000);
    expect(minutes).toEqual(minutes.map((_, i) => i + (minutes[0] ?? 0)));
    expect(inNode.digests.length).toBeGreaterThanOrEqual(30);
    expect(new Set(inNode.digests.map(({ digest }) => digest)).size).toBe(inNode.digests.length);
    expect(inNode.commands.filter(({ refused }) => refused !== undefined).map(({ command }) => command.kind)).toEqual(
      id === 'playlist-hangs' ? ['acknowledge'] : [],
    );
  });

  it('Chromium agrees, and its recording replays in Node', async () => {
    const browser = await openChromium();
    try {
      const page = await browser.newPage();
      const posted = site.posted('/recording');
      await page.goto(`${site.url}#${id}`);
      const recording = (await posted) as Recording;
      expect(recording.digests).toEqual(inNode.digests);
      expect(rerun(createSession(load(recording.scenario), recording.seed), recording)).toEqual({ compared: inNode.digests.length, difference: null });
    } finally {
      await browser.close();
    }
  });

  it('Firefox agrees', async () => {
    const recording = (await withFirefox(`${site.url}#${id}`, site.posted('/recording'), 480_000)) as Recording;
    expect(recording.digests).toEqual(inNode.digests);
  });

  it('a changed command is found at the next digest', () => {
    const altered = {
      ...inNode,
      commands: inNode.commands.map((entry) => (entry.command.kind === 'scale' ? { ...entry, command: { ...entry.command, replicas: 6 } } : entry)),
    };
    const { difference } = rerun(createSession(load(inNode.scenario), inNode.seed), altered);
    const scaled = inNode.commands.find((entry) => entry.command.kind === 'scale' && entry.actor === 'player');
    const next = inNode.digests.find(({ atUs }) => atUs > (scaled?.atUs ?? 0));
    expect(difference?.atUs).toBe(next?.atUs);
  });
});

function load(id: string): ScenarioModel {
  const loaded = loadScenario(FILES, `scenarios/${id}.yaml`);
  if (!loaded.ok) throw new Error('the scenario does not load');
  return loaded.scenario;
}
