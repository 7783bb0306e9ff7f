import { html, nothing, render } from 'lit-html';
import type { Frame } from '../../contract/frame.ts';
import { errorState, loadingState } from '../components/states.ts';
import { onThemeChange } from '../components/tokens-in-canvas.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { figure, percent, rate } from '../format.ts';
import { leastWidth } from './columns.ts';
import { type MapNode, nodeKey } from './geometry.ts';
import { inspector } from './inspector.ts';
import { mapLegend } from './legend.ts';
import type { MapScene } from './map-scene.ts';

const RETRY_MS = 4000;
/** Less than this beyond the right edge is the margin, and nothing is hidden there. */
const MORE_PX = 16;

/** The fleet map: a Pixi canvas, above it one real button a thing so that clicks, keys and screen readers work alike. */
export function mountMap(host: HTMLElement, context: ViewContext, tools: HTMLElement): Mounted {
  const { frames, ui } = context;
  host.classList.add('map');
  const stage = document.createElement('div');
  stage.className = 'map-stage';
  const buttons = document.createElement('div');
  buttons.className = 'map-buttons';
  buttons.setAttribute('role', 'group');
  buttons.setAttribute('aria-label', 'Fleet map; arrow keys walk services and stores');
  const side = document.createElement('div');
  side.className = 'map-details';
  const notice = document.createElement('div');
  notice.className = 'map-notice';
  // below the width its boxes need, the map scrolls sideways instead of losing its right end
  const scroll = document.createElement('div');
  scroll.className = 'map-scroll';
  scroll.style.setProperty('--w-map-least', `${leastWidth(context.scenario)}px`);
  scroll.append(stage, buttons);
  const tellOfMore = (): void => void host.classList.toggle('has-more', scroll.scrollWidth - scroll.clientWidth - scroll.scrollLeft > MORE_PX);
  scroll.addEventListener('scroll', tellOfMore, { passive: true });
  host.append(scroll, side, notice);
  render(mapLegend(), tools);
  let scene: MapScene | null = null;
  let visible = true;
  let destroyed = false;
  let scheduled = 0;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let spoken = 0;

  function lost(reason: string): void {
    scene?.destroy();
    scene = null;
    stage.replaceChildren();
    render(
      errorState(
        'The map lost its graphics. The tab Table says the same; everything else works.',
        `${reason} Trying again in a few seconds.`,
        () => void start(),
      ),
      notice,
    );
    context.announce('The map lost its graphics. The table says the same.');
    if (visible) context.navigate({ kind: 'panel', panel: 'table' });
    clearTimeout(retry);
    retry = setTimeout(() => void start(), RETRY_MS);
  }

  async function start(): Promise<void> {
    clearTimeout(retry);
    if (scene || destroyed) return;
    if (stage.clientWidth === 0) return;
    render(loadingState('Drawing the map'), notice);
    try {
      const { createMapScene } = await import('./map-scene.ts');
      await document.fonts.ready;
      const made = await createMapScene(context.scenario, stage.clientWidth, stage.clientHeight, () => lost('The browser took the WebGL context away.'));
      if (destroyed) return made.destroy();
      made.canvas.setAttribute('aria-hidden', 'true');
      scene = made;
      stage.replaceChildren(made.canvas);
      render(nothing, notice);
      draw();
    } catch (thrown) {
      if (!destroyed) lost(thrown instanceof Error ? `${thrown.message}.` : 'WebGL is not available.');
    }
  }

  function draw(): void {
    scheduled = 0;
    const frame = frames.getState().frame;
    const { selected } = ui.getState();
    if (!frame || !visible) return;
    scene?.draw(frame, selected);
    drawButtons(frame, selected);
    render(inspector(context, frame, selected), side);
  }
  const schedule = (): void => {
    if (!scheduled && visible) scheduled = requestAnimationFrame(draw);
  };

  function drawButtons(frame: Frame, selected: string): void {
    const geometry = scene?.geometry();
    if (!geometry) return;
    // names change with every frame; a screen reader needs them twice a second at most
    const now = performance.now();
    if (now - spoken < 500 && buttons.childElementCount > 0 && buttons.dataset.selected === selected) return;
    spoken = now;
    buttons.dataset.selected = selected;
    const nodes = [...geometry.nodes.values()].filter((node) => node.kind !== 'edge');
    const current = nodes.find((node) => node.name === selected) ?? nodes[0];
    const several = new Set(nodes.map((node) => node.region)).size > 1;
    render(
      html`${nodes.map(
        (
          node,
        ) => html`<button type="button" class="map-button ${node.kind}" data-key=${nodeKey(node.region, node.name)} tabindex=${node === current ? 0 : -1} aria-pressed=${String(node.name === selected)}
      style="left:${node.x}px;top:${node.y}px;width:${node.w}px;height:${node.h}px" aria-label=${describe(frame, node, several)} @click=${() => select(node.name)} @keydown=${(event: KeyboardEvent) => walk(event, node, nodes)}></button>`,
      )}`,
      buttons,
    );
  }

  function select(name: string): void {
    ui.setState({ selected: ui.getState().selected === name ? '' : name });
    if (ui.getState().selected) context.observe('details', name);
  }

  /** Arrow keys go to the nearest thing in that direction. */
  function walk(event: KeyboardEvent, from: MapNode, nodes: readonly MapNode[]): void {
    const direction = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!direction) return;
    event.preventDefault();
    event.stopPropagation();
    let best: MapNode | null = null;
    let bestCost = Infinity;
    for (const node of nodes) {
      const dx = node.x + node.w / 2 - from.x - from.w / 2;
      const dy = node.y + node.h / 2 - from.y - from.h / 2;
      const along = dx * direction[0] + dy * direction[1];
      const across = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
      if (along > 4 && along + 2 * across < bestCost) {
        best = node;
        bestCost = along + 2 * across;
      }
    }
    if (best) buttons.querySelector<HTMLElement>(`[data-key="${CSS.escape(nodeKey(best.region, best.name))}"]`)?.focus();
  }

  const observer = new ResizeObserver(() => {
    if (stage.clientWidth === 0) return;
    tellOfMore();
    if (!scene) void start();
    scene?.resize(stage.clientWidth, stage.clientHeight);
    spoken = 0;
    schedule();
  });
  observer.observe(stage);
  observer.observe(scroll);
  const stopTheme = onThemeChange(() => {
    scene?.restyle();
    schedule();
  });
  const stopFrames = frames.subscribe(schedule);
  const stopUi = ui.subscribe((now, before) => {
    if (now.selected !== before.selected) schedule();
  });
  void start();
  return {
    setVisible: (now) => {
      visible = now;
      if (now) schedule();
      if (now && !scene) void start();
    },
    focus: () => buttons.querySelector<HTMLElement>('[tabindex="0"]')?.focus(),
    destroy: () => {
      destroyed = true;
      clearTimeout(retry);
      observer.disconnect();
      stopTheme();
      stopFrames();
      stopUi();
      if (scheduled) cancelAnimationFrame(scheduled);
      scene?.destroy();
      host.replaceChildren();
    },
  };
}

/** What the map shows of one thing, in words. @param several whether the region has to be said */
export function describe(frame: Frame, node: Pick<MapNode, 'name' | 'region'>, several = false): string {
  const where = several && node.region !== '' ? ` in ${node.region}` : '';
  if (frame.silentRegions.includes(node.region)) return `${node.name}${where}: silent, nothing gets through`;
  const service = frame.services.find((entry) => entry.name === node.name);
  const home = service?.homes.find(({ region }) => region === node.region);
  if (service && home) {
    const ready = home.pods.filter((pod) => pod.mark === 'ready').length;
    return `${service.name}${where}: ${rate(home.perSecond)}, ${percent(home.errorRatio)} fail, ${ready} of ${home.desired} pods ready, ${Math.round(home.saturation * 100)}% saturated`;
  }
  const store = frame.stores.find((entry) => entry.name === node.name);
  return store ? `${store.name}${where}: ${figure(store.perSecond)} a second, ${store.caption}, ${Math.round(store.saturation * 100)}% saturated` : node.name;
}
