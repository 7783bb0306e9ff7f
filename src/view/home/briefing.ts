import { html, nothing, type TemplateResult } from 'lit-html';
import type { AlertView } from '../../contract/incident.ts';
import type { FrameStore } from '../../stores/frame-store.ts';
import type { ScenarioCard } from '../../stores/scenario-card.ts';
import { button } from '../components/button.ts';
import { mark } from '../components/icon.ts';
import { errorState, progressBar } from '../components/states.ts';
import type { Mounted } from '../context.ts';
import { clockTime, latency, percent } from '../format.ts';
import { live, watch } from '../live.ts';

export interface BriefingOptions {
  readonly scenario: ScenarioCard;
  readonly seed: number;
  readonly frames: FrameStore;
  readonly take: () => void;
  readonly back: () => void;
}

/** The briefing before play: what is known, what the fleet is made of, and how far the warm-up is. */
export function mountBriefing(host: HTMLElement, options: BriefingOptions): Mounted {
  const { scenario, frames } = options;
  let focused = false;
  const template = (): TemplateResult => {
    const { frame, progress, crash } = frames.getState();
    const ready = frame !== null && progress === null;
    return html`<main class="briefing"><div class="briefing-card"><div class="row gap-2">${mark(20)}<span class="meta ink-3">${scenario.incidentId} · ${scenario.company} · seed ${options.seed}</span></div>
      <h1>${scenario.title}</h1>${paragraphs(scenario.brief).map((text) => html`<p class="briefing-brief">${text}</p>`)}
      <dl class="briefing-facts"><div><dt>It is</dt><dd class="mono">${clockTime(scenario.playStartUnixMs)} UTC</dd></div><div><dt>Your role</dt><dd>Operations, on call</dd></div><div><dt>Takes about</dt><dd>${scenario.minutes} minutes</dd></div><div><dt>You practise</dt><dd>${sentence(scenario.practises.join(', '))}</dd></div></dl>
      <section><h2 class="label">The fleet</h2><ul class="briefing-fleet">${scenario.services.map((service) => html`<li><b>${service.name}</b><span class="ink-2">${service.description}</span><span class="ink-3 meta">${service.owner} team</span></li>`)}
      ${oncePerName(scenario.stores).map((store) => html`<li><b>${store.name}</b><span class="ink-2">${STORE_WORDS[store.kind]}</span></li>`)}</ul></section>
      <section><h2 class="label">Promised to users, over 30 days</h2><ul class="briefing-slos">${[...new Set(scenario.slos.map((slo) => slo.route))].map((route) => html`<li><b class="mono">${route}</b><span>${promises(scenario, route)}</span></li>`)}</ul></section>
      ${crash ? errorState('The engine stopped while it was getting ready.', crash) : nothing}
      <div class="briefing-actions">${ready ? button({ label: takeWords(frame.alerts), look: 'primary', size: 'large', onClick: options.take }) : html`<div class="grow">${progressBar(progress?.note ?? 'Loading', progress?.ratio ?? 0)}</div>`}${button({ label: 'Back', size: 'large', onClick: options.back })}
      <span class="push meta ink-3">Keys: ? at any time</span></div></div></main>`;
  };
  return live(
    host,
    template,
    [
      watch(
        frames,
        (state) => state.frame === null,
        (state) => state.progress,
        (state) => state.crash,
      ),
    ],
    () => {
      const primary = host.querySelector<HTMLElement>('.primary');
      if (primary && !focused) {
        focused = true;
        primary.focus();
      }
    },
  );
}

/** A line end in the file is none on the page; an empty line is. */
function paragraphs(text: string): string[] {
  return text.trim().split(/\n\s*\n/);
}

/** Some incidents begin before anything pages. */
function takeWords(alerts: readonly AlertView[]): string {
  return alerts.some(({ severity, state }) => severity === 'page' && state === 'firing') ? 'Take the page' : 'Take the shift';
}

/** What others run is asked by each region, and one thing all the same. */
function oncePerName(stores: ScenarioCard['stores']): ScenarioCard['stores'] {
  return stores.filter(({ name }, at) => stores.findIndex((other) => other.name === name) === at);
}

const STORE_WORDS = {
  postgres: 'PostgreSQL',
  pgbouncer: 'PgBouncer, connection pooler',
  redis: 'Redis, cache',
  kafka: 'Kafka, log of records',
  cdn: 'Cloud CDN, audio segments',
  external: 'outside, run by others',
} as const;

/** `99.9% succeed, 99% within 400 ms`. */
function promises(scenario: ScenarioCard, route: string): string {
  return scenario.slos
    .filter((slo) => slo.route === route)
    .map((slo) => `${percent(slo.objective)} ${slo.kind === 'latency' ? `within ${latency(slo.thresholdUs)}` : 'succeed'}`)
    .join(', ');
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
