import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Level } from '../contract/records.ts';
import type { Micros } from '../contract/time.ts';

export type Theme = 'dark' | 'light' | 'system';
export type Preset = 'on-call' | 'investigate' | 'write-up' | 'debrief';

/** One thing a dock can show. The number keys 1–9 go through `PANEL_KEYS` in this order. */
export type PanelId =
  | 'pager'
  | 'room'
  | 'fleet'
  | 'terminal'
  | 'dashboards'
  | 'notebook'
  | 'logs'
  | 'traces'
  | 'metrics'
  | 'table'
  | 'changes'
  | 'runbooks'
  | 'status';

export const PANEL_KEYS: readonly PanelId[] = ['pager', 'room', 'fleet', 'terminal', 'dashboards', 'notebook', 'logs', 'traces', 'metrics'];

/** The time range charts show: the last so many microseconds, everything since play began, or a stretch dragged on a chart. */
export type ChartRange =
  | { readonly kind: 'last'; readonly spanUs: Micros }
  | { readonly kind: 'play' }
  | { readonly kind: 'between'; readonly fromUs: Micros; readonly toUs: Micros };

export interface LogQuery {
  readonly service: string;
  readonly pod: string;
  readonly level: Level;
  readonly text: string;
  readonly traceId: string;
  readonly follow: boolean;
}

/** What the person in front of the page chose. Views write it, `app` remembers parts of it. */
export interface UiState {
  readonly theme: Theme;
  readonly preset: Preset;
  /** The panel that has, or last had, the focus. */
  readonly focus: PanelId;
  /** Service or store selected on the map, '' when none. */
  readonly selected: string;
  readonly range: ChartRange;
  /** Where the playhead stands while the past is read; null for now. */
  readonly asOfUs: Micros | null;
  /** SLI whose sag the ribbon shows; '' lets the ribbon choose by burn. */
  readonly sli: string;
  readonly logs: LogQuery;
  /** Trace open in the waterfall, '' when none. */
  readonly traceId: string;
  readonly metricsExpr: string;
  readonly runbook: string;
  readonly muted: boolean;
}

export type UiStore = StoreApi<UiState>;

export const EMPTY_LOG_QUERY: LogQuery = { service: '', pod: '', level: 'debug', text: '', traceId: '', follow: true };

export function createUiStore(initial: Partial<UiState> = {}): UiStore {
  return createStore<UiState>(() => ({
    theme: 'system',
    preset: 'on-call',
    focus: 'pager',
    selected: '',
    range: { kind: 'last', spanUs: 1_800_000_000 },
    asOfUs: null,
    sli: '',
    logs: EMPTY_LOG_QUERY,
    traceId: '',
    metricsExpr: '',
    runbook: '',
    muted: false,
    ...initial,
  }));
}
