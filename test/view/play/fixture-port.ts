import type { Frame } from '../../../src/contract/frame.ts';
import type { QueryAnswer, SessionPort } from '../../../src/contract/ports.ts';
import type { LogLine, Trace } from '../../../src/contract/records.ts';
import { DONE } from '../../../src/contract/refusals.ts';
import type { Command } from '../../../src/contract/commands.ts';
import { at, EPOCH, FRAME } from './fixture-frame.ts';

/** A port that answers from made-up data, at the seam the page has; records what it was asked to do. */
export interface FixturePort extends SessionPort {
  readonly commands: Command[];
  readonly calls: string[];
  emit(frame: Frame): void;
}

const TRACE_ID = '7b1e04c2a9d34f0e8c5512ab90de77f1';

export function fixturePort(): FixturePort {
  const listeners = new Set<(frame: Frame) => void>();
  const commands: Command[] = [];
  const calls: string[] = [];
  const note = (name: string): Promise<void> => {
    calls.push(name);
    return Promise.resolve();
  };
  const unused = (): Promise<never> => Promise.reject(new Error('not part of this fixture'));
  return {
    epoch: EPOCH,
    commands,
    calls,
    emit: (frame) => {
      for (const listener of listeners) listener(frame);
    },
    now: () => Promise.resolve(FRAME.tUs),
    clusters: unused,
    loadBalancer: unused,
    fleet: unused,
    databases: () => Promise.resolve([]),
    database: unused,
    poolers: () => Promise.resolve([]),
    pooler: unused,
    caches: () => Promise.resolve([]),
    logs: (filter) =>
      Promise.resolve(
        LOGS.filter(
          (line) =>
            line.id > (filter.afterId ?? -1) &&
            (!filter.services || filter.services.includes(line.service)) &&
            (!filter.text || line.text.includes(filter.text)) &&
            line.tUs <= (filter.toUs ?? Infinity),
        ),
      ),
    trace: (traceId) => Promise.resolve(traceId === TRACE_ID ? TRACE : null),
    traces: (filter) => Promise.resolve(TRACE.endUs <= (filter.endedByUs ?? Infinity) ? [TRACE] : []),
    changes: () => Promise.resolve(FRAME.changes),
    runbooks: () => Promise.resolve([]),
    query: () =>
      Promise.resolve({ status: 'success', data: { resultType: 'vector', result: [{ metric: { __name__: 'up', job: 'playlist' }, value: [0, '1'] }] } }),
    queryRange: (expr, startMs, endMs, stepMs) => Promise.resolve(range(expr, startMs, endMs, stepMs)),
    metricNames: () => Promise.resolve(['up', 'http_server_request_duration_seconds_bucket']),
    execute: (command) => {
      commands.push(command);
      return Promise.resolve(DONE);
    },
    echo: async () => null,
    resolver: async () => ({ nameserver: '10.0.0.10', search: [], ndots: 5 }),
    askName: async () => null,
    http: unused,
    observe: () => Promise.resolve(),
    sleep: () => Promise.resolve(),
    play: () => note('play'),
    pause: () => note('pause'),
    setSpeed: (speed) => note(`speed ${speed}`),
    step: () => note('step'),
    ribbon: (_sli, fromUs, toUs, stepUs) =>
      Promise.resolve({
        fromUs,
        stepUs,
        goodRatio: Array.from({ length: Math.floor((toUs - fromUs) / stepUs) }, (_, index) => 1 - failed((fromUs + index * stepUs - at(0)) / 60e6, index)),
      }),
    recording: unused,
    savePostmortem: () => note('save'),
    observations: () => Promise.resolve([]),
    onFrame: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onCrash: () => () => undefined,
  };
}

const wobble = (index: number): number => Math.sin(index * 12.9898) * 0.5 + Math.sin(index * 4.1414) * 0.5;
const failed = (minute: number, index: number): number =>
  minute < 0 ? 0.0004 : Math.max(0.001, 0.19 * (minute / 14) ** 1.25 * (1 + 0.1 * Math.sin(minute * 2)) + wobble(index) * 0.008);

function range(expr: string, startMs: number, endMs: number, stepMs: number): QueryAnswer {
  if (expr.includes('{{')) return { status: 'error', errorType: 'bad_data', error: '1:5: parse error: unexpected "{" in label matching' };
  const values: [number, string][] = [];
  const playMs = EPOCH.startUnixMs + EPOCH.playStartUs / 1000;
  for (let ms = startMs; ms <= endMs; ms += stepMs) {
    const minute = (ms - playMs) / 60_000;
    const index = ms / stepMs;
    const hurt = failed(minute, index);
    const value =
      expr.includes('5..') || expr.includes('500')
        ? expr.includes('home')
          ? 0.0004
          : hurt
        : expr.includes('0.99')
          ? Math.min(10, 0.19 * (1 + wobble(index) * 0.2) * (minute > 0 ? 24 ** Math.min(1, minute / 4) : 1))
          : expr.includes('0.5')
            ? 0.046 * (1 + wobble(index) * 0.2)
            : expr.includes('ready')
              ? minute > 3
                ? 5
                : 8
              : expr.includes('pending')
                ? Math.max(0, minute * 20)
                : 180 + wobble(index) * 8;
    values.push([ms / 1000, String(value)]);
  }
  return { status: 'success', data: { resultType: 'matrix', result: [{ metric: { __name__: 'series', job: 'playlist' }, values }] } };
}

const LOGS: readonly LogLine[] = Array.from({ length: 400 }, (_, id) => {
  const tUs = at(10) + id * 600_000;
  const bad = id % 7 === 0;
  return {
    id,
    tUs,
    unixMs: EPOCH.startUnixMs + tUs / 1000,
    level: bad ? 'error' : id % 5 === 0 ? 'warn' : 'info',
    service: bad ? 'playlist' : 'web-api',
    pod: `${bad ? 'playlist' : 'web-api'}-6c9f7d8b54-4qzvn`,
    container: 'app',
    traceId: bad ? TRACE_ID : '',
    text: bad ? 'HikariPool-1 - Connection is not available, request timed out after 30000ms (total=20, active=20, idle=0, waiting=41)' : 'GET /home 200 38 ms',
  };
});

const span = (
  spanId: string,
  parentSpanId: string,
  service: string,
  name: string,
  kind: 'server' | 'client',
  fromMs: number,
  toMs: number,
  status: number,
  errorType = '',
  attempt = 0,
): Trace['spans'][number] => ({
  spanId,
  parentSpanId,
  name,
  kind,
  service,
  pod: `${service}-6c9f7d8b54-4qzvn`,
  version: 'v1',
  startUs: at(12) + fromMs * 1000,
  endUs: at(12) + toMs * 1000,
  status,
  errorType,
  attempt,
});
export const TRACE: Trace = {
  traceId: TRACE_ID,
  rootName: 'GET /playlists/:id',
  startUs: at(12),
  endUs: at(12) + 15_004_000,
  status: 504,
  kept: 'error',
  spans: [
    span('a', '', 'gateway', 'GET /playlists/:id', 'server', 0, 15_004, 504, 'timeout'),
    span('b', 'a', 'gateway', 'web-api', 'client', 1, 15_003, 0, 'timeout'),
    span('c', 'b', 'web-api', 'GET /playlists/:id', 'server', 2, 15_003, 499),
    span('d', 'c', 'web-api', 'auth', 'client', 3, 9, 200),
    span('e', 'c', 'web-api', 'playlist', 'client', 10, 7010, 0, 'timeout'),
    span('f', 'c', 'web-api', 'playlist', 'client', 7030, 14_030, 0, 'timeout', 1),
  ],
};
