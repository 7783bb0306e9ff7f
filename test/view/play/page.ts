import { scenarioCardOf } from '../../../src/app/scenario-card.ts';
import { loadScenario } from '../../../src/scenario/load-scenario.ts';
import { createFrameStore } from '../../../src/stores/frame-store.ts';
import { createUiStore } from '../../../src/stores/ui-store.ts';
import { mountBriefing } from '../../../src/view/home/briefing.ts';
import { mountHome } from '../../../src/view/home/home-screen.ts';
import { mountPlay } from '../../../src/view/play/play-screen.ts';
import '../../../src/view/style.ts';
import { at, EPOCH, FRAME } from './fixture-frame.ts';
import { fixturePort } from './fixture-port.ts';

/** For looking at the play screen, home and briefing before an engine runs: `?screen=home&theme=light&select=playlist&preset=investigate`. */
const files = import.meta.glob('../../../scenarios/**/*.yaml', { query: '?raw', import: 'default', eager: true }) as Record<string, string>;
const loaded = loadScenario({ read: (path) => files[`../../../${path}`] ?? null }, 'scenarios/playlist-hangs.yaml');
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
const scenario = scenarioCardOf(loaded.scenario);
const asked = new URLSearchParams(location.search);
document.documentElement.dataset.theme = asked.get('theme') ?? 'dark';
const port = fixturePort();
const frames = createFrameStore({ frame: FRAME });
const ui = createUiStore({
  theme: 'dark',
  selected: asked.get('select') ?? '',
  preset: (asked.get('preset') as 'investigate' | null) ?? 'on-call',
  range: { kind: 'last', spanUs: 1500e6 },
});
const host = document.getElementById('app')!;
const ribbon = await port.ribbon('', 0, FRAME.tUs, 15e6);
const saved = {
  scenarioId: scenario.id,
  seed: 417,
  savedAtMs: Date.now() - 86_400_000,
  atUnixMs: EPOCH.startUnixMs + FRAME.tUs / 1000,
  elapsedUs: at(14.1) - at(0),
  severity: 'SEV-2' as const,
  resolved: false,
  openHypotheses: 2,
  hurts: { noun: 'playlist opens', kind: 'availability' as const, badRatio: 0.186, objective: 0.999, breached: true },
  startUnixMs: EPOCH.startUnixMs,
  ribbon,
  changes: FRAME.changes.map((change, index) => ({ atUs: change.atUs, letter: 'ABCDEFGH'[index] })),
};
const screen = asked.get('screen');
if (screen === 'home')
  mountHome(host, {
    ui,
    scenarios: [scenario],
    broken: [],
    saved: asked.has('fresh') ? [] : [saved],
    best: [{ scenarioId: scenario.id, total: 70, ribbon, objective: 0.999 }],
    storageNote: '',
    start: () => undefined,
    resume: () => undefined,
    importRecording: async () => 'recording.json is damaged: commands[3].atUs: expected a number, found text',
  });
else if (screen === 'briefing') mountBriefing(host, { scenario, seed: 417, frames, take: () => undefined, back: () => undefined });
else {
  mountPlay(host, {
    port,
    frames,
    ui,
    scenario,
    leave: () => undefined,
    restart: () => undefined,
    playFrom: () => undefined,
    exportRecording: () => undefined,
    writeUp: {
      components: async () => [],
      template: async () => '',
      read: async () => [],
      remarks: async () => [],
      grade: async () => ({ postmortem: null, response: null, story: null, forks: [] }),
    },
    mountTerminal: (terminal) => {
      terminal.textContent = 'terminal';
      return {
        destroy: () => undefined,
        write: (line) => {
          terminal.textContent = line;
        },
      };
    },
  });
}
