import { html, nothing, svg, type TemplateResult } from 'lit-html';
import { type Epoch, unixMsOf } from '../../contract/time.ts';
import type { ForkOutcome } from '../../contract/write-up-port.ts';
import { clockMinute } from '../format.ts';
import { axisPercent, floorOf, gridRatios, type HealthScale, healthPath, timeTicks, xOf, yOf } from './health-line.ts';

const HEIGHT = 206,
  LEFT = 40,
  NAME_WIDTH = 120,
  NAME_HEIGHT = 16;

/** Health of the same users on the same seed: what was done, nothing, the reference; and the harm of each as bars and numbers. */
export function whatIf(forks: readonly ForkOutcome[], epoch: Epoch, width: number): TemplateResult {
  const shown = (['nothing', 'you', 'reference'] as const)
    .map((id) => forks.find((fork) => fork.id === id))
    .filter((fork): fork is ForkOutcome => fork !== undefined);
  const most = Math.max(1, ...shown.map(harmOf));
  const you = shown.find((fork) => fork.id === 'you'),
    nothingDone = shown.find((fork) => fork.id === 'nothing');
  const kept = you && nothingDone ? harmOf(nothingDone) - harmOf(you) : null;
  return html`${chart(shown, epoch, width)}<table class="harm-bars"><caption class="sr-only">Failed and slow user actions in each run</caption><thead class="sr-only"><tr><th scope="col">Run</th><th scope="col">Share</th><th scope="col">Failed or slow</th></tr></thead><tbody>${shown.map(
    (fork) => html`<tr class="fork ${fork.id}">
      <th scope="row"><svg width="14" height="4" aria-hidden="true"><path class="fork-line" d="M0 2H14"/></svg>${fork.title}</th><td><span class="harm-bar" style="width:${(harmOf(fork) / most) * 100}%"></span></td><td class="mono">${thousands(harmOf(fork))}</td></tr>`,
  )}</tbody></table>
    ${kept === null ? nothing : html`<p class="what-if-words">Failed or slow user actions. ${kept >= 0 ? html`What you did kept <strong>${thousands(kept)}</strong> of them from happening.` : html`What you did added <strong>${thousands(-kept)}</strong>.`}</p>`}
    ${shown.filter((fork) => fork.id === 'reference' && fork.actions.length > 0).map((fork) => html`<details class="reference-actions"><summary>The reference response</summary><ol>${fork.actions.map((action) => html`<li><span class="mono">${clockMinute(unixMsOf(epoch, action.atUs))}</span> <code>${action.what}</code></li>`)}</ol></details>`)}`;
}

export function harmOf(fork: ForkOutcome): number {
  return fork.harm.failedRequests + fork.harm.slowRequests;
}

function chart(forks: readonly ForkOutcome[], epoch: Epoch, width: number): TemplateResult | typeof nothing {
  if (forks.length === 0) return nothing;
  const ends = forks.map((fork) => fork.ribbon.fromUs + fork.ribbon.stepUs * fork.ribbon.goodRatio.length);
  const scale: HealthScale = {
    fromUs: Math.min(...forks.map((fork) => fork.ribbon.fromUs)),
    toUs: Math.max(...ends),
    left: LEFT,
    right: width - 12,
    top: 12,
    bottom: HEIGHT - 18,
    floor: floorOf(forks.map((fork) => fork.ribbon)),
  };
  const snap = (value: number): number => Math.round(value) + 0.5;
  return html`<svg class="what-if-chart" width=${width} height=${HEIGHT} role="img" aria-label=${`Share of users served: ${forks.map((fork) => `${fork.title}, ${thousands(harmOf(fork))} failed or slow`).join('; ')}`}>
    ${gridRatios(scale.floor).map((ratio) => svg`<path class=${ratio === 1 ? 'axis' : 'grid'} d="M${LEFT} ${snap(yOf(scale, ratio))}H${scale.right}"/><text class="tick" x=${LEFT - 6} y=${yOf(scale, ratio) + 3.5} text-anchor="end">${axisPercent(ratio)}</text>`)}
    ${timeTicks(scale.fromUs, scale.toUs, epoch, Math.max(2, Math.floor(width / 84))).map((tick) => svg`<text class="tick" x=${xOf(scale, tick.atUs)} y=${HEIGHT - 3} text-anchor="middle">${tick.text}</text>`)}
    ${forks.map((fork) => svg`<path class="fork-line ${fork.id}" d=${healthPath(fork.ribbon, scale)}/>`)}${lineNames(forks, scale)}</svg>`;
}

/** Each line's name beside it, where no other name stands: at its lowest point, else a quarter, half or three quarters along; the table names them all. */
function lineNames(forks: readonly ForkOutcome[], scale: HealthScale): readonly (TemplateResult | typeof nothing)[] {
  const taken: { readonly x: number; readonly y: number }[] = [];
  return forks.map((fork) => {
    const ratios = fork.ribbon.goodRatio;
    let lowest = 0;
    ratios.forEach((ratio, index) => {
      if (ratio !== null && ratio < (ratios[lowest] ?? 2)) lowest = index;
    });
    for (const index of [lowest, ...[0.75, 0.5, 0.25].map((share) => Math.floor(ratios.length * share))]) {
      const ratio = ratios[index] ?? null;
      if (ratio === null) continue;
      const x = xOf(scale, fork.ribbon.fromUs + (index + 0.5) * fork.ribbon.stepUs);
      const y = Math.min(scale.bottom - 6, Math.max(scale.top + 14, yOf(scale, ratio) + 4));
      if (taken.some((other) => Math.abs(other.x - x) < NAME_WIDTH && Math.abs(other.y - y) < NAME_HEIGHT)) continue;
      taken.push({ x, y });
      const right = x < (scale.left + scale.right) / 2;
      return svg`<text class="fork-name ${fork.id}" x=${right ? x + 10 : x - 10} y=${y} text-anchor=${right ? 'start' : 'end'}>${fork.title}</text>`;
    }
    return nothing;
  });
}

/** `49,100`; a whole number is what users are. */
export function thousands(count: number): string {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}
