import type { PanelId, Preset } from '../../stores/ui-store.ts';

/** A dock is a tree of splits; its leaves are groups of panels shown as tabs. */
export type DockNode = DockSplit | DockGroup;

export interface DockSplit {
  readonly kind: 'split';
  readonly id: string;
  readonly direction: 'row' | 'column';
  readonly children: readonly DockNode[];
  /** A child's size: CSS pixels when `px`, else a share of what is left. */
  readonly sizes: readonly DockSize[];
}

export interface DockSize {
  readonly px?: number;
  readonly share?: number;
}

export interface DockGroup {
  readonly kind: 'group';
  readonly id: string;
  readonly panels: readonly PanelId[];
}

export type DockWidth = 'wide' | 'tablet' | 'phone';
export type PhoneTab = 'pager' | 'comms' | 'map' | 'write-up';

const group = (id: string, ...panels: PanelId[]): DockGroup => ({ kind: 'group', id, panels });
const px = (value: number): DockSize => ({ px: value });
const share = (value: number): DockSize => ({ share: value });

/** Art direction §5; the shares are the mock's pixels at 1440 × 900. Above 1,700 px the side columns may grow. */
export function dockLayout(preset: Preset, width: DockWidth, viewportWidth: number): DockNode {
  if (width === 'tablet') {
    return {
      kind: 'split',
      id: `tablet-${preset}`,
      direction: 'row',
      // beside 300 px the fleet map still fits whole from 990 px on
      sizes: [px(viewportWidth >= 960 ? 300 : 268), share(1)],
      children: [
        group('left', 'pager', 'room', 'status', 'notebook', 'runbooks'),
        group('right', 'fleet', 'table', 'changes', 'dashboards', 'terminal', 'logs', 'traces', 'metrics'),
      ],
    };
  }
  const [left, right] = viewportWidth >= 1700 ? [320, 600] : [268, 456];
  if (preset === 'investigate') {
    return {
      kind: 'split',
      id: 'investigate',
      direction: 'row',
      sizes: [share(1), px(right)],
      children: [
        {
          kind: 'split',
          id: 'investigate-left',
          direction: 'column',
          sizes: [share(412), share(296)],
          children: [
            group('explorer', 'metrics', 'dashboards', 'fleet', 'table', 'changes'),
            {
              kind: 'split',
              id: 'investigate-bottom',
              direction: 'row',
              sizes: [share(5), share(6)],
              children: [group('shell', 'terminal'), group('waterfall', 'traces')],
            },
          ],
        },
        {
          kind: 'split',
          id: 'investigate-right',
          direction: 'column',
          sizes: [share(412), share(296)],
          children: [group('lines', 'logs', 'runbooks'), group('notes', 'notebook', 'pager', 'room', 'status')],
        },
      ],
    };
  }
  return {
    kind: 'split',
    id: 'on-call',
    direction: 'row',
    sizes: [px(left), share(1), px(right)],
    children: [
      {
        kind: 'split',
        id: 'on-call-left',
        direction: 'column',
        sizes: [share(378), share(330)],
        children: [group('pager', 'pager', 'runbooks'), group('room', 'room', 'status')],
      },
      {
        kind: 'split',
        id: 'on-call-middle',
        direction: 'column',
        sizes: [share(412), share(296)],
        children: [group('fleet', 'fleet', 'table', 'changes'), group('shell', 'terminal', 'logs', 'traces', 'metrics')],
      },
      {
        kind: 'split',
        id: 'on-call-right',
        direction: 'column',
        sizes: [share(412), share(296)],
        children: [group('charts', 'dashboards'), group('notes', 'notebook')],
      },
    ],
  };
}

/** At 390 px: what each tab of the bottom bar shows. */
export function phoneLayout(tab: PhoneTab): DockNode {
  switch (tab) {
    case 'pager':
      return {
        kind: 'split',
        id: 'phone-pager',
        direction: 'column',
        sizes: [share(5), share(5)],
        children: [group('phone-alerts', 'pager', 'runbooks'), group('phone-room', 'room', 'status')],
      };
    case 'comms':
      return group('phone-comms', 'room', 'status');
    case 'map':
      return group('phone-map', 'table', 'changes', 'dashboards', 'logs', 'traces', 'terminal', 'metrics');
    case 'write-up':
      return group('phone-notes', 'notebook');
  }
}

/** The group that holds a panel, or null when the layout lacks it. */
export function groupOf(node: DockNode, panel: PanelId): DockGroup | null {
  if (node.kind === 'group') return node.panels.includes(panel) ? node : null;
  for (const child of node.children) {
    const found = groupOf(child, panel);
    if (found) return found;
  }
  return null;
}
