import { unixMsOf } from '../contract/time.ts';
import { recordingUntil } from '../session/recording-until.ts';
import { createFrameStore } from '../stores/frame-store.ts';
import type { ScenarioCard } from '../stores/scenario-card.ts';
import type { Mounted } from '../view/context.ts';
import { clockTime } from '../view/format.ts';
import { mountBriefing } from '../view/home/briefing.ts';
import { mountHome } from '../view/home/home-screen.ts';
import '../view/style.ts';
import { createEngineClient } from './engine-client.ts';
import type { HomeData, OpenRequest } from './engine-protocol.ts';
import { rememberedUi } from './preferences.ts';

/** Composition root of the page: one engine client, two stores, one screen at a time. */
const found = document.getElementById('app');
if (!found) throw new Error('the page has no #app');
const host: HTMLElement = found;
const base = new URL('.', document.baseURI).href;
const ui = rememberedUi();
const frames = createFrameStore();
let screen: Mounted | null = null;
let home: HomeData | null = null;
/** Counts openings, so that an answer that comes late does not change a screen that was left. */
let turn = 0;

const engine = createEngineClient({
  spawn: () => new Worker(new URL('./engine-worker.ts', import.meta.url), { type: 'module', name: base }),
  onFrame: (frame) => frames.setState({ frame }),
  onProgress: (progress) => frames.setState({ progress }),
  onNotice: (notice) => frames.setState({ notice }),
  onCrash: (crash) => frames.setState({ crash }),
});

/** Each screen gets an element of its own: lit keeps its place in the element it rendered into. */
function show(next: (place: HTMLElement) => Mounted): void {
  screen?.destroy();
  screen = null;
  const place = document.createElement('div');
  host.replaceChildren(place);
  screen = next(place);
}

async function goHome(): Promise<void> {
  turn += 1;
  await engine.close().catch(() => undefined);
  const data = await (await engine.service()).catalogue();
  home = data;
  frames.setState({ frame: null, progress: null, crash: null });
  document.title = 'Brownout';
  show((place) =>
    mountHome(place, {
      ui,
      scenarios: data.scenarios,
      broken: data.broken,
      saved: data.saved,
      best: data.best,
      storageNote: data.storageNote,
      start: (scenarioId, seed) => brief({ scenarioId, seed, from: 'start' }),
      resume: (scenarioId) => void resume(scenarioId),
      importRecording,
    }),
  );
}

const cardOf = (scenarioId: string): ScenarioCard | undefined => home?.scenarios.find((card) => card.id === scenarioId);

/** Briefing first; the fleet warms up behind it. */
function brief(request: OpenRequest): void {
  const scenario = cardOf(request.scenarioId);
  if (!scenario) return;
  const mine = ++turn;
  frames.setState({ frame: null, crash: null, notice: '', progress: { stage: 'loading', ratio: 0, note: 'Loading the scenario' } });
  show((place) =>
    mountBriefing(place, { scenario, seed: request.seed, frames, take: () => void play(scenario, request.seed, true), back: () => void goHome() }),
  );
  engine.open(request).catch((thrown: unknown) => {
    if (mine === turn) frames.setState({ crash: thrown instanceof Error ? thrown.message : String(thrown) });
  });
}

async function play(scenario: ScenarioCard, seed: number, start: boolean): Promise<void> {
  const mine = turn;
  const { openPlay } = await import('./open-play.ts');
  if (mine !== turn) return;
  document.title = `${scenario.title} · Brownout`;
  show((place) =>
    openPlay(place, {
      engine,
      frames,
      ui,
      scenario,
      base,
      leave: () => void goHome(),
      restart: () => brief({ scenarioId: scenario.id, seed, from: 'start' }),
      playFrom: (atUs) => void playFrom(scenario, atUs),
      exportRecording: () => void exportRecording(scenario.id),
    }),
  );
  if (start) await engine.port.play();
}

/** Opens a play that was left, paused where it stood. */
async function resume(scenarioId: string): Promise<void> {
  const scenario = cardOf(scenarioId);
  const saved = home?.saved.find((play) => play.scenarioId === scenarioId);
  if (!scenario || !saved) return;
  await goOn(scenario, { scenarioId, seed: saved.seed, from: 'saved' });
}

async function goOn(scenario: ScenarioCard, request: OpenRequest): Promise<void> {
  turn += 1;
  frames.setState({ frame: null, crash: null, notice: '', progress: { stage: 'loading', ratio: 0, note: 'Loading the scenario' } });
  await play(scenario, request.seed, false);
  try {
    const opened = await engine.open(request);
    if (opened.differsAtUs !== null) {
      frames.setState({
        notice: `Replay differs from the recording at ${clockTime(unixMsOf(opened.epoch, opened.differsAtUs))}: it was made by another version of the simulation.`,
      });
    }
  } catch (thrown) {
    frames.setState({ crash: thrown instanceof Error ? thrown.message : String(thrown), progress: null });
  }
}

/** The play that is open, once more from just before an instant. */
async function playFrom(scenario: ScenarioCard, atUs: number): Promise<void> {
  const recording = await engine.recording();
  if (recording) await goOn(scenario, { scenarioId: scenario.id, seed: recording.seed, from: recordingUntil(recording, atUs) });
}

/** @returns what is wrong with the file, '' when it opens */
async function importRecording(file: File): Promise<string> {
  const read = await (await engine.service()).readRecording(await file.text(), file.name);
  if (!read.ok) return read.problem;
  const scenario = cardOf(read.recording.scenario);
  if (!scenario) return `${file.name} was made with the scenario "${read.recording.scenario}", which this version does not have.`;
  void goOn(scenario, { scenarioId: scenario.id, seed: read.recording.seed, from: read.recording });
  return '';
}

async function exportRecording(scenarioId: string): Promise<void> {
  const recording = await engine.recording();
  if (!recording) {
    frames.setState({ notice: 'There is nothing to export yet.' });
    return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([JSON.stringify(recording, null, 1)], { type: 'application/json' }));
  link.download = `${scenarioId}-${recording.seed}.recording.json`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

// keep what was done when the page goes to the background, which on a phone is the last thing it hears
document.addEventListener('visibilitychange', () => {
  if (document.visibilityState === 'hidden') void engine.service().then((service) => service.save());
});

void goHome();
