import { createChart, type Chart } from '../components/chart.ts';
import type { ChartData } from '../components/chart-data.ts';
import type { ChartDefinition } from './chart-definition.ts';
import { lastOf, type Grid } from './range-query.ts';

/** One chart of a dashboard with the last answers to its questions. */
export interface Tile {
  readonly definition: ChartDefinition;
  readonly chart: Chart;
  grids: readonly Grid[];
}

export function createTile(definition: ChartDefinition, timeLabels: boolean, onSelect: (fromSeconds: number, toSeconds: number) => void): Tile {
  return {
    definition,
    grids: [],
    chart: createChart({
      title: definition.title,
      format: definition.format,
      group: 'dashboards',
      timeLabels,
      ...(definition.axis ? { axis: definition.axis } : {}),
      ...(definition.scale ? { scale: definition.scale } : {}),
      ...(definition.atLeast === undefined ? {} : { atLeast: definition.atLeast }),
      ...(definition.threshold ? { threshold: definition.threshold } : {}),
      onSelect,
    }),
  };
}

/** Draws a tile from its grids. */
export function fillTile(tile: Tile, marks: ChartData['marks'], hurtSinceSeconds: number | null): void {
  const { definition, grids } = tile;
  const { times } = grids[0];
  const lines = definition.lines.map((_, index) => grids[index]?.series[0]?.values ?? times.map(() => null));
  const last = currentOf(definition, lines);
  tile.chart.update(
    { times, lines: definition.lines, values: lines, fromSeconds: times[0], toSeconds: times[times.length - 1], marks, hurtSinceSeconds },
    { text: words(definition, lines, last), breach: last !== null && definition.breachAbove !== undefined && last > definition.breachAbove },
  );
}

/** The rows of the same values as a table: now, least and most of each line. */
export function tileRows(tile: Tile): readonly { key: string; chart: string; line: string; now: string; least: string; most: string }[] {
  const { definition } = tile;
  return definition.lines.map((line, index) => {
    const numbers = (tile.grids[index]?.series[0]?.values ?? []).filter((value): value is number => value !== null);
    const say = (value: number | undefined): string => (value === undefined ? '–' : definition.format(value));
    return {
      key: `${definition.title} ${line.label}`,
      chart: definition.title,
      line: line.label,
      now: say(numbers[numbers.length - 1]),
      least: say(numbers.length ? Math.min(...numbers) : undefined),
      most: say(numbers.length ? Math.max(...numbers) : undefined),
    };
  });
}

function words(definition: ChartDefinition, lines: readonly (readonly (number | null)[])[], last: number | null): string {
  if (last === null) return 'no data';
  const whole = definition.outOf ? lastOf(lines[1]) : null;
  return whole === null ? definition.format(last) : `${definition.format(last)} of ${definition.format(whole)}`;
}

/** The figure beside the title: one line's last value, the worst of all, or their sum. */
function currentOf(definition: ChartDefinition, lines: readonly (readonly (number | null)[])[]): number | null {
  if (typeof definition.current !== 'string') return lastOf(lines[definition.current ?? 0]);
  const known = lines.map(lastOf).filter((value): value is number => value !== null);
  if (known.length === 0) return null;
  return definition.current === 'worst' ? Math.max(...known) : known.reduce((sum, value) => sum + value, 0);
}
