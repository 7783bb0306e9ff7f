import { html, nothing, type TemplateResult } from 'lit-html';
import { keyHint, toolButton } from '../components/button.ts';
import { icon } from '../components/icon.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { live, watch } from '../live.ts';
import { PRESETS } from './commands.ts';

export interface StatusBarActions {
  openPalette(): void;
  openHelp(): void;
  exportRecording(): void;
}

/** Presets at the left; storage, speed reached, sound and help at the right. */
export function mountStatusBar(host: HTMLElement, context: ViewContext, actions: StatusBarActions): Mounted {
  const { ui, frames } = context;
  const template = (): TemplateResult => {
    const { preset, muted, theme } = ui.getState();
    const { frame, notice } = frames.getState();
    const slow = frame?.playing && frame.achievedSpeed > 0 && frame.achievedSpeed < frame.speed * 0.85;
    return html`<nav class="presets" aria-label="Layouts">${PRESETS.map(
      (
        entry,
      ) => html`<button type="button" class="preset" aria-current=${entry.preset === preset || (preset === 'debrief' && entry.preset === 'write-up') ? 'page' : nothing} aria-keyshortcuts=${entry.key}
        @click=${() => context.navigate({ kind: 'preset', preset: entry.preset })}>${keyHint(entry.key)}${entry.title}</button>`,
    )}</nav>
      <span class="status-notice" role="status">${notice}</span>
      <span class="push row gap-3">${slow ? html`<span title="This machine runs the simulation slower than asked">${frame.achievedSpeed.toFixed(1)}× reached</span>` : nothing}
        ${frame && !frame.playing ? html`<span>Paused</span>` : nothing}
        <button type="button" class="status-button" aria-keyshortcuts="Control+K" @click=${actions.openPalette}>${keyHint('Ctrl K')}anything</button><button type="button" class="status-button" aria-keyshortcuts="?" @click=${actions.openHelp}>${keyHint('?')}keys</button>
        <button type="button" class="status-button" @click=${actions.exportRecording}>${icon('download')}Export recording</button>
        ${toolButton(`Theme ${theme}, change`, 'half', () => ui.setState({ theme: theme === 'dark' ? 'light' : theme === 'light' ? 'system' : 'dark' }))}
        ${toolButton(muted ? 'Sound off, turn on' : 'Sound on, turn off', muted ? 'muted' : 'sound', () => ui.setState({ muted: !muted }), !muted)}</span>`;
  };
  return live(host, template, [
    watch(
      ui,
      (state) => state.preset,
      (state) => state.muted,
      (state) => state.theme,
    ),
    watch(
      frames,
      (state) => state.notice,
      (state) => state.frame?.playing,
      (state) => Math.round((state.frame?.achievedSpeed ?? 0) * 10),
    ),
  ]);
}
