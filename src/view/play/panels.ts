import { needsAcknowledgement } from '../../stores/pager-order.ts';
import { mountDashboards } from '../charts/dashboard-panel.ts';
import type { Mounted, ViewContext } from '../context.ts';
import type { PanelDefinition } from '../dock/panel-frame.ts';
import { mountIncidentPanel } from '../incident/incident-panel.ts';
import { mountFleetTable } from '../map/fleet-table.ts';
import { mountMap } from '../map/map-panel.ts';
import { mountNotebook } from '../notebook/notebook.ts';
import { mountChanges } from '../panels/changes.ts';
import { mountLogs } from '../panels/logs.ts';
import { mountMetrics } from '../panels/metrics.ts';
import { mountRunbooks } from '../panels/runbooks.ts';
import { mountTraces } from '../panels/traces.ts';
import { PANEL_TITLES } from './commands.ts';
import { mountPager } from './pager.ts';
import { mountRoom, roomEntries } from './room.ts';

/** A terminal that can be written to. */
export interface TerminalPanel extends Mounted {
  /** Puts a line at the prompt without running it. */
  write(line: string): void;
}

/** All panels of the dock. The terminal comes from the composition root, which owns the shell's worker. */
export function playPanels(mountTerminal: (host: HTMLElement, context: ViewContext) => Mounted): readonly PanelDefinition[] {
  return [
    {
      id: 'pager',
      title: PANEL_TITLES.pager,
      mount: mountPager,
      count: (context) => {
        const waiting = context.frames.getState().frame?.alerts.filter(needsAcknowledgement).length ?? 0;
        return { value: waiting, alarm: true };
      },
    },
    {
      id: 'room',
      title: PANEL_TITLES.room,
      mount: mountRoom,
      count: (context) => {
        const frame = context.frames.getState().frame;
        return { value: frame ? roomEntries(frame.incident).filter((entry) => entry.waiting).length : 0, alarm: true };
      },
    },
    { id: 'status', title: PANEL_TITLES.status, mount: mountIncidentPanel },
    { id: 'runbooks', title: PANEL_TITLES.runbooks, mount: mountRunbooks },
    { id: 'fleet', title: PANEL_TITLES.fleet, mount: mountMap },
    { id: 'table', title: PANEL_TITLES.table, mount: mountFleetTable },
    {
      id: 'changes',
      title: PANEL_TITLES.changes,
      mount: mountChanges,
      count: (context) => ({ value: context.frames.getState().frame?.changes.length ?? 0, alarm: false }),
    },
    { id: 'terminal', title: PANEL_TITLES.terminal, mount: mountTerminal },
    { id: 'logs', title: PANEL_TITLES.logs, mount: mountLogs },
    { id: 'traces', title: PANEL_TITLES.traces, mount: mountTraces },
    { id: 'metrics', title: PANEL_TITLES.metrics, mount: mountMetrics },
    { id: 'dashboards', title: PANEL_TITLES.dashboards, mount: mountDashboards },
    { id: 'notebook', title: PANEL_TITLES.notebook, mount: mountNotebook },
  ];
}
