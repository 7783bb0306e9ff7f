import { CAPACITY, type LoadStep } from './experiment.ts';

export interface Panel {
  readonly name: string;
  readonly steps: readonly LoadStep[];
}

const WIDTH = 300;
const HEIGHT = 240;
const MARGIN = { left: 52, right: 16, top: 36, bottom: 46 };
const MOST = 260;

const STYLE = `
  text { font: 12px "Inter Variable", Inter, system-ui, sans-serif; fill: #4a4741; }
  .name { font-weight: 600; fill: #1d1b18; }
  .axis { stroke: #8b8780; stroke-width: 1; fill: none; }
  .capacity { stroke: #8b8780; stroke-width: 1; stroke-dasharray: 3 3; }
  .line { fill: none; stroke-width: 2; }
  .up { stroke: #1f6fb8; } .down { stroke: #c8323c; stroke-dasharray: 6 4; }
  .mark.up { fill: #1f6fb8; stroke: none; } .mark.down { fill: none; stroke: #c8323c; stroke-width: 1.5; stroke-dasharray: none; }
  @media (prefers-color-scheme: dark) {
    text { fill: #bdbab4; } .name { fill: #efece8; } .axis, .capacity { stroke: #706d68; }
    .up { stroke: #7dbaf4; } .mark.up { fill: #7dbaf4; } .down, .mark.down { stroke: #fc656d; }
  }`;

/** Goodput against offered load, a panel a caller, as an SVG picture. */
export function goodputPlot(panels: readonly Panel[]): string {
  const width = panels.length * (MARGIN.left + WIDTH + MARGIN.right);
  const height = MARGIN.top + HEIGHT + MARGIN.bottom;
  const label = `Goodput against offered load, rising and falling: ${panels.map((panel) => panel.name).join('; ')}`;
  const drawn = panels.map(
    (panel, at) => `<g transform="translate(${at * (MARGIN.left + WIDTH + MARGIN.right) + MARGIN.left} ${MARGIN.top})">${panelOf(panel)}</g>`,
  );
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${label}">
<style>${STYLE}
</style>
${drawn.join('\n')}
</svg>
`;
}

const x = (offered: number): number => Math.round((offered / MOST) * WIDTH * 10) / 10;
const y = (goodput: number): number => Math.round((HEIGHT - (goodput / MOST) * HEIGHT) * 10) / 10;

function panelOf({ name, steps }: Panel): string {
  const ticks = [0, 100, 200];
  const up = steps.filter((step) => step.direction === 'up');
  // the way back begins where the way up ended
  const down = [...up.slice(-1), ...steps.filter((step) => step.direction === 'down')];
  return [
    `<text class="name" x="0" y="-16">${name}</text>`,
    `<path class="axis" d="M0 0V${HEIGHT}H${WIDTH}"/>`,
    ...ticks.map((tick) => `<text x="${x(tick)}" y="${HEIGHT + 18}" text-anchor="middle">${tick}</text>`),
    ...ticks.map((tick) => `<text x="-8" y="${y(tick) + 4}" text-anchor="end">${tick}</text>`),
    `<text x="${WIDTH / 2}" y="${HEIGHT + 38}" text-anchor="middle">offered, requests/s</text>`,
    `<text x="${-HEIGHT / 2}" y="-36" text-anchor="middle" transform="rotate(-90)">answered well, requests/s</text>`,
    `<path class="capacity" d="M${x(CAPACITY)} 0V${HEIGHT}"/><text x="${x(CAPACITY) - 4}" y="12" text-anchor="end">capacity</text>`,
    '<circle class="mark up" cx="14" cy="14" r="3"/><text x="24" y="18">rising</text><circle class="mark down" cx="14" cy="32" r="5"/><text x="24" y="36">falling</text>',
    way('up', up),
    way('down', down),
  ].join('');
}

function way(direction: 'up' | 'down', steps: readonly LoadStep[]): string {
  const points = steps.map(({ offered, goodput }) => [x(offered), y(goodput)] as const);
  const marks = points.map(([px, py]) => `<circle class="mark ${direction}" cx="${px}" cy="${py}" r="${direction === 'up' ? 3 : 5}"/>`).join('');
  return `<polyline class="line ${direction}" points="${points.map((point) => point.join(',')).join(' ')}"/>${marks}`;
}
