import { html, type TemplateResult } from 'lit-html';
import { unixMsOf } from '../../contract/time.ts';
import { button, toolButton } from '../components/button.ts';
import { icon, mark } from '../components/icon.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { clockTime, sincePlay } from '../format.ts';
import { phasesStrip } from '../incident/phases-strip.ts';
import { mountSeverityControl } from '../incident/severity-control.ts';
import { live, watch } from '../live.ts';

export const SPEEDS = [1, 2, 5, 10, 30] as const;

/** Mark, title, severity, clock, speed, phases. */
export function mountTopBar(host: HTMLElement, context: ViewContext): Mounted {
  const { scenario, port, frames } = context;
  const severityHost = document.createElement('div');
  severityHost.className = 'severity-slot';

  const speeds = (playing: boolean, speed: number): TemplateResult => html`<div class="segmented" role="group" aria-label="Speed">
    <button type="button" aria-pressed=${String(!playing)} aria-label=${playing ? 'Pause' : 'Play'} aria-keyshortcuts="Space" @click=${() => void (playing ? port.pause() : port.play())}>${icon(playing ? 'pause' : 'play', playing ? '' : 'solid')}</button>
    ${SPEEDS.map(
      (value) => html`<button type="button" aria-pressed=${String(playing && speed === value)} aria-label=${`${value} times`}
      @click=${() => void port.setSpeed(value).then(() => port.play())}>${value}×</button>`,
    )}</div>`;

  /** On a phone one button stands for all speeds: play, then ever faster, then pause. */
  async function cycle(playing: boolean, speed: number): Promise<void> {
    const next = SPEEDS.find((value) => value > speed);
    if (playing && next === undefined) return port.pause();
    await port.setSpeed(playing && next !== undefined ? next : 1);
    return port.play();
  }

  const template = (): TemplateResult => {
    const frame = frames.getState().frame;
    const playing = frame?.playing ?? false;
    return html`<button type="button" class="home-button" aria-label="Home" title="Home" @click=${() => context.navigate({ kind: 'home' })}>${mark(24)}</button>
      <div class="top-title"><h1 class="ellipsis">${scenario.title}</h1><div class="meta ink-3 ellipsis">${scenario.incidentId} · ${scenario.company} · practice mode</div></div>
      ${severityHost}<i class="rule"></i>
      <div class="clock-block ${playing || !frame ? '' : 'paused'}"><span class="clock mono">${frame ? clockTime(unixMsOf(port.epoch, frame.tUs)) : '--:--:--'}</span>
        <div class="clock-side">UTC<br><span class="mono ink-2">${frame ? sincePlay(frame.tUs - port.epoch.playStartUs) : ''}</span></div></div>
      ${speeds(playing, frame?.speed ?? 1)}
      <div class="speed-cycle">${button({ label: playing ? `${frame?.speed ?? 1}×` : 'Paused', name: playing ? `${frame?.speed ?? 1}×, faster` : 'Paused, play', onClick: () => void cycle(playing, frame?.speed ?? 1) })}</div>
      ${frame && !playing ? toolButton('Step one scrape interval', 'step', () => void port.step()) : ''}
      <i class="rule"></i>
      ${frame ? phasesStrip(frame.incident, port.epoch, frame.tUs) : ''}
      <div class="top-role"><span class="strong">Operations</span><span class="ink-3">you</span></div>`;
  };
  const view = live(host, template, [watch(frames, (state) => state.frame)]);
  const severity = mountSeverityControl(severityHost, context);
  return {
    destroy: () => {
      severity.destroy();
      view.destroy();
    },
  };
}
