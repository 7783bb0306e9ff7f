import { html, nothing, svg, type TemplateResult } from 'lit-html';
import { type Epoch, unixMsOf } from '../../contract/time.ts';
import type { ForkOutcome } from '../../contract/write-up-port.ts';
import { clockMinute } from '../format.ts';
import { axisPercent, floorOf, gridRatios, type HealthScale, healthPath, timeTicks, xOf, yOf } from './health-line.ts';

const HEIGHT = 206, LEFT = 40;

/** Health of the same users on the same seed: what was done, nothing, the reference; and the harm of each as bars and numbers. */
export function whatIf(forks: readonly ForkOutcome[], epoch: Epoch, width: number): TemplateResult {
  const shown = (['nothing', 'you', 'reference'] as const).map((id) => forks.find((fork) => fork.id === id)).filter((fork): fork is ForkOutcome => fork !== undefined);
  const most = Math.max(1, ...shown.map(harmOf));
  const you = shown.find((fork) => fork.id === 'you'), nothingDone = shown.find((fork) => fork.id === 'nothing');
  const kept = you && nothingDone ? harmOf(nothingDone) - harmOf(you) : null;
  return html`${chart(shown, epoch, width)}<table class="harm-bars"><caption class="sr-only">Failed and slow user actions in each run</caption><thead class="sr-only"><tr><th scope="col">Run</th><th scope="col">Share</th><th scope="col">Failed or slow</th></tr></thead><tbody>${shown.map((fork) => html`<tr class="fork ${fork.id}">
      <th scope="row"><svg width="14" height="4" aria-hidden="true"><path class="fork-line" d="M0 2H14"/></svg>${fork.title}</th><td><span class="harm-bar" style="width:${(harmOf(fork) / most) * 100}%"></span></td><td class="mono">${thousands(harmOf(fork))}</td></tr>`)}</tbody></table>
    ${kept === null ? nothing : html`<p class="what-if-words">Failed or slow user actions. ${kept >= 0 ? html`What you did kept <strong>${thousands(kept)}</strong> of them from happening.` : html`What you did added <strong>${thousands(-kept)}</strong>.`}</p>`}
    ${shown.filter((fork) => fork.id === 'reference' && fork.actions.length > 0).map((fork) => html`<details class="reference-actions"><summary>The reference response</summary><ol>${fork.actions.map((action) => html`<li><span class="mono">${clockMinute(unixMsOf(epoch, action.atUs))}</span> <code>${action.what}</code></li>`)}</ol></details>`)}`;
}

export function harmOf(fork: ForkOutcome): number {
  return fork.harm.failedRequests + fork.harm.slowRequests;
}

function chart(forks: readonly ForkOutcome[], epoch: Epoch, width: number): TemplateResult | typeof nothing {
  if (forks.length === 0) return nothing;
  const ends = forks.map((fork) => fork.ribbon.fromUs + fork.ribbon.stepUs * fork.ribbon.goodRatio.length);
  const scale: HealthScale = { fromUs: Math.min(...forks.map((fork) => fork.ribbon.fromUs)), toUs: Math.max(...ends), left: LEFT, right: width - 12, top: 12, bottom: HEIGHT - 18, floor: floorOf(forks.map((fork) => fork.ribbon)) };
  const snap = (value: number): number => Math.round(value) + 0.5;
  return html`<svg class="what-if-chart" width=${width} height=${HEIGHT} role="img" aria-label=${`Share of users served: ${forks.map((fork) => `${fork.title}, ${thousands(harmOf(fork))} failed or slow`).join('; ')}`}>
    ${gridRatios(scale.floor).map((ratio) => svg`<path class=${ratio === 1 ? 'axis' : 'grid'} d="M${LEFT} ${snap(yOf(scale, ratio))}H${scale.right}"/><text class="tick" x=${LEFT - 6} y=${yOf(scale, ratio) + 3.5} text-anchor="end">${axisPercent(ratio)}</text>`)}
    ${timeTicks(scale.fromUs, scale.toUs, epoch, Math.max(2, Math.floor(width / 84))).map((tick) => svg`<text class="tick" x=${xOf(scale, tick.atUs)} y=${HEIGHT - 3} text-anchor="middle">${tick.text}</text>`)}
    ${forks.map((fork) => svg`<path class="fork-line ${fork.id}" d=${healthPath(fork.ribbon, scale)}/>`)}${forks.map((fork) => endLabel(fork, scale))}</svg>`;
}

/** The name of a line where it is lowest, so that it need not be looked up. */
function endLabel(fork: ForkOutcome, scale: HealthScale): TemplateResult | typeof nothing {
  let lowest = -1;
  fork.ribbon.goodRatio.forEach((ratio, index) => {
    if (ratio !== null && (lowest < 0 || ratio < fork.ribbon.goodRatio[lowest]!)) lowest = index;
  });
  if (lowest < 0) return nothing;
  const x = xOf(scale, fork.ribbon.fromUs + (lowest + 0.5) * fork.ribbon.stepUs);
  const right = x < (scale.left + scale.right) / 2;
  return svg`<text class="fork-name ${fork.id}" x=${right ? x + 10 : x - 10} y=${Math.min(scale.bottom - 4, Math.max(scale.top + 14, yOf(scale, fork.ribbon.goodRatio[lowest]!) + 4))} text-anchor=${right ? 'start' : 'end'}>${fork.title}</text>`;
}

/** `49,100`; a whole number is what users are. */
export function thousands(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}
