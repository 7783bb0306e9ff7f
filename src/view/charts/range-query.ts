import type { QueryAnswer, SessionPort } from '../../contract/ports.ts';
import { microsOf, unixMsOf } from '../../contract/time.ts';
import type { ChartRange } from '../../stores/ui-store.ts';

export interface TimeWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
}

/** Points a chart gets at most; a query's cost grows with them. */
const MAX_POINTS = 120;
const SCRAPE_MS = 15_000;

/** The window of a range at an instant, aligned to its step so that a chart does not shimmer as time goes on. */
export function windowOf(range: ChartRange, port: Pick<SessionPort, 'epoch'>, nowUs: number): TimeWindow {
  const nowMs = unixMsOf(port.epoch, nowUs);
  const [from, to] =
    range.kind === 'between'
      ? [unixMsOf(port.epoch, range.fromUs), unixMsOf(port.epoch, range.toUs)]
      : range.kind === 'last'
        ? [nowMs - range.spanUs / 1000, nowMs]
        : [Math.min(unixMsOf(port.epoch, port.epoch.playStartUs), nowMs - 60_000), nowMs];
  const stepMs = Math.max(SCRAPE_MS, Math.ceil((to - from) / MAX_POINTS / SCRAPE_MS) * SCRAPE_MS);
  const fromMs = Math.max(Math.floor(from / stepMs) * stepMs, unixMsOf(port.epoch, 0));
  return { fromMs, toMs: Math.max(fromMs + stepMs, Math.floor(to / stepMs) * stepMs), stepMs };
}

export interface Grid {
  readonly times: readonly number[];
  readonly series: readonly { readonly name: string; readonly metric: Readonly<Record<string, string>>; readonly values: readonly (number | null)[] }[];
}

/** A matrix on a common time grid: a step without a sample is a gap. */
export function gridOf(answer: QueryAnswer, window: TimeWindow): Grid {
  const count = Math.floor((window.toMs - window.fromMs) / window.stepMs) + 1;
  const times = Array.from({ length: count }, (_, index) => (window.fromMs + index * window.stepMs) / 1000);
  if (answer.status === 'error' || answer.data.resultType !== 'matrix') return { times, series: [] };
  const series = answer.data.result.map((row) => {
    const values = new Array<number | null>(count).fill(null);
    for (const [at, text] of row.values) {
      const index = Math.round((at * 1000 - window.fromMs) / window.stepMs);
      const value = Number(text);
      if (index >= 0 && index < count && Number.isFinite(value)) values[index] = value;
    }
    return { name: seriesName(row.metric), metric: row.metric, values };
  });
  return { times, series };
}

/** `up{job="a"}` as Prometheus writes it; `{}` when there are no labels. */
export function seriesName(metric: Readonly<Record<string, string>>): string {
  const labels = Object.keys(metric)
    .filter((key) => key !== '__name__')
    .sort()
    .map((key) => `${key}="${metric[key]}"`);
  return `${metric.__name__ ?? ''}${labels.length || !metric.__name__ ? `{${labels.join(', ')}}` : ''}`;
}

/** The last value of a series, or null when it has ended. */
export function lastOf(values: readonly (number | null)[]): number | null {
  for (let index = values.length - 1; index >= Math.max(0, values.length - 3); index -= 1) if (values[index] !== null) return values[index];
  return null;
}

export function usOfSeconds(port: Pick<SessionPort, 'epoch'>, seconds: number): number {
  return microsOf(port.epoch, seconds * 1000);
}
