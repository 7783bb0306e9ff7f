import { describe, expect, it } from 'vitest';
import { niceTop } from '../../../src/view/components/chart-scales.ts';
import { blocksOf } from '../../../src/view/components/markdown-blocks.ts';
import { gridOf, lastOf, windowOf } from '../../../src/view/charts/range-query.ts';
import { sagFloor, sagPaths } from '../../../src/view/charts/sag.ts';
import { countdown, figure, latency, percent, sincePlay, span } from '../../../src/view/format.ts';
import { leastWidth } from '../../../src/view/map/columns.ts';
import { layOut } from '../../../src/view/map/geometry.ts';
import { waterfallRows } from '../../../src/view/panels/waterfall.ts';
import { filterEntries } from '../../../src/view/play/commands.ts';
import { stateChanges } from '../../../src/view/play/announcements.ts';
import { roomEntries } from '../../../src/view/play/room.ts';
import { dockLayout, groupOf, phoneLayout } from '../../../src/view/dock/layout.ts';
import { PANEL_KEYS } from '../../../src/stores/ui-store.ts';
import { card } from './fixture-card.ts';
import { at, EPOCH, FRAME, pods } from './fixture-frame.ts';
import { TRACE } from './fixture-port.ts';

describe('figures', () => {
  it.each([
    [percent(0.186), '18.6%'],
    [percent(0.001), '0.1%'],
    [percent(0.0004), '0.04%'],
    [percent(1.02), '100%'],
    [percent(0), '0%'],
    [percent(null), '–'],
    [figure(1190), '1,190'],
    [figure(38.44), '38.4'],
    [figure(0), '0'],
    [figure(2_500_000), '2.5 M'],
    [latency(null), '–'],
    [latency(380), '380 µs'],
    [latency(42_000), '42 ms'],
    [latency(1_240_000), '1.24 s'],
    [latency(10_000_000), '> 10 s'],
    [countdown(198e6), '3:18'],
    [countdown(-61e6), '−1:01'],
    [countdown(3725e6), '1:02:05'],
    [sincePlay(847e6), 'T+14:07'],
    [sincePlay(-120e6), 'T−2:00'],
    [span(847e6), '14 min 07 s'],
    [span(42e6), '42 s'],
    [span(3900e6), '1 h 05 min'],
  ])('%s is written %s', (written, expected) => {
    expect(written).toBe(expected);
  });

  it.each([
    [0, 1],
    [0.186, 0.2],
    [3, 4],
    [5, 5],
    [6, 8],
    [9, 10],
    [361, 400],
  ])('a chart of up to %d ends at %d', (value, top) => {
    expect(niceTop(value)).toBeCloseTo(top, 9);
  });
});

describe('the sag', () => {
  const series = { fromUs: 0, stepUs: 1, goodRatio: [1, 1, 0.9, 0.8, 1, null, 1] };

  it('draws hurt stretches apart from well ones, closes the harm at 100%, and leaves gaps', () => {
    const paths = sagPaths(
      series,
      0.001,
      (us) => us * 10,
      (ratio) => (1 - ratio) * 100,
    );
    expect(paths.harm).toBe('M15 0.0L25 10.0L35 20.0L45 0.0L45 0.0L15 0.0Z');
    expect(paths.hurt).toBe('M15 0.0L25 10.0L35 20.0L45 0.0');
    expect(paths.well).toBe('M5 0.0L15 0.0M45 0.0M65 0.0');
  });

  it.each([
    [[1, 0.85], 0.8],
    [[1, 0.7], 0.5],
    [[0.2], 0],
  ])('of %j has its floor at %d', (goodRatio, floor) => {
    expect(sagFloor({ fromUs: 0, stepUs: 1, goodRatio })).toBe(floor);
  });
});

describe('the map', () => {
  const map = layOut(card(), FRAME.edges, 700, 340);

  it('places everything of the fleet inside the panel, nothing on top of another', () => {
    const nodes = [...map.nodes.values()];
    expect(nodes).toHaveLength(1 + card().services.length + card().stores.length);
    for (const node of nodes) {
      expect(node.x).toBeGreaterThanOrEqual(0);
      expect(node.x + node.w).toBeLessThanOrEqual(700);
      expect(node.y + node.h).toBeLessThanOrEqual(340);
      for (const other of nodes)
        if (other !== node)
          expect(
            node.x < other.x + other.w && other.x < node.x + node.w && node.y < other.y + other.h && other.y < node.y + node.h,
            `${node.name} over ${other.name}`,
          ).toBe(false);
    }
  });

  it('gives the caller of three a bus bar, and every call a feeder', () => {
    expect(map.buses.map((bus) => bus.from)).toEqual(['web-api']);
    expect(map.feeders).toHaveLength(FRAME.edges.length);
  });

  it('leads no feeder through a box that is neither its caller nor its callee', () => {
    const crossed: string[] = [];
    for (const feeder of map.feeders)
      for (let index = 1; index < feeder.points.length; index += 1) {
        const [a, b] = [feeder.points[index - 1], feeder.points[index]];
        for (const node of map.nodes.values()) {
          if (node.name === feeder.from || node.name === feeder.to) continue;
          const inside =
            Math.max(a.x, b.x) > node.x && Math.min(a.x, b.x) < node.x + node.w && Math.max(a.y, b.y) > node.y && Math.min(a.y, b.y) < node.y + node.h;
          if (inside) crossed.push(`${feeder.from} to ${feeder.to} through ${node.name}`);
        }
      }
    expect(crossed).toEqual([]);
  });

  it.each([
    ['as little room as it is ever given', 0, 330],
    ['plenty of it', 1_100, 520],
  ])('draws two regions one below the other, each with its own wires, in %s', (_, wide, height) => {
    const two = card('friday-502s');
    // a narrower panel scrolls
    const width = Math.max(wide, leastWidth(two));
    expect(width).toBeLessThanOrEqual(1_100);
    const regions = two.regions.map(({ name }) => name);
    const edges = regions.flatMap((region) =>
      FRAME.edges.filter(({ to }) => to !== 'pgbouncer' && to !== 'playlist-db' && to !== 'catalog-cache').map((edge) => ({ ...edge, region })),
    );
    const geometry = layOut(two, edges, width, height);
    const nodes = [...geometry.nodes.values()];
    expect(nodes.filter(({ name }) => name === 'gateway').map(({ region }) => region)).toEqual(regions);
    const services = two.services.reduce((sum, service) => sum + service.regions.length, 0);
    expect(services).toBeGreaterThan(two.services.length);
    expect(nodes).toHaveLength(1 + services + two.stores.length);
    for (const node of nodes) {
      const box = geometry.regions.find(({ name }) => name === node.region) ?? { x: 0, y: 0, w: width, h: height };
      expect([node.x >= box.x, node.x + node.w <= box.x + box.w, node.y >= box.y, node.y + node.h <= box.y + box.h], `${node.name} in ${node.region}`).toEqual([
        true,
        true,
        true,
        true,
      ]);
    }
    expect(geometry.feeders).toHaveLength(edges.length);
    for (const { region, points } of geometry.feeders.filter(({ from }) => from !== 'wavelength-lb')) {
      const box = geometry.regions.find(({ name }) => name === region);
      for (const { y } of points) expect(y > (box?.y ?? 0) && y < (box?.y ?? 0) + (box?.h ?? 0)).toBe(true);
    }
  });

  it('does not move when the state changes', () => {
    expect([...layOut(card(), [...FRAME.edges].reverse(), 700, 340).nodes]).toEqual([...map.nodes]);
  });
});

describe('a waterfall', () => {
  it('sets children under their parents by start, and marks what failed', () => {
    expect(waterfallRows(TRACE).map((row) => `${row.depth} ${row.span.spanId}${row.failed ? '!' : ''}`)).toEqual([
      '0 a!',
      '1 b!',
      '2 c',
      '3 d',
      '3 e!',
      '3 f!',
    ]);
  });

  it('shows a span whose parent was not kept', () => {
    expect(waterfallRows({ ...TRACE, spans: [{ ...TRACE.spans[3], parentSpanId: 'gone' }] })).toHaveLength(1);
  });
});

describe('range queries', () => {
  it('align to their step and never reach before the simulation', () => {
    const window = windowOf({ kind: 'last', spanUs: 1800e6 }, { epoch: EPOCH }, at(14.1));
    expect(window.toMs % window.stepMs).toBe(0);
    expect(window.fromMs).toBeGreaterThanOrEqual(EPOCH.startUnixMs);
  });

  it('keep gaps as gaps and drop what is not finite', () => {
    const grid = gridOf(
      {
        status: 'success',
        data: {
          resultType: 'matrix',
          result: [
            {
              metric: { __name__: 'a', b: 'c' },
              values: [
                [0, '1'],
                [2, 'NaN'],
                [3, '4'],
              ],
            },
          ],
        },
      },
      { fromMs: 0, toMs: 3000, stepMs: 1000 },
    );
    expect(grid.series[0]).toMatchObject({ name: 'a{b="c"}', values: [1, null, null, 4] });
    expect(lastOf([1, null])).toBe(1);
    expect(lastOf([1, null, null, null])).toBeNull();
  });
});

describe('the room', () => {
  it('lists others and own updates by time, and knows which question waits', () => {
    expect(roomEntries(FRAME.incident).map((entry) => [entry.from, entry.waiting])).toEqual([
      ['Ingrid', false],
      ['You', false],
      ['Nadia', true],
    ]);
  });
});

describe('announcements', () => {
  it('say what changed in one sentence each', () => {
    const services = FRAME.services.map((service) => (service.name === 'playlist' ? { ...service, pods: pods('playlist', 'RRRRRRRR') } : service));
    const incident = { ...FRAME.incident, messages: [...FRAME.incident.messages, { atUs: at(14), from: 'Nadia', role: 'support', text: 'Thanks.' }] };
    expect(stateChanges(FRAME, { ...FRAME, services, incident })).toEqual(['playlist: 8 of 8 ready, was 5', 'Nadia: Thanks.']);
    expect(stateChanges(FRAME, FRAME)).toEqual([]);
  });
});

describe('layouts', () => {
  it('hold every panel with a number key, in every preset and width', () => {
    for (const preset of ['on-call', 'investigate'] as const)
      for (const panel of PANEL_KEYS) {
        expect(groupOf(dockLayout(preset, 'tablet', 900), panel), `${panel} on a tablet`).not.toBeNull();
        expect(groupOf(dockLayout('on-call', 'wide', 1440), panel) ?? groupOf(dockLayout('investigate', 'wide', 1440), panel), panel).not.toBeNull();
      }
    expect(groupOf(phoneLayout('pager'), 'pager')).not.toBeNull();
  });
});

describe('the palette', () => {
  const entries = ['Logs of playlist', 'playlist', 'Pager'].map((title) => ({ title, kind: 'x', run: () => undefined }));
  it('finds all words, titles that begin so first', () => {
    expect(filterEntries(entries, 'playlist').map((entry) => entry.title)).toEqual(['playlist', 'Logs of playlist']);
    expect(filterEntries(entries, 'logs play')).toHaveLength(1);
    expect(filterEntries(entries, 'nothing')).toEqual([]);
  });
});

describe('Markdown', () => {
  it('reads headings, lists, fences and paragraphs', () => {
    expect(blocksOf('# A\ntext\nmore\n- one\n  and on\n- two\n\n```\nkubectl get pods\n```\n1. first')).toEqual([
      { kind: 'heading', level: 1, text: 'A' },
      { kind: 'paragraph', text: 'text more' },
      { kind: 'list', ordered: false, items: ['one and on', 'two'] },
      { kind: 'code', text: 'kubectl get pods' },
      { kind: 'list', ordered: true, items: ['first'] },
    ]);
  });

  it('reads tables and quotes, and leaves comments out', () => {
    expect(blocksOf('| Time | What |\n|---|---|\n| 14:01 | a |\n<!-- a hint -->\n> said\n> so\n#no heading')).toEqual([
      { kind: 'table', head: ['Time', 'What'], rows: [['14:01', 'a']] },
      { kind: 'quote', text: 'said so' },
      { kind: 'paragraph', text: '#no heading' },
    ]);
  });
});
