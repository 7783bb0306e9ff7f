import { html, nothing, svg, type TemplateResult } from 'lit-html';
import type { RibbonSeries } from '../../contract/frame.ts';
import type { Epoch } from '../../contract/time.ts';
import { letterGroups } from '../charts/letter-groups.ts';
import { floorOf, axisPercent, gridRatios, harmPaths, type HealthScale, healthPath, timeTicks, xOf, yOf } from '../debrief/health-line.ts';
import type { TimelineEntry } from './timeline-entries.ts';

/** The sag over the run with changes (letters), pages ◆ and actions ■ under it. The list below says the same. */
export function timelineChart(
  ribbon: RibbonSeries | null,
  entries: readonly TimelineEntry[],
  epoch: Epoch,
  width: number,
  noun: string,
): TemplateResult | typeof nothing {
  if (ribbon === null || ribbon.goodRatio.length === 0) return nothing;
  const toUs = ribbon.fromUs + ribbon.stepUs * ribbon.goodRatio.length;
  const scale: HealthScale = { fromUs: ribbon.fromUs, toUs, left: 36, right: width - 8, top: 24, bottom: 80, floor: floorOf([ribbon]) };
  const ticks = timeTicks(scale.fromUs, scale.toUs, epoch, Math.max(2, Math.floor(width / 84)));
  const harm = harmPaths(ribbon, scale);
  const changes = entries.filter((entry) => entry.letter !== '' && entry.atUs >= scale.fromUs).sort((a, b) => a.atUs - b.atUs);
  const snap = (x: number): number => Math.round(x) + 0.5;
  return html`<svg class="health-chart" width=${width} height="106" role="img" aria-label=${`Share of ${noun} served, ${ticks[0]?.text ?? ''} to ${ticks.at(-1)?.text ?? ''}`}>
    ${harmHatch('timeline-harm')}
    ${gridRatios(scale.floor).map((ratio) => svg`<path class=${ratio === 1 ? 'axis' : 'grid'} d="M${scale.left} ${snap(yOf(scale, ratio))}H${scale.right}"/><text x=${scale.left - 6} y=${yOf(scale, ratio) + 3.5} text-anchor="end">${axisPercent(ratio)}</text>`)}
    ${changes.map((entry) => svg`<path class="change-line" d="M${snap(xOf(scale, entry.atUs))} 16V80"/>`)}
    ${letterGroups(changes.map((entry) => ({ x: xOf(scale, entry.atUs), letter: entry.letter }))).map((group) => svg`<text class="letter" x=${group.x} y="13" text-anchor="middle">${group.text}</text>`)}
    <path d=${harm.area} fill="url(#timeline-harm)"/><path class="health" d=${healthPath(ribbon, scale)}/><path class="harm-line" d=${harm.line}/>
    ${entries
      .filter((entry) => entry.mark === 'page' || entry.mark === 'action')
      .map((entry) =>
        entry.mark === 'page'
          ? svg`<path class="page-mark" d="M${xOf(scale, entry.atUs)} 84l4 4-4 4-4-4Z"/>`
          : svg`<rect class="action-mark" x=${xOf(scale, entry.atUs) - 2.5} y="85.5" width="5" height="5"/>`,
      )}
    ${ticks.map((tick) => svg`<text x=${xOf(scale, tick.atUs)} y="104" text-anchor="middle">${tick.text}</text>`)}</svg>`;
}

/** Hatching that means harm, everywhere. */
export function harmHatch(id: string): TemplateResult {
  return svg`<defs><pattern id=${id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="harm-ground" width="5" height="5"/><path class="harm-stripe" d="M0 0V5"/></pattern></defs>`;
}
