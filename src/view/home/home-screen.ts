import { html, nothing, type TemplateResult } from 'lit-html';
import type { BestRun, SavedPlay } from '../../stores/saved-play.ts';
import type { ScenarioCard } from '../../stores/scenario-card.ts';
import type { Theme, UiStore } from '../../stores/ui-store.ts';
import { button } from '../components/button.ts';
import { chip } from '../components/chip.ts';
import { icon, wordmark } from '../components/icon.ts';
import { segmented } from '../components/segmented.ts';
import type { Mounted } from '../context.ts';
import { clockTime, span } from '../format.ts';
import { live, watch } from '../live.ts';
import { bestThumb, pagedAt, savedSag } from './sag-card.ts';

export interface HomeOptions {
  readonly ui: UiStore;
  readonly scenarios: readonly ScenarioCard[];
  /** Scenario files that do not load, each with all that is wrong with it. */
  readonly broken: readonly { readonly file: string; readonly problems: readonly string[] }[];
  readonly saved: readonly SavedPlay[];
  readonly best: readonly BestRun[];
  /** Why nothing can be kept on this machine; '' when it can. */
  readonly storageNote: string;
  readonly start: (scenarioId: string, seed: number) => void;
  readonly resume: (scenarioId: string) => void;
  /** Opens a recording file; resolves with what is wrong with it, '' when it opens. */
  readonly importRecording: (file: File) => Promise<string>;
}

/** Home: go on, choose an incident, open a recording. Shows nothing of a scenario but what a player may know before play. */
export function mountHome(host: HTMLElement, options: HomeOptions): Mounted {
  const { ui, scenarios, saved } = options;
  const latest = [...saved].sort((a, b) => b.savedAtMs - a.savedAtMs)[0];
  let chosen = latest?.scenarioId ?? scenarios[0]?.id ?? '';
  let seedText = '';
  let problem = '';
  const card = (id: string): ScenarioCard | undefined => scenarios.find((entry) => entry.id === id);
  const seedProblem = (): string => (seedText === '' || /^\d{1,9}$/.test(seedText) ? '' : 'A seed is a whole number of up to nine digits.');

  function begin(event: Event): void {
    event.preventDefault();
    const scenario = card(chosen);
    if (!scenario || seedProblem()) return view.refresh();
    options.start(chosen, seedText === '' ? scenario.defaultSeed : Number(seedText));
  }
  async function open(file: File | undefined): Promise<void> {
    if (!file) return;
    problem = await options.importRecording(file);
    view.refresh();
  }

  const header =
    (): TemplateResult => html`<header class="home-bar">${wordmark()}<nav aria-label="Sections"><a href="#" aria-current="page" @click=${(event: Event) => event.preventDefault()}>Practise</a></nav>
    <div class="push row gap-3"><span class="meta ink-3">Works offline</span>${segmented<Theme>(
      'Theme',
      [
        { value: 'dark', label: 'Dark' },
        { value: 'light', label: 'Light' },
        { value: 'system', label: 'System' },
      ],
      ui.getState().theme,
      (theme) => ui.setState({ theme }),
    )}</div></header>`;

  const resumeCard = (play: SavedPlay): TemplateResult | typeof nothing => {
    const scenario = card(play.scenarioId);
    if (!scenario) return nothing;
    const minutes = Math.floor(play.elapsedUs / 60e6);
    return html`<section class="resume" aria-label="Go on"><div class="resume-words"><span class="meta ink-3">Left ${minutes} ${minutes === 1 ? 'minute' : 'minutes'} in, ${ago(play.savedAtMs)}</span><h1 class="home-title">${scenario.title}</h1>
      <span class="ink-2 meta">${[play.severity ?? 'no severity yet', `seed ${play.seed}`, play.openHypotheses ? `${play.openHypotheses} ${play.openHypotheses === 1 ? 'hypothesis' : 'hypotheses'} open` : ''].filter(Boolean).join(', ')}</span>
      <div class="resume-actions">${button({ label: `Resume at ${clockTime(play.atUnixMs)}`, icon: 'play', look: 'primary', size: 'large', onClick: () => options.resume(play.scenarioId) })}
      ${button({ label: 'Start over', size: 'large', onClick: () => options.start(play.scenarioId, play.seed) })}</div></div><div class="resume-sag">${savedSag(play, sagWidth())}</div></section>`;
  };
  const sagWidth = (): number => Math.max(280, Math.min(1040, (host.querySelector('.home-main')?.clientWidth ?? host.clientWidth - 440) - 340));

  const pips = (value: number): TemplateResult =>
    html`<span class="pips" role="img" aria-label=${`${value} of 5`}>${[1, 2, 3, 4, 5].map((step) => html`<i class=${step <= value ? 'full' : ''}></i>`)}</span>`;
  const catalogue =
    (): TemplateResult => html`<table class="catalogue"><caption class="sr-only">Incidents</caption><thead><tr><th scope="col">What you are paged for</th><th scope="col">What you practise</th><th scope="col">Difficulty</th><th scope="col">Minutes</th><th scope="col">Best</th><th scope="col">Your best run</th></tr></thead>
    <tbody>${scenarios.map((scenario) => {
      const best = options.best.find((run) => run.scenarioId === scenario.id);
      return html`<tr class=${scenario.id === chosen ? 'selected' : ''}><th scope="row"><button type="button" class="row-button" aria-pressed=${String(scenario.id === chosen)} @click=${() => {
        chosen = scenario.id;
        view.refresh();
      }}>${scenario.title}${saved.some((play) => play.scenarioId === scenario.id) ? chip('paused') : nothing}</button></th>
      <td class="ink-2">${sentence(scenario.practises.join(', '))}</td><td>${pips(scenario.difficulty)}</td><td class="mono ink-2">${scenario.minutes}</td><td class="mono ${best ? 'medium' : 'ink-3'}">${best ? Math.round(best.total) : '–'}</td><td>${bestThumb(best)}</td></tr>`;
    })}</tbody></table>`;

  const seedField = (scenario: ScenarioCard): TemplateResult =>
    html`<label class="seed"><span class="label">Seed</span><input class="field large mono" inputmode="numeric" placeholder=${String(scenario.defaultSeed)} .value=${seedText} aria-describedby="seed-note" aria-invalid=${String(seedProblem() !== '')} @input=${(
      event: Event,
    ) => {
      seedText = (event.target as HTMLInputElement).value.trim();
      view.refresh();
    }}></label>`;
  const startButton = html`<button type="submit" class="button primary large"><span>Start</span></button>`;
  const seedNote = (): TemplateResult =>
    html`<p id="seed-note" class="meta ${seedProblem() ? 'crit' : 'ink-3'}">${seedProblem() || 'The same seed is the same incident, request by request. The one shown starts at once; others warm up first.'}</p>`;
  const startCard = (
    scenario: ScenarioCard,
  ): TemplateResult => html`<form class="card" aria-label="Start" @submit=${begin}><div class="row"><h2>${scenario.title}</h2><span class="push meta ink-3">${scenario.minutes} minutes</span></div>
      <p class="card-brief">${scenario.brief.trim()}</p>
      <div class="seed-row">${seedField(scenario)}${startButton}</div>${seedNote()}</form>`;
  /** Where nothing is paused, the chosen incident stands first, with the line that has not fallen yet. */
  const startHero = (
    scenario: ScenarioCard,
  ): TemplateResult => html`<form class="resume" aria-label="Start" @submit=${begin}><div class="resume-words"><span class="meta ink-3">${scenario.company}, ${scenario.incidentId}, about ${scenario.minutes} minutes</span><h1 class="home-title">${scenario.title}</h1>
      <p class="card-brief">${scenario.brief.trim()}</p><div class="resume-actions">${startButton}${seedField(scenario)}</div>${seedNote()}</div><div class="resume-sag">${pagedAt(scenario, sagWidth())}</div></form>`;

  const template = (): TemplateResult => {
    const scenario = card(chosen);
    return html`<div class="home">${header()}<main class="home-body"><div class="home-main">${latest ? resumeCard(latest) : scenario ? startHero(scenario) : nothing}
      <h2 class="home-list-title">Incidents</h2><section class="catalogue-card">${catalogue()}</section>
      ${options.broken.map((entry) => html`<section class="card broken" aria-label=${`Problems in ${entry.file}`}>${icon('diamond', 'solid crit')}<div><h2>${entry.file} does not load</h2><pre class="mono">${entry.problems.join('\n')}</pre></div></section>`)}</div>
      <aside class="home-aside" aria-label="Start and files">${latest && scenario ? startCard(scenario) : nothing}
        <section class="card"><div class="row"><h2>Open a recording</h2></div><p class="card-note">A recording holds every command of a play. It is replayed and checked against its digests.</p>
          <label class="button large file-button">${icon('upload')}<span>Choose a file</span><input type="file" accept=".json,application/json" class="sr-only" @change=${(
            event: Event,
          ) => {
            const input = event.target as HTMLInputElement;
            void open(input.files?.[0]).then(() => {
              input.value = '';
            });
          }}></label>
          ${problem ? html`<p class="card-problem" role="alert">${icon('diamond', 'solid crit')}<span>${problem}</span></p>` : nothing}</section>
        <section class="card"><h2>How it goes</h2><ol class="how"><li>A page comes in. Acknowledge it and say how bad it is.</li><li>Look: map, dashboards, logs, traces, and a terminal with the real tools.</li><li>Stop the harm, keep people told, then write the postmortem.</li></ol></section>
        ${options.storageNote ? html`<section class="card" role="status"><p class="card-problem">${icon('triangle', 'solid warn')}<span>${options.storageNote}</span></p></section>` : nothing}</aside></main></div>`;
  };
  const view = live(host, template, [watch(ui, (state) => state.theme)]);
  const onResize = (): void => view.refresh();
  window.addEventListener('resize', onResize);
  view.refresh();
  return {
    destroy: () => {
      window.removeEventListener('resize', onResize);
      view.destroy();
    },
  };
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function ago(savedAtMs: number): string {
  const us = (Date.now() - savedAtMs) * 1000;
  if (us < 60e6) return 'just now';
  if (us < 86_400e6) return `${span(us).replace(/ \d+ s$/, '')} ago`;
  const days = Math.round(us / 86_400e6);
  return days <= 1 ? 'yesterday' : `${days} days ago`;
}
