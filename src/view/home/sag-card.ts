import { svg, type SVGTemplateResult } from 'lit-html';
import type { BestRun, SavedPlay } from '../../stores/saved-play.ts';
import type { ScenarioCard } from '../../stores/scenario-card.ts';
import { sagFloor, sagPaths } from '../charts/sag.ts';
import { clockMinute, percent } from '../format.ts';

const TEN_MINUTES_MS = 600_000;

/** The sag so far, on the card of a play that was left. */
export function savedSag(saved: SavedPlay, width: number): SVGTemplateResult {
  const [left, right, height, y100, yFloor] = [16, 20, 164, 56, 116];
  const { ribbon, hurts } = saved;
  const fromUs = ribbon.fromUs;
  const nowUs = ribbon.fromUs + ribbon.goodRatio.length * ribbon.stepUs;
  const toUs = nowUs + 12 * 60e6;
  const x = (us: number): number => left + ((us - fromUs) / (toUs - fromUs)) * (width - left - right);
  const floor = sagFloor(ribbon);
  const y = (ratio: number): number => y100 + ((1 - ratio) / (1 - floor)) * (yFloor - y100);
  const paths = sagPaths(ribbon, 1 - (hurts?.objective ?? 0.999), x, y);
  const now = Math.round(x(nowUs)) + 0.5;
  const startMs = saved.startUnixMs + fromUs / 1000;
  const ticks: number[] = [];
  for (let ms = Math.ceil(startMs / TEN_MINUTES_MS) * TEN_MINUTES_MS; ms < startMs + (toUs - fromUs) / 1000; ms += TEN_MINUTES_MS) ticks.push(ms);
  return svg`<svg class="lanes" width=${width} height=${height} role="img" aria-label="Users' health so far">
    <defs><pattern id="home-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="var(--crit-soft)"/><path d="M0 0V5" stroke="var(--crit)" stroke-width="1.2" opacity=".5"/></pattern></defs>
    <path d="M${now} 56.5H${width - right}" stroke="var(--line-strong)" stroke-dasharray="2 3"/>
    ${saved.changes.filter((change) => change.atUs >= fromUs).map((change) => svg`<path class="change-line" d="M${Math.round(x(change.atUs)) + 0.5} 44V128"/><rect x=${x(change.atUs) - 6.5} y="28" width="13" height="13" fill="var(--bg-active)"/><text class="change-letter" x=${x(change.atUs)} y="38" text-anchor="middle">${change.letter}</text>`)}
    <path d=${paths.harm} fill="url(#home-hatch)"/><path d=${paths.well} fill="none" stroke="var(--ink-1)" stroke-width="1.5"/><path d=${paths.hurt} fill="none" stroke="var(--crit)" stroke-width="2"/>
    <path d="M${now} 26V134" stroke="var(--accent)" stroke-width="1.5"/><path d="M${now - 4.5} 24h9v6l-4.5 4-4.5-4Z" fill="var(--accent)"/>
    ${hurts?.breached ? svg`<text class="home-number" x=${now + 12} y="100">${percent(hurts.badRatio)}</text><text class="change-name" x=${now + 12} y="118">of ${hurts.noun} ${hurts.kind === 'latency' ? 'are slow' : 'fail'}</text>` : ''}
    ${ticks.map((ms) => svg`<text x=${x(fromUs + (ms - startMs) * 1000)} y="148" text-anchor="middle">${clockMinute(ms)}</text>`)}</svg>`;
}

/** The line before anything is known: level up to the page, open after it. The same for every incident, so that it tells nothing. */
export function pagedAt(scenario: ScenarioCard, width: number): SVGTemplateResult {
  const [left, right, height, y100] = [16, 20, 164, 56];
  const fromMs = scenario.playStartUnixMs - 40 * 60_000;
  const toMs = scenario.playStartUnixMs + 22 * 60_000;
  const x = (ms: number): number => left + ((ms - fromMs) / (toMs - fromMs)) * (width - left - right);
  const now = Math.round(x(scenario.playStartUnixMs)) + 0.5;
  const ticks: number[] = [];
  for (let ms = Math.ceil(fromMs / TEN_MINUTES_MS) * TEN_MINUTES_MS; ms < toMs; ms += TEN_MINUTES_MS) ticks.push(ms);
  return svg`<svg class="lanes" width=${width} height=${height} role="img" aria-label=${`You are paged at ${clockMinute(scenario.playStartUnixMs)}`}>
    <path d="M${now} 56.5H${width - right}" stroke="var(--line-strong)" stroke-dasharray="2 3"/><path class="grid" d="M${left} 116.5H${width - right}"/>
    <path d="M${left} ${y100 + 0.5}H${now}" fill="none" stroke="var(--ink-1)" stroke-width="1.5"/>
    <path d="M${now} 26V134" stroke="var(--accent)" stroke-width="1.5"/><path d="M${now - 4.5} 24h9v6l-4.5 4-4.5-4Z" fill="var(--accent)"/>
    <text class="lane-label" x=${now + 12} y="82">Your page</text><text class="since" x=${now + 12} y="102">${clockMinute(scenario.playStartUnixMs)} UTC</text>
    <text class="lane-label" x=${left} y="48">Users served well</text>
    ${ticks.map((ms) => svg`<text x=${x(ms)} y="148" text-anchor="middle">${clockMinute(ms)}</text>`)}</svg>`;
}

/** A thumbnail of the best run; a dotted line when there is none, never a preview. */
export function bestThumb(best: BestRun | undefined, width = 148): SVGTemplateResult {
  if (!best || best.ribbon.goodRatio.length < 2)
    return svg`<svg width=${width} height="24" role="img" aria-label="not played"><path d="M0 12.5H${width}" stroke="var(--line-strong)" stroke-dasharray="2 3"/></svg>`;
  const { ribbon } = best;
  const x = (us: number): number => ((us - ribbon.fromUs) / (ribbon.stepUs * ribbon.goodRatio.length)) * width;
  const floor = sagFloor(ribbon);
  const y = (ratio: number): number => 9 + ((1 - ratio) / (1 - floor)) * 14;
  const paths = sagPaths(ribbon, 1 - best.objective, x, y);
  return svg`<svg width=${width} height="24" role="img" aria-label="users' health in your best run"><path d=${paths.harm} fill="var(--crit)" opacity=".22"/><path d=${paths.well + paths.hurt} fill="none" stroke="var(--ink-2)" stroke-width="1.25"/></svg>`;
}
