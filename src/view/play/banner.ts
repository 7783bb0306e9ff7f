import { html, nothing, render } from 'lit-html';
import type { FrameState } from '../../stores/frame-store.ts';
import { errorState, progressBar } from '../components/states.ts';

const STAGES: Readonly<Record<string, string>> = {
  loading: 'Loading the scenario',
  'warming-up': 'Warming the fleet up',
  replaying: 'Replaying what happened so far',
  comparing: 'Comparing',
  grading: 'Grading',
};

/** What stands over the panels: a crash and what is being done about it, or how far warm-up and replay have come. */
export function drawBanner(host: HTMLElement, state: FrameState, exportRecording: () => void): void {
  const { crash, progress } = state;
  host.hidden = crash === null && progress === null;
  host.classList.toggle('covers', state.frame === null);
  render(
    html`${crash === null ? nothing : errorState('The engine stopped. Your play so far is kept; it restarts from the last checkpoint.', crash)}
    ${crash === null ? nothing : html`<button type="button" class="button" @click=${exportRecording}>Export recording</button>`}
    ${progress === null ? nothing : html`<div class="banner-progress">${progressBar(progress.note || STAGES[progress.stage], progress.ratio)}</div>`}`,
    host,
  );
}
