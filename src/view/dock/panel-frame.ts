import { html, nothing, render } from 'lit-html';
import type { PanelId } from '../../stores/ui-store.ts';
import { toolButton } from '../components/button.ts';
import { tabList } from '../components/tabs.ts';
import type { Mounted, ViewContext } from '../context.ts';

/** A panel as the dock knows it. `tools` is a place at the right of the panel's head for the panel's own controls. */
export interface PanelDefinition {
  readonly id: PanelId;
  readonly title: string;
  readonly mount: (host: HTMLElement, context: ViewContext, tools: HTMLElement) => Mounted;
  /** Number after the title, e.g. pages not yet acknowledged. */
  readonly count?: (context: ViewContext) => { readonly value: number; readonly alarm: boolean };
}

/** A panel once it has been shown: its elements live on through every change of layout, so a terminal keeps its scrollback. */
export interface LivePanel {
  readonly host: HTMLElement;
  readonly tools: HTMLElement;
  readonly mounted: Mounted;
}

export interface PanelFrame {
  readonly element: HTMLElement;
  readonly panels: readonly PanelId[];
  readonly active: PanelId;
  /** Draws head and tabs again (counts changed). */
  refresh(): void;
  show(panel: PanelId): void;
  /** Takes the panels out so that they can be put elsewhere. */
  release(): void;
}

export interface PanelFrameOptions {
  readonly id: string;
  readonly panels: readonly PanelId[];
  readonly context: ViewContext;
  readonly definition: (panel: PanelId) => PanelDefinition;
  readonly livePanel: (panel: PanelId) => LivePanel;
  readonly keyOf: (panel: PanelId) => string | undefined;
  readonly onActive: (panel: PanelId) => void;
  readonly onMaximise: (frame: PanelFrame) => void;
}

/** A group of panels: head with number key, tabs and tools, and the active panel below it. */
export function panelFrame(options: PanelFrameOptions, first: PanelId): PanelFrame {
  const { id, panels, context } = options;
  const element = document.createElement('section');
  element.className = 'panel';
  const head = document.createElement('header');
  head.className = 'panel-head';
  const tabsHost = document.createElement('div');
  tabsHost.className = 'panel-tabs';
  const toolsHost = document.createElement('div');
  toolsHost.className = 'panel-tools';
  const ownTools = document.createElement('div');
  ownTools.className = 'panel-own-tools';
  const body = document.createElement('div');
  body.className = 'panel-body';
  body.id = `panel-${id}`;
  body.setAttribute('role', 'tabpanel');
  head.append(tabsHost, toolsHost);
  element.append(head, body);
  let active = first;
  let shown: LivePanel | null = null;

  function drawHead(): void {
    element.setAttribute('aria-label', options.definition(active).title);
    body.setAttribute('aria-labelledby', `${body.id}-${active}`);
    render(
      tabList(
        `Panel ${options.definition(active).title}`,
        panels.map((panel) => {
          const definition = options.definition(panel);
          const count = definition.count?.(context);
          const key = panel === active ? options.keyOf(panel) : undefined;
          return { id: panel, label: definition.title, ...(key ? { key } : {}), ...(count ? { count: count.value, alarm: count.alarm } : {}) };
        }),
        active,
        body.id,
        (panel) => frame.show(panel as PanelId),
      ),
      tabsHost,
    );
    render(
      html`${ownTools}${panels.length ? toolButton(element.classList.contains('maximised') ? 'Back to all panels' : 'Maximise panel', 'maximise', () => options.onMaximise(frame)) : nothing}`,
      toolsHost,
    );
  }

  const frame: PanelFrame = {
    element,
    panels,
    get active() {
      return active;
    },
    refresh: drawHead,
    show: (panel) => {
      const next = options.livePanel(panel);
      if (shown && shown !== next) {
        shown.mounted.setVisible?.(false);
        shown.host.remove();
      }
      active = panel;
      shown = next;
      body.replaceChildren(next.host);
      ownTools.replaceChildren(next.tools);
      drawHead();
      next.mounted.setVisible?.(true);
      options.onActive(panel);
    },
    release: () => {
      shown?.mounted.setVisible?.(false);
      shown?.host.remove();
      shown = null;
    },
  };
  return frame;
}
