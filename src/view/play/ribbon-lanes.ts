import { svg, nothing, type SVGTemplateResult } from 'lit-html';
import type { Frame, RibbonSeries, SliFrame } from '../../contract/frame.ts';
import { type Micros, unixMsOf, type Epoch } from '../../contract/time.ts';
import type { LetteredChange } from '../../stores/change-letters.ts';
import { letterGroups } from '../charts/letter-groups.ts';
import { sagFloor, sagPaths } from '../charts/sag.ts';
import { clockMinute, clockTime, span } from '../format.ts';
import { changeLabels } from './ribbon-labels.ts';

export interface LanesOptions {
  readonly width: number;
  readonly frame: Frame;
  readonly sli: SliFrame;
  readonly series: RibbonSeries;
  readonly changes: readonly LetteredChange[];
  readonly epoch: Epoch;
  readonly fromUs: number;
  readonly toUs: number;
  /** On the phone: letters without names, no labels at the left. */
  readonly compact: boolean;
  /** Where the playhead stands while the past is read; null for now. */
  readonly asOfUs: Micros | null;
}

/** Pixels left and right of the time axis. */
export function laneEdges(compact: boolean): { readonly left: number; readonly right: number } {
  return { left: compact ? 16 : 104, right: 16 };
}

const TEN_MINUTES_MS = 600_000;
/** The lanes of the ribbon on one time axis: changes, the sag, pages and actions, deadlines, playhead. */
export function ribbonLanes(options: LanesOptions): SVGTemplateResult {
  const { width, frame, sli, series, epoch, fromUs, toUs, compact } = options;
  const { left, right } = laneEdges(compact);
  const y100 = compact ? 18 : 38;
  const yFloor = compact ? 52 : 84;
  const height = compact ? 68 : 111;
  const x = (us: number): number => left + ((us - fromUs) / (toUs - fromUs)) * (width - left - right);
  const floor = sagFloor(series);
  const y = (ratio: number): number => y100 + ((1 - ratio) / (1 - floor)) * (yFloor - y100);
  const paths = sagPaths(series, 1 - sli.objective, x, y);
  const now = Math.round(x(frame.tUs)) + 0.5;
  const past = options.asOfUs;
  const head = past === null ? now : Math.round(Math.max(left, x(past))) + 0.5;
  const changes = options.changes.filter((change) => change.atUs >= fromUs && change.atUs <= toUs);
  return svg`<svg class="lanes" width=${width} height=${height} role="img" aria-label=${spoken(options, changes)}>
    <defs><pattern id="harm-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" fill="var(--crit-soft)"/><path d="M0 0V5" stroke="var(--crit)" stroke-width="1.2" opacity=".5"/></pattern></defs>
    ${
      compact
        ? nothing
        : svg`<text class="lane-label" x="12" y="14">What changed</text><text class="lane-label" x="12" y="57">Served</text><text class="lane-label" x="12" y="70">well</text><text class="lane-label" x="12" y="96">Pages, actions</text>
      <text x=${left - 10} y=${y100 + 4} text-anchor="end">100%</text><text x=${left - 10} y=${yFloor + 1} text-anchor="end">${floor * 100}%</text>
      <path class="grid" d="M${left} ${yFloor + 0.5}H${width - right}M${left} ${(y100 + yFloor) / 2 + 0.5}H${width - right}"/>`
    }
    <path class="axis" d="M${left} ${y100 + 0.5}H${width - right}"/>
    ${timeTicks(epoch, fromUs, toUs).map((tick) => svg`<text x=${x(tick.us)} y=${height - 2} text-anchor="middle">${tick.label}</text>`)}
    ${
      compact
        ? [
            ...changes.map((change) => svg`<path class="change-line" d="M${Math.round(x(change.atUs)) + 0.5} 14V${yFloor + 2}"/>`),
            ...letterGroups(changes.map((change) => ({ x: x(change.atUs), letter: change.letter }))).map(
              (group) => svg`<text class="change-letter" x=${group.x} y="11" text-anchor="middle">${group.text}</text>`,
            ),
          ]
        : changeLabels(changes, x, now, width, yFloor)
    }
    <path d=${paths.harm} fill="url(#harm-hatch)"/><path d=${paths.well} fill="none" stroke="var(--ink-1)" stroke-width="1.5"/><path d=${paths.hurt} fill="none" stroke="var(--crit)" stroke-width="2"/>
    ${sli.breachedSinceUs !== null && sli.breachedSinceUs >= fromUs ? svg`<path d="M${Math.round(x(sli.breachedSinceUs)) + 0.5} ${y100 - 5}v10" stroke="var(--crit)" stroke-width="1.5"/>` : nothing}
    ${compact ? nothing : eventMarks(options, x)}
    ${past === null ? nothing : svg`<path d="M${now} 6V${compact ? 56 : 98}" stroke="var(--ink-3)" stroke-dasharray="2 2"/>`}
    <path d="M${head} 6V${compact ? 56 : 98}" stroke="var(--accent)" stroke-width="1.5"/><path d="M${head - 4.5} 4h9v6l-4.5 4-4.5-4Z" fill=${frame.playing && past === null ? 'var(--accent)' : 'var(--bg-panel)'} stroke="var(--accent)"/>
    ${compact ? nothing : sinceWhen(sli, frame.tUs, epoch, now, width)}</svg>`;
}

function timeTicks(epoch: Epoch, fromUs: number, toUs: number): readonly { us: number; label: string }[] {
  const ticks = [];
  const startMs = unixMsOf(epoch, fromUs);
  for (let ms = Math.ceil(startMs / TEN_MINUTES_MS) * TEN_MINUTES_MS; ms <= unixMsOf(epoch, toUs); ms += TEN_MINUTES_MS) {
    ticks.push({ us: fromUs + (ms - startMs) * 1000, label: clockMinute(ms) });
  }
  return ticks;
}

function eventMarks(options: LanesOptions, x: (us: number) => number): SVGTemplateResult[] {
  const { frame, fromUs, toUs } = options;
  const y = 92;
  const marks: SVGTemplateResult[] = [];
  const inside = (us: number | null): us is number => us !== null && us >= fromUs && us <= toUs;
  const square = (us: number, name: string): void => {
    marks.push(svg`<rect x=${x(us) - 2.5} y=${y - 2.5} width="5" height="5" fill="var(--ink-2)"><title>${name}</title></rect>`);
  };
  for (const alert of frame.alerts) {
    if (alert.severity === 'page' && inside(alert.firedUs)) {
      marks.push(svg`<path d="M${x(alert.firedUs).toFixed(1)} ${y - 4.5}l4.5 4.5-4.5 4.5-4.5-4.5Z" fill="var(--crit)"><title>${alert.name}</title></path>`);
    }
    if (inside(alert.acknowledgedUs)) square(alert.acknowledgedUs, `${alert.name} acknowledged`);
  }
  for (const change of options.changes) if (change.actor === 'player' && inside(change.atUs)) square(change.atUs, change.title);
  for (const update of frame.incident.updates) if (inside(update.atUs)) square(update.atUs, 'status update');
  if (inside(frame.incident.mitigatedUs)) square(frame.incident.mitigatedUs, 'marked mitigated');
  const due = frame.incident.updateDueUs;
  if (due !== null && due <= toUs && due > frame.tUs) {
    const px = Math.round(x(due)) + 0.5;
    marks.push(
      svg`<path d="M${px} 88v8" stroke="var(--ink-2)"/><rect x=${px - 2.5} y="89.5" width="5" height="5" fill="var(--bg-panel)" stroke="var(--ink-2)"/><text class="lane-text" x=${px + 8} y="96">update due</text>`,
    );
  }
  return marks;
}

function sinceWhen(sli: SliFrame, nowUs: number, epoch: Epoch, now: number, width: number): SVGTemplateResult | typeof nothing {
  if (sli.breachedSinceUs === null) return nothing;
  const after = now + 140 < width;
  const px = after ? now + 14 : now - 14;
  const anchor = after ? 'start' : 'end';
  return svg`<text class="lane-label" x=${px} y="52" text-anchor=${anchor}>Since when</text><text class="since" x=${px} y="70" text-anchor=${anchor}>${span(nowUs - sli.breachedSinceUs)}</text>
    <text class="change-name" x=${px} y="84" text-anchor=${anchor}>from ${clockTime(unixMsOf(epoch, sli.breachedSinceUs))}</text>`;
}

function spoken(options: LanesOptions, changes: readonly LetteredChange[]): string {
  const { sli, epoch, fromUs, frame } = options;
  return (
    `${sli.noun} served well, ${clockMinute(unixMsOf(epoch, fromUs))} to ${clockMinute(unixMsOf(epoch, frame.tUs))}, with ${changes.length} ${changes.length === 1 ? 'change' : 'changes'}` +
    (sli.breachedSinceUs === null ? '' : `, hurt since ${clockTime(unixMsOf(epoch, sli.breachedSinceUs))}`)
  );
}
