import { PANEL_KEYS, type PanelId } from '../../stores/ui-store.ts';
import type { Mounted, ViewContext } from '../context.ts';
import { watch } from '../live.ts';
import { groupOf, type DockNode, type DockSize, type DockSplit } from './layout.ts';
import { panelFrame, type LivePanel, type PanelDefinition, type PanelFrame } from './panel-frame.ts';
import { applySize, splitter } from './splitter.ts';

const MIN_PANE_PX = { row: 240, column: 120 } as const;
const SIZES_KEY = 'brownout.dock';

export interface Dock extends Mounted {
  /** Lays the panels out anew; panels that were shown before keep their state. */
  arrange(layout: DockNode): void;
  /** Brings a panel to the front and focuses it; false when this layout lacks it. */
  reveal(panel: PanelId, focus: boolean): boolean;
  /** Ends a maximised panel; false when none is. */
  restore(): boolean;
}

/** The dock: splits with keyboard-resizable dividers, panel groups with tabs. Sizes are remembered by layout. */
export function createDock(host: HTMLElement, context: ViewContext, definitions: readonly PanelDefinition[]): Dock {
  const byId = new Map(definitions.map((definition) => [definition.id, definition]));
  const live = new Map<PanelId, LivePanel>();
  const remembered = new Map<string, PanelId>();
  let frames: PanelFrame[] = [];
  let layout: DockNode | null = null;

  const definition = (panel: PanelId): PanelDefinition => {
    const found = byId.get(panel);
    if (!found) throw new Error(`no panel ${panel}`);
    return found;
  };
  function livePanel(panel: PanelId): LivePanel {
    let found = live.get(panel);
    if (!found) {
      const panelHost = document.createElement('div');
      panelHost.className = `panel-content panel-${panel}`;
      const tools = document.createElement('div');
      tools.className = 'panel-own-tools';
      found = { host: panelHost, tools, mounted: definition(panel).mount(panelHost, context, tools) };
      live.set(panel, found);
    }
    return found;
  }
  const keyOf = (panel: PanelId): string | undefined => {
    const index = PANEL_KEYS.indexOf(panel);
    return index === -1 ? undefined : String(index + 1);
  };

  function maximise(frame: PanelFrame | null): void {
    for (const other of frames) other.element.classList.toggle('maximised', other === frame && !other.element.classList.contains('maximised'));
    host.classList.toggle(
      'has-maximised',
      frames.some((other) => other.element.classList.contains('maximised')),
    );
    for (const other of frames) other.refresh();
    window.dispatchEvent(new Event('resize'));
  }

  function build(node: DockNode): HTMLElement {
    if (node.kind === 'split') return buildSplit(node);
    const known = remembered.get(node.id);
    const first = known && node.panels.includes(known) ? known : node.panels[0];
    const frame = panelFrame(
      {
        id: node.id,
        panels: node.panels.filter((panel) => byId.has(panel)),
        context,
        definition,
        livePanel,
        keyOf,
        onActive: (panel) => remembered.set(node.id, panel),
        onMaximise: (which) => maximise(which),
      },
      first,
    );
    frame.element.addEventListener('focusin', () => context.ui.setState({ focus: frame.active }));
    frames.push(frame);
    frame.show(first);
    return frame.element;
  }

  function buildSplit(node: DockSplit): HTMLElement {
    const element = document.createElement('div');
    element.className = `split ${node.direction}`;
    const sizes: DockSize[] = [...(storedSizes(node) ?? node.sizes)];
    const panes = node.children.map(build);
    const apply = (): void => panes.forEach((pane, index) => applySize(pane, sizes[index]));
    const remember = (): void => storeSizes(node.id, sizes);
    panes.forEach((pane, index) => {
      pane.classList.add('pane');
      if (index > 0) {
        element.append(
          splitter({
            name: `Divider of ${node.id.replaceAll('-', ' ')}, ${index}`,
            direction: node.direction,
            before: panes[index - 1],
            after: pane,
            minPx: MIN_PANE_PX[node.direction],
            onResize: (beforePx, afterPx) => {
              // shares are in pixels from now on, so that the panes not moved keep their size
              panes.forEach((other, slot) => {
                if (sizes[slot].px === undefined) sizes[slot] = { share: node.direction === 'row' ? other.offsetWidth : other.offsetHeight };
              });
              sizes[index - 1] = sizes[index - 1].px === undefined ? { share: beforePx } : { px: beforePx };
              sizes[index] = sizes[index].px === undefined ? { share: afterPx } : { px: afterPx };
              apply();
              remember();
            },
            onReset: () => {
              sizes.splice(0, sizes.length, ...node.sizes);
              apply();
              remember();
            },
          }),
        );
      }
      element.append(pane);
    });
    apply();
    return element;
  }

  const counts = watch(context.frames, (state) => definitions.map((entry) => entry.count?.(context).value ?? 0).join() + String(state.frame === null));
  let lastCounts = '';
  const stopCounts = counts.subscribe(() => {
    const now = definitions.map((entry) => JSON.stringify(entry.count?.(context) ?? '')).join();
    if (now !== lastCounts) for (const frame of frames) frame.refresh();
    lastCounts = now;
  });

  return {
    arrange: (next) => {
      layout = next;
      for (const frame of frames) frame.release();
      frames = [];
      host.classList.remove('has-maximised');
      host.replaceChildren(build(next));
    },
    reveal: (panel, focus) => {
      if (!layout || !groupOf(layout, panel)) return false;
      const frame = frames.find((candidate) => candidate.panels.includes(panel));
      if (!frame) return false;
      if (frame.active !== panel) frame.show(panel);
      if (host.classList.contains('has-maximised') && !frame.element.classList.contains('maximised')) maximise(null);
      if (focus) {
        const mounted = livePanel(panel).mounted;
        if (mounted.focus) mounted.focus();
        else frame.element.querySelector<HTMLElement>('[role=tab][aria-selected=true]')?.focus();
      }
      return true;
    },
    restore: () => {
      if (!host.classList.contains('has-maximised')) return false;
      maximise(null);
      return true;
    },
    destroy: () => {
      stopCounts();
      for (const panel of live.values()) panel.mounted.destroy();
      host.replaceChildren();
    },
  };
}

function storedSizes(node: DockSplit): readonly DockSize[] | null {
  try {
    const all = JSON.parse(localStorage.getItem(SIZES_KEY) ?? '{}') as Record<string, readonly DockSize[]>;
    const found = all[node.id];
    return Array.isArray(found) && found.length === node.sizes.length ? found : null;
  } catch {
    return null;
  }
}

function storeSizes(id: string, sizes: readonly DockSize[]): void {
  try {
    const all = JSON.parse(localStorage.getItem(SIZES_KEY) ?? '{}') as Record<string, readonly DockSize[]>;
    localStorage.setItem(SIZES_KEY, JSON.stringify({ ...all, [id]: sizes }));
  } catch {
    // storage blocked or full: the layout is simply not remembered
  }
}
