import { PANEL_KEYS, type PanelId, type Preset, type Theme } from '../../stores/ui-store.ts';
import type { ViewContext } from '../context.ts';
import { nodeActions } from '../map/inspector.ts';
import { acknowledge, firstUnacknowledged } from './pager.ts';
import { SPEEDS } from './top-bar.ts';

/** Something the palette offers. */
export interface PaletteEntry {
  readonly title: string;
  /** What kind of thing it is, shown at the right. */
  readonly kind: string;
  readonly key?: string;
  readonly run: () => void;
}

export const PRESETS: readonly { readonly preset: Preset; readonly key: string; readonly title: string }[] = [
  { preset: 'on-call', key: 'F1', title: 'On call' },
  { preset: 'investigate', key: 'F2', title: 'Investigate' },
  { preset: 'write-up', key: 'F4', title: 'Write-up' },
];

export const PANEL_TITLES: Readonly<Record<PanelId, string>> = {
  pager: 'Pager',
  room: 'Room',
  fleet: 'Fleet',
  terminal: 'Terminal',
  dashboards: 'Dashboards',
  notebook: 'Notebook',
  logs: 'Logs',
  traces: 'Traces',
  metrics: 'Metrics',
  table: 'Table',
  changes: 'Changes',
  runbooks: 'Runbooks',
  status: 'Status page',
};

/** Everything Ctrl K can do right now. */
export function paletteEntries(context: ViewContext, extra: readonly PaletteEntry[]): readonly PaletteEntry[] {
  const { ui, port, scenario, frames } = context;
  const frame = frames.getState().frame;
  const page = firstUnacknowledged(context);
  const theme = (value: Theme): PaletteEntry => ({ title: `Theme: ${value}`, kind: 'look', run: () => ui.setState({ theme: value }) });
  return [
    ...(page ? [{ title: `Acknowledge ${page.name}`, kind: 'page', key: 'A', run: () => void acknowledge(context, page) }] : []),
    ...PRESETS.map((entry) => ({ title: entry.title, kind: 'layout', key: entry.key, run: () => context.navigate({ kind: 'preset', preset: entry.preset }) })),
    ...(Object.keys(PANEL_TITLES) as PanelId[]).map((panel) => ({
      title: PANEL_TITLES[panel],
      kind: 'panel',
      ...(PANEL_KEYS.includes(panel) ? { key: String(PANEL_KEYS.indexOf(panel) + 1) } : {}),
      run: () => context.navigate({ kind: 'panel', panel }),
    })),
    { title: frame?.playing ? 'Pause' : 'Play', kind: 'clock', key: 'Space', run: () => void (frame?.playing ? port.pause() : port.play()) },
    ...SPEEDS.map((speed) => ({ title: `Speed ${speed}×`, kind: 'clock', run: () => void port.setSpeed(speed) })),
    ...[...scenario.services, ...scenario.stores].map((entry) => ({
      title: entry.name,
      kind: 'fleet',
      run: () => context.navigate({ kind: 'service', name: entry.name }),
    })),
    ...scenario.services.map((entry) => ({
      title: `Logs of ${entry.name}`,
      kind: 'logs',
      run: () => context.navigate({ kind: 'logs', query: { service: entry.name, pod: '', text: '', traceId: '' } }),
    })),
    ...scenario.runbooks.map((entry) => ({
      title: `Runbook ${entry.name}`,
      kind: 'runbook',
      run: () => context.navigate({ kind: 'runbook', name: entry.name }),
    })),
    ...(ui.getState().selected
      ? nodeActions(context, ui.getState().selected).map((action) => ({
          title: `${action.label}: ${ui.getState().selected}`,
          kind: 'selection',
          run: action.run,
        }))
      : []),
    theme('dark'),
    theme('light'),
    theme('system'),
    ...extra,
    { title: 'Home', kind: 'leave', run: () => context.navigate({ kind: 'home' }) },
  ];
}

/** Entries whose title holds all the words asked for, in their order of appearance; a title that begins with the words comes first. */
export function filterEntries(entries: readonly PaletteEntry[], asked: string): readonly PaletteEntry[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  const text = asked.trim().toLowerCase();
  const fits = entries.filter((entry) => words.every((word) => `${entry.title} ${entry.kind}`.toLowerCase().includes(word)));
  return text === '' ? fits : [...fits].sort((a, b) => Number(b.title.toLowerCase().startsWith(text)) - Number(a.title.toLowerCase().startsWith(text)));
}
