import type { FrameStore } from '../stores/frame-store.ts';
import type { ScenarioCard } from '../stores/scenario-card.ts';
import { EMPTY_LOG_QUERY, type UiStore } from '../stores/ui-store.ts';
import type { Mounted } from '../view/context.ts';
import { mountPlay } from '../view/play/play-screen.ts';
import { mountTerminal } from '../view/terminal/mount-terminal.ts';
import type { EngineClient } from './engine-client.ts';
import { createShellClient } from './shell-client.ts';
import { createWriteUpClient } from './write-up-client.ts';

export interface OpenPlayOptions {
  readonly engine: EngineClient;
  readonly frames: FrameStore;
  readonly ui: UiStore;
  readonly scenario: ScenarioCard;
  readonly base: string;
  readonly leave: () => void;
  readonly exportRecording: () => void;
}

/** The play screen with its workers: shell and write-up, each killed when the screen is left. */
export function openPlay(host: HTMLElement, options: OpenPlayOptions): Mounted {
  const { engine, frames, ui, scenario, base } = options;
  const shell = createShellClient({
    spawn: () => new Worker(new URL('./shell-worker.ts', import.meta.url), { type: 'module' }),
    openEnginePort: () => engine.shellPort(),
  });
  const writeUp = createWriteUpClient(scenario.id, base, engine, () => new Worker(new URL('./write-up-worker.ts', import.meta.url), { type: 'module' }));
  // the shell's channel dies with the engine's worker: a new one opens with the next command
  const stopCrash = engine.port.onCrash(() => shell.dispose());
  ui.setState({ preset: 'on-call', selected: '', logs: EMPTY_LOG_QUERY, traceId: '', metricsExpr: '', runbook: '', sli: '', focus: 'pager' });
  const play = mountPlay(host, {
    port: engine.port,
    frames,
    ui,
    scenario,
    writeUp: writeUp.port,
    leave: options.leave,
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
