import { html, nothing, type TemplateResult } from 'lit-html';
import type { FrameStore } from '../../stores/frame-store.ts';
import type { ScenarioCard } from '../../stores/scenario-card.ts';
import { button } from '../components/button.ts';
import { mark } from '../components/icon.ts';
import { errorState, progressBar } from '../components/states.ts';
import type { Mounted } from '../context.ts';
import { clockTime } from '../format.ts';
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
      <h1>${scenario.title}</h1><p class="briefing-brief">${scenario.brief.trim()}</p>
      <dl class="briefing-facts"><div><dt>It is</dt><dd class="mono">${clockTime(scenario.playStartUnixMs)} UTC</dd></div><div><dt>Your role</dt><dd>Operations, on call</dd></div><div><dt>Takes about</dt><dd>${scenario.minutes} minutes</dd></div><div><dt>You practise</dt><dd>${scenario.practises.join(', ')}</dd></div></dl>
      <h2 class="label">The fleet</h2><ul class="briefing-fleet">${scenario.services.map((service) => html`<li><b>${service.name}</b><span class="ink-2">${service.description}</span><span class="push ink-3 meta">${service.owner}</span></li>`)}
      ${scenario.stores.map((store) => html`<li><b>${store.name}</b><span class="ink-2">${{ postgres: 'PostgreSQL', pgbouncer: 'connection pooler', redis: 'cache' }[store.kind]}</span></li>`)}</ul>
      <h2 class="label">Promised to users</h2><ul class="briefing-slos">${scenario.slos.map((slo) => html`<li class="mono">${slo.name} ${(slo.objective * 100).toFixed(slo.objective > 0.99 ? 1 : 0)}%</li>`)}</ul>
      ${crash ? errorState('The engine stopped while it was getting ready.', crash) : nothing}
      <div class="briefing-actions">${ready ? button({ label: 'Take the page', look: 'primary', size: 'large', onClick: options.take }) : html`<div class="grow">${progressBar(progress?.note ?? 'Loading', progress?.ratio ?? 0)}</div>`}${button({ label: 'Back', size: 'large', onClick: options.back })}
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
