import 'pixi.js/unsafe-eval';
import { Application, Container, Graphics, Text, type TextStyleOptions } from 'pixi.js';
import type { EdgeFrame, Frame, HomeFrame, StoreFrame } from '../../contract/frame.ts';
import type { ScenarioCard } from '../../stores/scenario-card.ts';
import { figure, rate } from '../format.ts';
import { layOut, type MapFeeder, type MapGeometry, type MapNode, nodeKey } from './geometry.ts';
import { drawBreaker, drawFeeder, drawPods, drawRing, LARGE_PODS, SMALL_PODS } from './map-marks.ts';
import { readPalette, type MapPalette } from './palette.ts';

/** A service fails its SLO on the map from this share of errors. */
const HOT_ERROR_RATIO = 0.05;
/** Others answer worse than we do at any time: from here it is worth a colour. */
const HOT_EXTERNAL_RATIO = 0.1;
/** Said of what stands in a region that nothing gets through to. */
const NO_ANSWER = 'silent';

/** `61% fail`; never wider than that. */
function failing(ratio: number): string {
  return ratio >= 0.995 ? 'all fail' : `${Math.round(ratio * 100)}% fail`;
}

export interface MapScene {
  readonly canvas: HTMLCanvasElement;
  readonly geometry: () => MapGeometry | null;
  resize(width: number, height: number): void;
  draw(frame: Frame, selected: string): void;
  /** Reads the tokens again. */
  restyle(): void;
  destroy(): void;
}

/** The mimic panel in Pixi. Draws only when told: no ticker runs, so an idle map costs nothing. Rejects when there is no WebGL. */
export async function createMapScene(card: ScenarioCard, width: number, height: number, onLost: () => void): Promise<MapScene> {
  const app = new Application();
  await app.init({
    width,
    height,
    preference: 'webgl',
    antialias: true,
    autoDensity: true,
    resolution: window.devicePixelRatio || 1,
    backgroundAlpha: 0,
    autoStart: false,
    sharedTicker: false,
  });
  app.canvas.addEventListener('webglcontextlost', (event) => {
    event.preventDefault();
    onLost();
  });
  const lines = new Graphics();
  const boxes = new Graphics();
  const words = new Container();
  app.stage.addChild(lines, boxes, words);
  const texts = new Map<string, Text>();
  const used = new Set<string>();
  let palette = readPalette();
  let geometry: MapGeometry | null = null;
  let wiring = '';
  let size = { width, height };
  let ticks = 0;
  const zonesOf = new Map(card.regions.map((region) => [region.name, region.zones]));

  /** Shows a text, making or changing it only when it differs: a changed text costs a texture. */
  function say(
    key: string,
    value: string,
    x: number,
    y: number,
    look: { colour: number; weight?: '400' | '500' | '600'; size?: number; mono?: boolean; centre?: boolean },
  ): void {
    used.add(key);
    let text = texts.get(key);
    const style: TextStyleOptions = {
      fontFamily: look.mono ? 'JetBrains Mono, monospace' : 'Inter Variable, Inter, sans-serif',
      fontSize: look.size ?? 11,
      fontWeight: look.weight ?? '400',
      fill: look.colour,
    };
    if (!text) {
      text = new Text({ text: value, style, resolution: Math.max(2, window.devicePixelRatio || 1) });
      texts.set(key, text);
      words.addChild(text);
    }
    if (text.text !== value) text.text = value;
    if (text.style.fill !== look.colour) text.style.fill = look.colour;
    if (text.style.fontWeight !== (look.weight ?? '400')) text.style.fontWeight = look.weight ?? '400';
    text.anchor.set(look.centre ? 0.5 : 0, 0.5);
    text.position.set(Math.round(x), Math.round(y));
    text.visible = true;
  }

  function drawWires(frame: Frame, map: MapGeometry, colours: MapPalette): void {
    const most = Math.max(1, ...frame.edges.map((edge) => edge.perSecond));
    const widthOf = (perSecond: number): number => Math.max(1, Math.min(8, 8 * Math.sqrt(perSecond / most)));
    const edgeOf = ({ region, from, to }: MapFeeder): EdgeFrame | undefined =>
      frame.edges.find((edge) => edge.region === region && edge.from === from && edge.to === to);
    for (const bus of map.buses) {
      const branches = map.feeders
        .filter((feeder) => feeder.region === bus.region && feeder.from === bus.from && feeder.breakerAt)
        .map(edgeOf)
        .filter((edge): edge is EdgeFrame => edge !== undefined);
      const sum = branches.reduce((total, edge) => total + edge.perSecond, 0);
      const weighed = (read: (edge: EdgeFrame) => number): number =>
        sum > 0 ? branches.reduce((total, edge) => total + read(edge) * edge.perSecond, 0) / sum : 0;
      drawFeeder(
        lines,
        bus.trunk,
        { perSecond: sum, errorRatio: weighed((edge) => edge.errorRatio), retryRatio: weighed((edge) => edge.retryRatio) },
        widthOf(Math.min(sum, most)),
        colours,
        ticks,
      );
    }
    for (const feeder of map.feeders) {
      const edge = edgeOf(feeder);
      if (edge) drawFeeder(lines, feeder.points, edge, widthOf(edge.perSecond), colours, ticks);
    }
    for (const bus of map.buses) lines.moveTo(bus.x, bus.top).lineTo(bus.x, bus.bottom).stroke({ width: 4, color: colours.bus });
    for (const feeder of map.feeders) {
      const edge = edgeOf(feeder);
      if (feeder.breakerAt && edge) drawBreaker(lines, feeder.breakerAt, edge.breaker, edge.errorRatio >= HOT_ERROR_RATIO, colours);
    }
  }

  /** @param silent nothing is heard from there */
  function drawService(node: MapNode, service: HomeFrame, silent: boolean, roomy: boolean, colours: MapPalette): void {
    const zones = zonesOf.get(service.region) ?? [];
    const hot = service.errorRatio >= HOT_ERROR_RATIO;
    const { x, y, w, h } = node;
    const caption = silent ? NO_ANSWER : hot ? failing(service.errorRatio) : rate(service.perSecond);
    if (node.kind === 'tier') {
      boxes
        .roundRect(x + 0.5, y + 0.5, w, h, 2)
        .fill(hot ? colours.critSoft : colours.panel)
        .stroke({ width: 1, color: hot ? colours.crit : colours.lineStrong });
      drawRing(boxes, x + 16, y + 18, 9, 3, service.saturation, colours);
      say(`${node.region}/${node.name}/name`, node.name, x + 29, y + 12, { colour: colours.ink1, weight: '500' });
      say(`${node.region}/${node.name}/rate`, caption, x + 29, y + 25, { colour: hot ? colours.crit : colours.ink3, mono: true, size: 10 });
      drawPods(boxes, x + 8, y + 40, service.pods, zones, 9, roomy ? LARGE_PODS : SMALL_PODS, colours);
      return;
    }
    const middle = y + h / 2;
    boxes
      .roundRect(x + 0.5, y + 0.5, w, h, 2)
      .fill(hot ? colours.critSoft : colours.panel)
      .stroke({ width: 1, color: hot ? colours.crit : colours.line });
    if (hot) {
      boxes.rect(x, y, 27, h + 1).fill(colours.crit);
      boxes.circle(x + 14, middle, 5.5).stroke({ width: 3, color: colours.onCrit });
      boxes.circle(x + 14, middle, 9).stroke({ width: 1, color: colours.onCrit });
    } else drawRing(boxes, x + 15, middle, 8, 3, service.saturation, colours);
    const textX = x + (hot ? 34 : 30);
    say(`${node.region}/${node.name}/name`, node.name, textX, middle - 5, { colour: colours.ink1, weight: hot ? '600' : '500' });
    say(`${node.region}/${node.name}/rate`, caption, textX, middle + 6, {
      colour: hot ? colours.crit : colours.ink3,
      mono: true,
      size: 10,
      weight: hot ? '500' : '400',
    });
    drawPods(boxes, x + w - 6, middle - (roomy ? 12.5 : 9.5), service.pods, zones, roomy ? 4 : 6, roomy ? LARGE_PODS : SMALL_PODS, colours, true);
  }

  /** Somebody else's service: a name, and how much of what is asked stays without an answer when that is much. */
  function drawExternal(node: MapNode, store: StoreFrame, colours: MapPalette): void {
    const { x, y, w, h } = node;
    const hot = store.errorRatio >= HOT_EXTERNAL_RATIO;
    boxes
      .roundRect(x + 0.5, y + 0.5, w, h, h / 2)
      .fill(hot ? colours.critSoft : colours.well)
      .stroke({ width: 1, color: hot ? colours.crit : colours.line });
    const middle = y + h / 2;
    say(`${node.region}/${node.name}/name`, node.name, x + 9, middle, { colour: hot ? colours.ink1 : colours.ink3, size: 10 });
    if (hot) say(`${node.region}/${node.name}/rate`, failing(store.errorRatio), x + w - 46, middle, { colour: colours.crit, mono: true, size: 9 });
  }

  /** The CDN: what it is asked, and how much of that its caches have. */
  function drawCdn({ x, y, w, h }: MapNode, store: StoreFrame, colours: MapPalette): void {
    const hot = store.errorRatio >= HOT_ERROR_RATIO;
    boxes
      .roundRect(x + 0.5, y + 0.5, w, h, 2)
      .fill(hot ? colours.critSoft : colours.panel)
      .stroke({ width: 1, color: hot ? colours.crit : colours.lineStrong });
    const [centre, middle] = [x + w / 2, y + h / 2];
    const small = { mono: true, size: 10, centre: true } as const;
    say('cdn/name', 'CDN', centre, middle - 14, { colour: colours.ink1, weight: '600', centre: true });
    say('cdn/rate', `${figure(store.perSecond)}/s`, centre, middle + 1, { colour: colours.ink2, ...small });
    say('cdn/hits', hot ? failing(store.errorRatio) : store.caption.replace('hit ', ''), centre, middle + 14, {
      colour: hot ? colours.crit : colours.ink3,
      ...small,
      size: hot ? 9 : 10,
    });
  }

  function drawStore(node: MapNode, store: StoreFrame, colours: MapPalette): void {
    const { x, y, w, h } = node;
    const middle = y + h / 2;
    // a full cache is how caches work: memory in use is no alarm
    const full = store.kind !== 'redis' && store.saturation >= 0.995;
    const lit = store.kind === 'redis' ? null : full ? colours.crit : store.saturation >= 0.8 ? colours.warn : null;
    const pooler = node.kind === 'pooler';
    boxes
      .roundRect(x + 0.5, y + 0.5, w, h, pooler ? 2 : h / 2)
      .fill(full ? colours.critSoft : colours.panel)
      .stroke({ width: 1, color: lit ?? colours.line });
    drawRing(boxes, x + 14, middle, pooler ? 7 : 8, 3, store.saturation, colours, store.kind === 'redis');
    say(`${node.region}/${node.name}/name`, node.name, x + 28, middle - 5, { colour: colours.ink1, weight: '500' });
    say(`${node.region}/${node.name}/rate`, store.caption, x + 28, middle + 6, { colour: lit ?? colours.ink3, mono: true, size: 10 });
  }

  return {
    canvas: app.canvas,
    geometry: () => geometry,
    resize: (nextWidth, nextHeight) => {
      size = { width: nextWidth, height: nextHeight };
      wiring = '';
      app.renderer.resize(nextWidth, nextHeight);
    },
    restyle: () => {
      palette = readPalette();
    },
    draw: (frame, selected) => {
      const key = frame.edges.map((edge) => `${edge.region}/${edge.from}>${edge.to}`).join();
      if (!geometry || key !== wiring) {
        geometry = layOut(card, frame.edges, size.width, size.height);
        wiring = key;
      }
      const map = geometry;
      if (frame.playing) ticks += 1;
      lines.clear();
      boxes.clear();
      used.clear();
      for (const region of map.regions) {
        const silent = frame.silentRegions.includes(region.name);
        lines.roundRect(region.x + 0.5, region.y + 0.5, region.w, region.h, 4).stroke({ width: 1, color: silent ? palette.crit : palette.line });
        const about = silent
          ? 'silent: nothing gets through'
          : `${Math.round(region.share * 100)}% of traffic, zones ${region.zones.map((zone) => zone.slice(zone.lastIndexOf('-') + 1)).join(' ')}`;
        const oneLine = map.regions.length > 1;
        // beside the wire that comes down from the load balancer
        const left = region.x + (oneLine ? 26 : 10);
        say(`${region.name}/name`, region.name, left, region.y + 15, { colour: palette.ink1, weight: '600', size: 12 });
        say(`${region.name}/share`, about, left + (oneLine ? 96 : 0), region.y + (oneLine ? 15 : 30), { colour: silent ? palette.crit : palette.ink3 });
      }
      drawWires(frame, map, palette);
      const edge = map.nodes.get(nodeKey('', card.edge.name));
      if (edge) {
        const perSecond = frame.edges.filter((entry) => entry.from === card.edge.name).reduce((total, entry) => total + entry.perSecond, 0);
        boxes
          .roundRect(edge.x + 0.5, edge.y + 0.5, edge.w, edge.h, 2)
          .fill(palette.panel)
          .stroke({ width: 1, color: palette.lineStrong });
        say('edge/name', 'GCLB', edge.x + edge.w / 2, edge.y + edge.h / 2 - 7, { colour: palette.ink1, weight: '600', centre: true });
        say('edge/rate', `${figure(perSecond)}/s`, edge.x + edge.w / 2, edge.y + edge.h / 2 + 8, { colour: palette.ink2, mono: true, size: 10, centre: true });
      }
      for (const service of frame.services)
        for (const home of service.homes) {
          const node = map.nodes.get(nodeKey(home.region, service.name));
          if (node) drawService(node, home, frame.silentRegions.includes(home.region), map.roomy, palette);
        }
      for (const store of frame.stores) {
        const node = map.nodes.get(nodeKey(store.region, store.name));
        if (node?.kind === 'external') drawExternal(node, store, palette);
        else if (node?.kind === 'cdn') drawCdn(node, store, palette);
        else if (node) drawStore(node, store, palette);
      }
      for (const chosen of [...map.nodes.values()].filter(({ name }) => name === selected))
        boxes
          .roundRect(chosen.x - 3.5, chosen.y - 3.5, chosen.w + 8, chosen.h + 8, chosen.kind === 'store' || chosen.kind === 'external' ? (chosen.h + 8) / 2 : 4)
          .stroke({ width: 1.5, color: palette.accent });
      for (const [name, text] of texts) text.visible = used.has(name);
      app.render();
    },
    destroy: () => app.destroy(true, { children: true, texture: true }),
  };
}
