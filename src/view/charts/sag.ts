import type { RibbonSeries } from '../../contract/frame.ts';

/** The sag: users' health as a line that should be flat at 100%, harm as the area missing under it (art direction §1.3). */
export interface SagPaths {
  /** Stretches where users were well. */
  readonly well: string;
  /** Stretches where they were hurt, as a line … */
  readonly hurt: string;
  /** … and as the area between that line and 100%. */
  readonly harm: string;
}

/** Bad second: the bad ratio exceeds five times the allowance (design: harm). */
export const HARM_FACTOR = 5;

/** Lowest health a scale must show: 80%, 50% or 0%. */
export function sagFloor(series: RibbonSeries): number {
  let lowest = 1;
  for (const value of series.goodRatio) if (value !== null && value < lowest) lowest = value;
  return lowest >= 0.8 ? 0.8 : lowest >= 0.5 ? 0.5 : 0;
}

/**
 * SVG path data for a sag. Buckets without traffic are gaps. A hurt stretch begins at the last well bucket, so that the lines meet.
 * @param allowance share of bad actions the SLO allows, e.g. 0.001.
 */
export function sagPaths(series: RibbonSeries, allowance: number, x: (us: number) => number, y: (ratio: number) => number): SagPaths {
  let well = '';
  let hurt = '';
  let harm = '';
  let harmFrom: number | null = null;
  let lastX = 0;
  let mode: 'gap' | 'well' | 'hurt' = 'gap';
  const closeHarm = (): void => {
    if (harmFrom !== null) harm += `L${lastX} ${y(1).toFixed(1)}L${harmFrom} ${y(1).toFixed(1)}Z`;
    harmFrom = null;
  };
  let previous: { px: number; py: string } | null = null;
  series.goodRatio.forEach((value, index) => {
    if (value === null) {
      closeHarm();
      mode = 'gap';
      previous = null;
      return;
    }
    const px = Math.round(x(series.fromUs + (index + 0.5) * series.stepUs) * 10) / 10;
    const py = y(value).toFixed(1);
    const next = 1 - value > HARM_FACTOR * allowance ? 'hurt' : 'well';
    const from = previous ?? { px, py };
    if (next === 'hurt') {
      if (mode !== 'hurt') {
        hurt += `M${from.px} ${from.py}`;
        harm += `M${from.px} ${from.py}`;
        harmFrom = from.px;
      }
      hurt += `L${px} ${py}`;
      harm += `L${px} ${py}`;
    } else {
      if (mode === 'hurt') {
        hurt += `L${px} ${py}`;
        harm += `L${px} ${py}`;
        lastX = px;
        closeHarm();
        well += `M${px} ${py}`;
      } else well += mode === 'gap' ? `M${px} ${py}` : `L${px} ${py}`;
    }
    mode = next;
    lastX = px;
    previous = { px, py };
  });
  closeHarm();
  return { well, hurt, harm };
}
