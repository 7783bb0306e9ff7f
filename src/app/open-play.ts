import type { FrameStore } from '../stores/frame-store.ts';
import type { ScenarioCard } from '../stores/scenario-card.ts';
import { EMPTY_LOG_QUERY, type UiStore } from '../stores/ui-store.ts';
import type { Mounted } from '../view/context.ts';
import { mountPlay } from '../view/play/play-screen.ts';
import { mountTerminal } from '../view/terminal/mount-terminal.ts';
import type { EngineClient } from './engine-client.ts';
import { createShellClient } from './shell-client.ts';
import { createWriteUpClient } from './write-up-client.ts';

const SHELL_WAIT_MS = 4_000;

export interface OpenPlayOptions {
  readonly engine: EngineClient;
  readonly frames: FrameStore;
  readonly ui: UiStore;
  readonly scenario: ScenarioCard;
  readonly base: string;
  readonly leave: () => void;
  readonly restart: () => void;
  readonly playFrom: (atUs: number) => void;
  readonly exportRecording: () => void;
}

/** The play screen with its workers: shell and write-up, each killed when the screen is left. */
export function openPlay(host: HTMLElement, options: OpenPlayOptions): Mounted {
  const { engine, frames, ui, scenario, base } = options;
  const shell = createShellClient({
    spawn: () => new Worker(new URL('./shell-worker.ts', import.meta.url), { type: 'module' }),
    openEnginePort: () => engine.shellPort(),
    whenIdle: pageIdle,
  });
  const writeUp = createWriteUpClient(scenario.id, base, engine, () => new Worker(new URL('./write-up-worker.ts', import.meta.url), { type: 'module' }));
  // the shell's channel dies with the engine's worker: a new one opens with the next command
  const stopCrash = engine.port.onCrash(() => shell.reset());
  ui.setState({ preset: 'on-call', selected: '', logs: EMPTY_LOG_QUERY, traceId: '', metricsExpr: '', runbook: '', sli: '', focus: 'pager' });
  const play = mountPlay(host, {
    port: engine.port,
    frames,
    ui,
    scenario,
    writeUp: writeUp.port,
    leave: options.leave,
    restart: options.restart,
    playFrom: options.playFrom,
    exportRecording: options.exportRecording,
    mountTerminal: (panel, context) =>
      mountTerminal(panel, shell, {
        openTrace: (traceId) => context.navigate({ kind: 'trace', traceId }),
        pin: (command, output) => void context.pin({ kind: 'output', title: command, command, text: output, atUs: frames.getState().frame?.tUs ?? 0 }),
      }),
  });
  return {
    destroy: () => {
      stopCrash();
      play.destroy();
      shell.dispose();
      writeUp.dispose();
    },
  };
}

/** After the first seconds of play, at a moment when the page is idle. Safari has no requestIdleCallback. */
function pageIdle(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => {
      if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: SHELL_WAIT_MS });
      else resolve();
    }, SHELL_WAIT_MS);
  });
}
