import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logTemplateIndex, type LogTemplateName } from '../../src/contract/log-templates.ts';
import { ERROR, INFO, SPAN_CLIENT, SPAN_SERVER, WARN } from '../../src/contract/records.ts';
import { createLogStore } from '../../src/telemetry/log-store.ts';
import type { KeepReason } from '../../src/telemetry/kept-trace.ts';
import { createKeptTraces } from '../../src/telemetry/kept-traces.ts';
import { createSpanPool } from '../../src/telemetry/span-pool.ts';
import { createOpenTraces } from '../../src/telemetry/open-traces.ts';
import { createRecorder } from '../../src/telemetry/recorder.ts';
import { traceIdOf, traceKeyOf } from '../../src/telemetry/trace-id.ts';

const EPOCH = { startUnixMs: 1_795_334_400_000, playStartUs: 0 };
const S = 1_000_000;

function recorder() {
  const store = createRecorder(EPOCH, { edge: { host: 'api.example.test', project: 'example', backendService: 'k8s1-web' } });
  const pod = (service: string, n: number) =>
    store.source({ service, pod: `${service}-${n}`, container: service, node: 'n', zone: 'b', region: 'r', version: 'v1', ip: `10.0.0.${n}` });
  return { store, pod };
}

describe('trace ids', () => {
  it('lead back to their key, whatever the key', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), fc.integer({ min: 1, max: 0xffffffff }), (hi, lo) => {
        const id = traceIdOf(hi, lo);
        expect(id).toMatch(/^[0-9a-f]{32}$/);
        expect(traceKeyOf(id)).toEqual({ hi, lo });
        expect(traceIdOf(hi | 0, lo | 0)).toBe(id);
      }),
    );
  });

  it('are refused when no key has them', () => {
    expect(traceKeyOf('0123456789abcdef0123456789abcdef')).toBeNull();
    expect(traceKeyOf('nonsense')).toBeNull();
  });
});

describe('log lines as their programs write them', () => {
  const line = (template: LogTemplateName, args: (store: ReturnType<typeof recorder>) => number[], level = WARN): string => {
    const made = recorder();
    const source = made.pod('playlist', 7);
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = args(made);
    made.store.log(12_345_678, source, level, logTemplateIndex(template), 11, 22, a, b, c, d, e);
    return made.store.logs({ limit: 1, take: 'newest' })[0].text;
  };
  it.each<[LogTemplateName, (made: ReturnType<typeof recorder>) => number[], RegExp]>([
    [
      'envoyAccess',
      ({ store, pod }) => [store.intern('/playlists/:id'), 504, 7_000_500, store.intern('UT'), pod('web-api', 3)],
      /^\[2026-11-22T08:00:05\.345Z\] "GET \/playlists\/\d+ HTTP\/1\.1" 504 UT 0 24 7000 - "203\.0\.113\.\d+" "-" "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}" "api\.example\.test" "10\.0\.0\.3:8080"$/,
    ],
    [
      'callTimedOut',
      ({ store }) => [store.intern('playlist'), store.intern('/p'), 250_000, 2],
      /^\{"level":"warn","time":"2026-11-22T08:00:12\.345Z","service":"playlist","version":"v1","pid":1,"hostname":"playlist-7","trace_id":"[0-9a-f]{32}","req_id":"[^"]+","msg":"upstream playlist \/p timed out after 250 ms \(attempt 2\)"\}$/,
    ],
    [
      'hikariTimeout',
      ({ store }) => [store.intern('HikariPool-1'), 30_000_000, 20, 20, 41],
      /^2026-11-22T08:00:12\.345Z {2}WARN 1 --- \[playlist\] \[ *nio-8080-exec-\d+\] \[[0-9a-f]{32}-[0-9a-f]{16}\] o\.h\.engine\.jdbc\.spi\.SqlExceptionHelper {3}: HikariPool-1 - Connection is not available, request timed out after 30000ms \(total=20, active=20, idle=0, waiting=41\)$/,
    ],
    [
      'goConnectionFailed',
      ({ store }) => [store.intern('FATAL: no'), 0],
      /^\{"time":"2026-11-22T08:00:12\.345678Z","level":"WARN","msg":"sessions store: failed to connect to database: FATAL: no","service":"playlist","trace_id":"[0-9a-f]{32}"\}$/,
    ],
    [
      'postgres',
      ({ store }) => [6_562, store.intern('app'), store.intern('tunes'), store.intern('remaining connection slots are reserved'), store.intern('FATAL')],
      /^2026-11-22 08:00:12\.345 UTC \[6562\] app@tunes FATAL: {2}remaining connection slots are reserved$/,
    ],
    [
      'pgbouncerStats',
      () => [812, 1_650, 2_310, 940, 41],
      /^2026-11-22 08:00:12\.345 UTC \[1\] LOG stats: 812 xacts\/s, 1650 queries\/s, .* xact 2310 us, query 940 us, wait 41 us$/,
    ],
    ['raw', ({ store }) => [store.intern('as is {0:s}')], /^as is \{0:s\}$/],
  ])('%s', (template, args, text) => {
    expect(line(template, args)).toMatch(text);
  });
});

describe('reading logs', () => {
  const filled = () => {
    const made = recorder();
    const [web, db] = [made.pod('web', 1), made.pod('db', 2)];
    const text = made.store.intern('hello World');
    for (let i = 0; i < 100; i++)
      made.store.log(i * S, i % 2 === 0 ? web : db, i % 10 === 0 ? ERROR : INFO, logTemplateIndex('raw'), 0, i % 5, text, 0, 0, 0, 0);
    return made.store;
  };
  const ids = (filter: Parameters<ReturnType<typeof recorder>['store']['logs']>[0]): number[] =>
    filled()
      .logs(filter)
      .map(({ id }) => id);
  it.each([
    ['newest, ascending', { limit: 3, take: 'newest' }, [97, 98, 99]],
    ['oldest', { limit: 3, take: 'oldest' }, [0, 1, 2]],
    ['by level', { limit: 2, take: 'newest', minLevel: 'warn' }, [80, 90]],
    ['by service', { limit: 2, take: 'newest', services: ['db'] }, [97, 99]],
    ['by pod', { limit: 2, take: 'oldest', pods: ['db-2'] }, [1, 3]],
    ['by text, whatever its case', { limit: 1, take: 'newest', text: 'hello w' }, [99]],
    ['by text nobody wrote', { limit: 1, take: 'newest', text: 'absent' }, []],
    ['by time, both ends in', { limit: 9, take: 'oldest', fromUs: 10 * S, toUs: 12 * S }, [10, 11, 12]],
    ['after an id', { limit: 9, take: 'oldest', afterId: 97 }, [98, 99]],
    ['by trace', { limit: 2, take: 'oldest', traceId: traceIdOf(0, 3) }, [3, 8]],
    ['by a trace that cannot be', { limit: 2, take: 'oldest', traceId: 'x' }, []],
  ] as const)('%s', (_name, filter, expected) => {
    expect(ids(filter)).toEqual(expected);
  });

  it('drops the oldest rows beyond the limit, and survives a snapshot before and after that', () => {
    for (const rows of [5, 4_096, 10_000, 20_000]) {
      const [whole, before, after] = [createLogStore(8_192), createLogStore(8_192), createLogStore(8_192)];
      const put = (store: typeof whole, i: number): void => store.append(i, 1, 1, 2, 3, 4, i, -i, 0, 0, 0);
      for (let i = 0; i < rows; i++) for (const store of [whole, before]) put(store, i);
      after.restore(structuredClone(before.snapshot()));
      for (let i = rows; i < rows + 5_000; i++) for (const store of [whole, after]) put(store, i);
      const all = (store: typeof whole): unknown[] => {
        const seen: unknown[] = [];
        store.scan(
          { sources: null, minLevel: 0, traceHi: 0, traceLo: 0, byTrace: false, fromUs: -Infinity, toUs: Infinity, afterId: -1 },
          false,
          (row) => seen.push([row.id, row.tUs, row.args]) > 0,
        );
        return seen;
      };
      expect(all(after)).toEqual(all(whole));
      expect(all(after).length).toBe(Math.min(8_192, rows + 5_000));
    }
  });
});

describe('traces', () => {
  it('keeps errors, unanswered and slow ones whole, with spans that end after the root, and drops the rest but a sample', () => {
    const { store, pod } = recorder();
    const source = pod('web', 1);
    const operation = store.intern('GET /home');
    const request = (lo: number, status: number, tookUs: number): void => {
      store.span(1, lo, 7, 5, SPAN_CLIENT, operation, source, 10, tookUs - 10, status, 0, 1);
      store.span(1, lo, 5, 0, SPAN_SERVER, operation, source, 0, tookUs, status, 0, 0);
      store.traceFinished(1, lo, operation, 0, tookUs, status);
      store.span(1, lo, 9, 7, SPAN_SERVER, operation, source, 20, tookUs + 500, 200, 0, 0);
    };
    request(1, 503, 100);
    request(2, 0, 100);
    request(3, 200, 2 * S);
    for (let lo = 1_000; lo < 6_000; lo++) request(lo, 200, 5_000);
    const trace = store.trace(traceIdOf(1, 1));
    expect(trace).toMatchObject({ kept: 'error', status: 503, rootName: 'GET /home' });
    expect(trace?.spans.map(({ kind, startUs, attempt }) => [kind, startUs, attempt])).toEqual([
      ['server', 0, 0],
      ['client', 10, 1],
      ['server', 20, 0],
    ]);
    expect(trace?.spans[0].parentSpanId).toBe('');
    expect(trace?.spans[2].parentSpanId).toBe(trace?.spans[1].spanId);
    expect(store.trace(traceIdOf(1, 2))?.kept).toBe('error');
    expect(store.trace(traceIdOf(1, 3))?.kept).toBe('slow');
    expect(store.counts.keptTraces).toBeGreaterThan(3 + 20);
    expect(store.counts.keptTraces).toBeLessThan(3 + 100);
    expect(store.traces({ limit: 10, errorsOnly: true })).toHaveLength(2);
    expect(store.traces({ limit: 10, minDurationUs: S })).toHaveLength(1);
    expect(store.traces({ limit: 10, service: 'nobody' })).toHaveLength(0);
    // all began at 0; by 100 only the two errors are over
    expect(store.traces({ limit: 10, toUs: 100 })).toHaveLength(10);
    expect(store.traces({ limit: 10, endedByUs: 100 }).map(({ kept }) => kept)).toEqual(['error', 'error']);
  });

  it('drops samples first, then slow ones, then errors', () => {
    const kept = createKeptTraces(3);
    const keep = (lo: number, reason: KeepReason): void => {
      kept.pool.add(kept.keep(0, lo, 0, lo, lo, 200, reason, kept.pool.newList()).spans, lo, 0, 2, 0, 0, lo, lo, 200, 0, 0);
    };
    keep(1, 'error');
    keep(2, 'sample');
    keep(3, 'slow');
    const held = (): number[] => [1, 2, 3, 4, 5, 6].filter((lo) => kept.find(0, lo) !== null);
    keep(4, 'error');
    expect(held()).toEqual([1, 3, 4]);
    keep(5, 'error');
    expect(held()).toEqual([1, 4, 5]);
    keep(6, 'slow');
    expect(held()).toEqual([4, 5, 6]);
  });

  it('gives each trace its own spans back, however lists come and go', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 20 })), { maxLength: 60 }), (steps) => {
        const pool = createSpanPool();
        const lists = Array.from({ length: 6 }, () => ({ list: pool.newList(), ids: [] as number[] }));
        let id = 0;
        for (const [which, spans] of steps) {
          const one = lists[which];
          if (spans === 0) {
            pool.release(one.list);
            one.ids = [];
          }
          for (let i = 0; i < spans; i++) {
            pool.add(one.list, ++id, 0, 2, 0, which, 0, 1, 200, 0, 0);
            one.ids.push(id);
          }
          for (const { list, ids } of lists) expect(pool.rows(list, 0, 0).map((row) => row.id)).toEqual(ids);
        }
      }),
    );
  });

  it('holds of each open trace exactly its spans, and forgets those that nobody ends', () => {
    fc.assert(
      // 1 to 12: a span of that trace; below: its end
      fc.property(fc.array(fc.integer({ min: -12, max: 12 }), { maxLength: 300 }), (steps) => {
        const pool = createSpanPool();
        const open = createOpenTraces(pool, 64);
        const expected = new Map<number, { begun: number; ids: number[] }>();
        let written = 0;
        for (const step of steps) {
          const lo = Math.abs(step);
          const trace = open.find(7, lo);
          expect(trace >= 0, `${lo} is open`).toBe(expected.has(lo));
          if (step <= 0) {
            if (trace >= 0) open.drop(trace);
            expected.delete(lo);
            continue;
          }
          if (trace < 0) {
            for (const [other, { begun }] of expected) if (written - begun >= 64) expected.delete(other);
            expected.set(lo, { begun: written, ids: [] });
          }
          open.add(trace < 0 ? open.begin(7, lo) : trace, ++written, 0, 1, 0, 0, written, written, 200, 0, 0);
          expected.get(lo)?.ids.push(written);
        }
        for (const [lo, { ids }] of expected) expect(pool.rows(open.take(open.find(7, lo)), 7, lo).map(({ id }) => id)).toEqual(ids);
        for (let lo = 1; lo <= 12; lo++) expect(open.find(7, lo)).toBe(-1);
      }),
    );
  });
});

it('aggregates Kubernetes events by object, reason and message, for an hour', () => {
  const { store } = recorder();
  const event = (atUs: number, message: string) =>
    ({
      region: 'r',
      type: 'Warning',
      reason: 'Unhealthy',
      message,
      objectKind: 'Pod',
      objectName: 'p',
      component: 'kubelet',
      host: 'n',
      firstUs: atUs,
      lastUs: atUs,
      count: 1,
    }) as const;
  for (const t of [0, 10, 20]) store.event(event(t * S, 'Readiness probe failed'));
  store.event(event(15 * S, 'Liveness probe failed'));
  expect(store.events(30 * S).map(({ message, firstUs, lastUs, count }) => [message, firstUs / S, lastUs / S, count])).toEqual([
    ['Readiness probe failed', 0, 20, 3],
    ['Liveness probe failed', 15, 15, 1],
  ]);
  expect(store.events(3_616 * S)).toHaveLength(1);
});

it('goes on from a snapshot', () => {
  const { store, pod } = recorder();
  const source = pod('web', 1);
  const operation = store.intern('GET /home');
  store.span(1, 1, 1, 0, SPAN_SERVER, operation, source, 0, 10, 500, 0, 0);
  store.log(5, source, INFO, logTemplateIndex('raw'), 0, 0, operation, 0, 0, 0, 0);
  store.change({ atUs: 1, kind: 'deploy', subject: 'web', title: 'web v2', detail: '', actor: 'ci' });
  for (let i = 1; i <= 20; i++) store.span(2, 2, i, i - 1, SPAN_SERVER, operation, source, i, 50 - i, 500, 0, 0);
  store.traceFinished(2, 2, operation, 0, 50, 500);
  const again = createRecorder(EPOCH);
  again.restore(structuredClone(store.snapshot()));
  for (const one of [store, again]) one.traceFinished(1, 1, operation, 0, 10, 500);
  expect(again.trace(traceIdOf(1, 1))).toEqual(store.trace(traceIdOf(1, 1)));
  expect(again.trace(traceIdOf(2, 2))?.spans).toHaveLength(20);
  expect(again.traces({ limit: 9 })).toEqual(store.traces({ limit: 9 }));
  expect(again.logs({ limit: 9, take: 'oldest' })).toEqual(store.logs({ limit: 9, take: 'oldest' }));
  expect(again.changes()).toEqual(store.changes());
  expect(again.intern('GET /home')).toBe(operation);
});

it('a text filter finds exactly the lines whose shown text holds it', () => {
  const { store, pod } = recorder();
  const sources = [pod('web-api', 1), pod('playlist', 2), pod('db', 3)];
  const words = ['/playlists/:id', '/home', 'UT', '-', 'HikariPool-1', 'connection refused', 'FATAL', 'app'].map(store.intern);
  const templates = (['envoyAccess', 'hikariTimeout', 'callTimedOut', 'postgres', 'goConnectionFailed', 'pgbouncer', 'raw'] as const).map(logTemplateIndex);
  for (let i = 0; i < 700; i++) {
    const word = (n: number): number => words[(i * 7 + n * 3) % words.length];
    store.log(
      i * 12_345,
      sources[i % 3],
      i % 4,
      templates[i % 7],
      i % 11 === 0 ? 0 : i,
      5,
      word(0),
      i % 6 === 0 ? 504 : word(1),
      word(2),
      word(3),
      i % 7 === 0 ? sources[i % 3] : word(4),
    );
  }
  const lines = store.logs({ limit: 1_000, take: 'oldest' });
  for (const text of [
    'hikari',
    'WARN',
    'timed out',
    'playlists/',
    '504',
    'ab',
    'refused (attempt',
    'exec-1',
    'utc [',
    '10.0.0.2',
    'nothing like it',
    '"get /home',
    'web-api-1',
    'error',
  ]) {
    expect(
      store.logs({ limit: 1_000, take: 'oldest', text }).map(({ id }) => id),
      text,
    ).toEqual(lines.filter((line) => line.text.toLowerCase().includes(text.toLowerCase())).map(({ id }) => id));
  }
});
