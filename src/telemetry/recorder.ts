import type { ChangeRecord, KubeEvent, LogFilter, LogLine, Recorder, Source, Trace, TraceFilter } from '../contract/records.ts';
import type { Epoch, Micros } from '../contract/time.ts';
import { createKubeEventStore } from './kube-events.ts';
import type { EdgeNames } from './log-layouts/log-context.ts';
import { readLogs } from './log-reader.ts';
import { createLogStore } from './log-store.ts';
import { createStringTable } from './string-table.ts';
import { createTraceStore } from './trace-store.ts';

/** The engine writes, everyone else reads. */
export interface TelemetryRecorder extends Recorder {
  logs(filter: LogFilter): LogLine[];
  /** Null when there is no such trace or it was not kept. */
  trace(traceId: string): Trace | null;
  /** Newest first. */
  traces(filter: TraceFilter): Trace[];
  /** Oldest first. */
  changes(): readonly ChangeRecord[];
  /** Events not older than their hour, as aggregated by the API server. */
  events(nowUs: Micros): KubeEvent[];
  /** Rows and traces held, for figures about the run. */
  readonly counts: { readonly logRows: number; readonly keptTraces: number };
  snapshot(): unknown;
  restore(state: unknown): void;
}

export interface RecorderOptions {
  /** Shown in access logs. */
  readonly edge?: EdgeNames;
  /** false: nobody is going to look at traces, and none are put together. Everything else is as it would be. */
  readonly traces?: boolean;
}

interface RecorderState {
  readonly texts: readonly string[];
  readonly sources: readonly Source[];
  readonly logs: unknown;
  readonly traces: unknown;
  readonly events: unknown;
  readonly changes: readonly ChangeRecord[];
}

const NOWHERE: EdgeNames = { host: '-', project: '-', backendService: '-' };
const NOBODY: Source = { service: '', pod: '', container: '', node: '', zone: '', region: '', version: '', ip: '' };

export function createRecorder(epoch: Epoch, options: RecorderOptions = {}): TelemetryRecorder {
  const texts = createStringTable();
  /** Source 0 is nobody, as text 0 is empty: the engine may leave an argument at 0. */
  let sources: Source[] = [NOBODY];
  let changes: ChangeRecord[] = [];
  const logs = createLogStore();
  const events = createKubeEventStore();
  const sourceOf = (id: number): Source => sources[id] ?? NOBODY;
  const traces = createTraceStore(texts.text, sourceOf);
  const keepsTraces = options.traces !== false;
  const ignored = (): void => undefined;
  return {
    intern: texts.intern,
    source: (source) => sources.push(source) - 1,
    log: logs.append,
    span: keepsTraces ? traces.span : ignored,
    traceFinished: keepsTraces ? traces.finished : ignored,
    change(change) {
      changes.push(change);
    },
    event: events.add,
    logs: (filter) => readLogs({ logs, sources, sourceOf, text: texts.text, epoch, edge: options.edge ?? NOWHERE }, filter),
    trace: traces.trace,
    traces: traces.traces,
    changes: () => changes,
    events: events.list,
    get counts() {
      return { logRows: logs.count, keptTraces: traces.keptCount };
    },
    snapshot: (): RecorderState => ({
      texts: texts.snapshot(),
      sources: sources.slice(),
      logs: logs.snapshot(),
      traces: traces.snapshot(),
      events: events.snapshot(),
      changes: changes.slice(),
    }),
    restore(state) {
      const saved = state as RecorderState;
      texts.restore(saved.texts);
      sources = saved.sources.slice();
      changes = saved.changes.slice();
      logs.restore(saved.logs);
      traces.restore(saved.traces);
      events.restore(saved.events);
    },
  };
}
