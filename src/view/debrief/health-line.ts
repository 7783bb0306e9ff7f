import type { RibbonSeries } from '../../contract/frame.ts';
import { type Epoch, MICROS_PER_MINUTE, type Micros, unixMsOf } from '../../contract/time.ts';
import { clockMinute } from '../format.ts';

/** The sag: users' health as a line that should be flat at 100%, harm as the area missing under it (art direction §1.3). */
export interface HealthScale {
  readonly fromUs: Micros;
  readonly toUs: Micros;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Health at the bottom edge, 0…1. */
  readonly floor: number;
}

export function xOf(scale: HealthScale, atUs: Micros): number {
  const share = (atUs - scale.fromUs) / Math.max(1, scale.toUs - scale.fromUs);
  return scale.left + Math.min(1, Math.max(0, share)) * (scale.right - scale.left);
}

export function yOf(scale: HealthScale, ratio: number): number {
  const share = (1 - ratio) / Math.max(1e-9, 1 - scale.floor);
  return scale.top + Math.min(1, Math.max(0, share)) * (scale.bottom - scale.top);
}

/** The highest round floor that the lines stay above. */
export function floorOf(series: readonly RibbonSeries[]): number {
  let lowest = 1;
  for (const one of series) for (const ratio of one.goodRatio) if (ratio !== null) lowest = Math.min(lowest, ratio);
  return [0.98, 0.9, 0.8, 0.6, 0.4, 0.2, 0].find((floor) => floor <= lowest) ?? 0;
}

/** `80%` beside a health axis. */
export function axisPercent(ratio: number): string {
  return `${Math.round(ratio * 100)}%`;
}

/** Ratios to write beside the axis, from 1 down to the floor. */
export function gridRatios(floor: number): readonly number[] {
  return [1, (1 + floor) / 2, floor];
}

/** Line through bucket centres; a bucket without traffic is a gap. */
export function healthPath(series: RibbonSeries, scale: HealthScale): string {
  let path = '';
  let pen = false;
  series.goodRatio.forEach((ratio, index) => {
    const at = series.fromUs + (index + 0.5) * series.stepUs;
    if (ratio === null || at < scale.fromUs || at > scale.toUs) {
      pen = false;
      return;
    }
    path += `${pen ? 'L' : 'M'}${xOf(scale, at).toFixed(1)} ${yOf(scale, ratio).toFixed(1)}`;
    pen = true;
  });
  return path;
}

/** Health under this share is drawn as harm. */
const HARM_UNDER = 0.995;

/** For every stretch in which users are hurt: the area between 100% and the line, and the line itself. */
export function harmPaths(series: RibbonSeries, scale: HealthScale): { readonly area: string; readonly line: string } {
  let area = '',
    line = '';
  let stretch: (readonly [number, number])[] = [];
  const close = (): void => {
    if (stretch.length > 0) {
      const points = stretch.map(([x, y]) => `${x} ${y}`).join('L');
      area += `M${stretch[0][0]} ${scale.top}L${points}L${stretch[stretch.length - 1][0]} ${scale.top}Z`;
      line += `M${points}`;
    }
    stretch = [];
  };
  series.goodRatio.forEach((ratio, index) => {
    const at = series.fromUs + (index + 0.5) * series.stepUs;
    if (ratio === null || ratio >= HARM_UNDER || at < scale.fromUs || at > scale.toUs) close();
    else stretch.push([Number(xOf(scale, at).toFixed(1)), Number(yOf(scale, ratio).toFixed(1))]);
  });
  close();
  return { area, line };
}

export interface TimeTick {
  readonly atUs: Micros;
  readonly text: string;
}

/** Full minutes to write under a time axis, at most `most` of them, on round steps of the wall clock. */
export function timeTicks(fromUs: Micros, toUs: Micros, epoch: Epoch, most: number): readonly TimeTick[] {
  const steps = [1, 2, 5, 10, 15, 20, 30, 60, 120].map((minutes) => minutes * MICROS_PER_MINUTE);
  const step = steps.find((one) => (toUs - fromUs) / one <= most) ?? steps[steps.length - 1];
  const startUs = Math.round(epoch.startUnixMs * 1000);
  const ticks: TimeTick[] = [];
  for (let wall = Math.ceil((startUs + fromUs) / step) * step; wall - startUs <= toUs; wall += step) {
    ticks.push({ atUs: wall - startUs, text: clockMinute(unixMsOf(epoch, wall - startUs)) });
  }
  return ticks;
}
