import { html, nothing, render, type TemplateResult } from 'lit-html';
import { unixMsOf } from '../../contract/time.ts';
import type { Debrief, StoryAction } from '../../contract/write-up-port.ts';
import { writeUpStoresOf } from '../../stores/write-up-stores.ts';
import { button } from '../components/button.ts';
import { icon } from '../components/icon.ts';
import { emptyState, errorState, loadingState, progressBar } from '../components/states.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { documentOf } from '../../stores/write-up.ts';
import { markdownPage } from '../components/markdown.ts';
import { clockMinute } from '../format.ts';
import { download } from './download.ts';
import { handIn } from './grading.ts';
import { reportMarkdown } from './report-markdown.ts';
import { scorePanel } from './score-panel.ts';
import { storyChart, storyList } from './story-chart.ts';
import { whatIf } from './what-if.ts';
import './debrief.css';

/** Below this the lanes have no room for their words; a phone scrolls the chart sideways. */
const STORY_MIN_WIDTH = 640;

/** The debrief: both scores with reasons, what happened, what if. Parts appear as they become known; forks take a while. */
export function mountDebrief(place: HTMLElement, context: ViewContext): Mounted {
  // an element of its own: the place is emptied by others, which lit does not bear
  const host = document.createElement('div');
  host.className = 'debrief';
  place.append(host);
  const stores = writeUpStoresOf(context.port);
  let width = { story: 796, whatIf: 560 };
  let notice = '';
  let againFromUs: number | null = null;

  const exportReport = (): void => {
    const { debrief, handedIn } = stores.debrief.getState();
    download(`${context.scenario.id}-debrief.md`, reportMarkdown(context.scenario.title, null, debrief, context.port.epoch, handedIn), 'text/markdown');
  };
  const exportRecording = async (): Promise<void> => {
    try {
      download(`${context.scenario.id}-recording.json`, `${JSON.stringify(await context.port.recording(), null, 1)}\n`, 'application/json');
      notice = '';
    } catch (error) {
      notice = `The recording could not be read: ${error instanceof Error ? error.message : String(error)}`;
    }
    draw();
  };
  const again = (): void => void handIn(stores.debrief, context.writeUp, documentOf(stores.writeUp.getState()));

  /** From the beginning, or from just before something that was done. */
  const playAgain = (actions: readonly StoryAction[]): TemplateResult => {
    const did = actions.filter(({ kind }) => kind === 'did');
    const start = (): void => context.navigate(againFromUs === null ? { kind: 'restart' } : { kind: 'play-from', atUs: againFromUs });
    const choose = (event: Event): void => {
      const { value } = event.target as HTMLSelectElement;
      againFromUs = value === '' ? null : Number(value);
    };
    const at = (us: number): string => clockMinute(unixMsOf(context.port.epoch, us));
    return html`${button({ label: 'Play again', size: 'medium', onClick: start })}${
      did.length === 0
        ? nothing
        : html`<select class="field again-from" aria-label="Play again from" @change=${choose}><option value="">from the beginning</option>${did.map((action) => html`<option value=${action.atUs}>from ${at(action.atUs)}, before ${action.label}</option>`)}</select>`
    }`;
  };

  const header = (): TemplateResult => html`<div class="debrief-head"><h2>Debrief</h2>
    <div class="debrief-actions">${notice ? html`<span role="status">${notice}</span>` : nothing}${button({ label: 'Export report', size: 'medium', icon: 'download', onClick: exportReport })}${button({ label: 'Export recording', size: 'medium', icon: 'download', onClick: () => void exportRecording() })}
      ${playAgain(stores.debrief.getState().debrief.story?.actions ?? [])}${button({ label: 'Back to the catalogue', look: 'primary', size: 'medium', onClick: () => context.navigate({ kind: 'home' }) })}</div></div>`;

  const progress = (): TemplateResult | typeof nothing => {
    const { state, progress: now, error } = stores.debrief.getState();
    if (state === 'failed')
      return html`<div class="debrief-progress">${errorState('The debrief could not be finished. What is shown so far holds; the run and the postmortem are not lost.', error, again)}</div>`;
    if (state === 'stopped')
      return html`<p class="debrief-progress row">${icon('ring')}Stopped before every run was compared. ${button({ label: 'Compare again', look: 'quiet', onClick: again })}</p>`;
    if (state !== 'grading') return nothing;
    return html`<div class="debrief-progress running" role="status">${progressBar(now?.note ?? 'Reading what was handed in', now?.ratio ?? 0)}${button({ label: 'Stop', onClick: () => stores.debrief.getState().stop() })}</div>`;
  };

  const middle = (debrief: Debrief, running: boolean): TemplateResult => {
    const you = debrief.forks.find((fork) => fork.id === 'you');
    return html`<section class="debrief-panel story-panel" aria-label="What happened"><div class="panel-head"><h2>What happened</h2><span class="panel-tools"><svg width="26" height="8" aria-hidden="true"><path class="seen-line" d="M3 4H23"/><circle class="seen-dot" cx="3.5" cy="4" r="3"/><circle class="looked-dot" cx="22.5" cy="4" r="3"/></svg>could be seen, was looked at</span></div>
      <div class="panel-body well" tabindex="0" role="group" aria-label="What happened, chart and words">${debrief.story === null ? (running ? loadingState('Telling what happened') : emptyState('What happened is told here.')) : html`${you ? storyChart(debrief.story, you, context.port.epoch, Math.max(STORY_MIN_WIDTH, width.story)) : nothing}<div class="story-text">${markdownPage(debrief.story.markdown)}</div>${storyList(debrief.story, context.port.epoch)}`}</div></section>
      <section class="debrief-panel what-if-panel" aria-label="What if"><div class="panel-head"><h2>What if</h2><span class="panel-tools">same seed, simulated again</span></div>
      <div class="panel-body" tabindex="0" role="group" aria-label="Runs compared">${debrief.forks.length === 0 ? (running ? loadingState('Running the same incident again') : emptyState('The same incident without anyone, and with a reference response.')) : whatIf(debrief.forks, context.port.epoch, width.whatIf)}</div></section>`;
  };

  const view = (): TemplateResult => {
    const { state, debrief } = stores.debrief.getState();
    const running = state === 'grading';
    if (state === 'idle')
      return html`${header()}<div class="debrief-main"><section class="debrief-panel idle" aria-label="Debrief">${emptyState('The debrief opens when the postmortem is handed in.')}<p class="idle-action">${button({ label: 'To the write-up', size: 'medium', onClick: () => context.navigate({ kind: 'preset', preset: 'write-up' }) })}</p></section></div>`;
    return html`${header()}${progress()}<div class="debrief-main">
      <section class="debrief-panel score-panel" aria-label="Response score"><div class="panel-head"><h2>Response</h2></div><div class="panel-body" tabindex="0" role="group" aria-label="Response, part by part">${scorePanel('how the incident was handled', debrief.response, '', running ? 'Needs the runs below to compare with' : 'Not graded')}</div></section>
      <div class="debrief-middle">${middle(debrief, running)}</div>
      <section class="debrief-panel score-panel" aria-label="Postmortem score"><div class="panel-head"><h2>Postmortem</h2></div><div class="panel-body" tabindex="0" role="group" aria-label="Postmortem, part by part">${scorePanel('what was written about it', debrief.postmortem, debrief.postmortem?.label ?? '', running ? 'Reading the postmortem' : 'Not graded')}</div></section></div>`;
  };

  let scheduled = 0;
  function draw(): void {
    scheduled = 0;
    render(view(), host);
    const story = host.querySelector<HTMLElement>('.story-panel')?.clientWidth || 796;
    const compare = (host.querySelector<HTMLElement>('.what-if-panel')?.clientWidth || 584) - 24;
    if (story !== width.story || compare !== width.whatIf) {
      width = { story, whatIf: compare };
      refresh();
    }
  }
  function refresh(): void {
    if (scheduled === 0) scheduled = requestAnimationFrame(draw);
  }
  const observer = new ResizeObserver(refresh);
  observer.observe(host);
  draw();
  const stop = stores.debrief.subscribe((now, before) => {
    refresh();
    if (now.state === 'done' && before.state !== 'done') context.announce('The debrief is complete');
  });
  return {
    destroy() {
      stop();
      observer.disconnect();
      if (scheduled) cancelAnimationFrame(scheduled);
      host.remove();
    },
    focus: () => host.querySelector<HTMLElement>('.panel-body')?.focus(),
  };
}
