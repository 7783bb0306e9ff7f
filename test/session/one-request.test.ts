import { beforeAll, describe, expect, it } from 'vitest';
import type { LogLine } from '../../src/contract/records.ts';
import { unixMsOf } from '../../src/contract/time.ts';
import { createSession } from '../../src/session/session.ts';
import type { Session } from '../../src/session/session-api.ts';
import { scenarioNamed } from './load.ts';

/** Invariant 3, "one request, every signal": a counter equals the lines behind it, and the trace id in a line opens that request's trace. */
const SECOND = 1_000_000;
let session: Session;
let fromUs: number;
let toUs: number;

/** A minute in which many requests fail; half a minute more, so that all of its requests have ended. */
beforeAll(() => {
  session = createSession(scenarioNamed('playlist-hangs'), 9);
  fromUs = session.epoch.playStartUs + 60 * SECOND;
  toUs = fromUs + 60 * SECOND;
  session.advance(toUs + 30 * SECOND);
}, 300_000);

const linesOf = (service: string, text?: string): readonly LogLine[] =>
  session.logs({ services: [service], fromUs: fromUs + 1, toUs, limit: 1e6, take: 'newest', ...(text === undefined ? {} : { text }) });

/** What counters gained between the two scrapes, by pod. */
function gained(metric: string): Record<string, number> {
  const at = (tUs: number): Map<string, number> => {
    const answer = session.query(`sum by (pod) (${metric})`, unixMsOf(session.epoch, tUs));
    if (answer.status !== 'success' || answer.data.resultType !== 'vector') throw new Error(JSON.stringify(answer));
    return new Map(answer.data.result.map(({ metric: labels, value }) => [labels['pod'] ?? '', Number(value[1])]));
  };
  const before = at(fromUs);
  return Object.fromEntries([...at(toUs)].map(([pod, value]) => [pod, value - (before.get(pod) ?? 0)]));
}

const byPod = (lines: readonly LogLine[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { pod } of lines) counts[pod] = (counts[pod] ?? 0) + 1;
  return counts;
};

describe('one request, every signal', () => {
  it("the gateway's counters equal its access lines, pod by pod", () => {
    const counted = gained('http_server_request_duration_seconds_count{job="gateway"}');
    expect(Object.values(counted).reduce((a, b) => a + b, 0)).toBeGreaterThan(5_000);
    expect(byPod(linesOf('gateway').filter(({ text }) => text.startsWith('[')))).toEqual(counted);
  });

  it("the pools' timeout counters equal the lines that tell of them", () => {
    const counted = gained('hikaricp_connection_timeout_total{job="playlist"}');
    expect(Object.values(counted).reduce((a, b) => a + b, 0)).toBeGreaterThan(20);
    expect(byPod(linesOf('playlist', 'Connection is not available'))).toEqual(Object.fromEntries(Object.entries(counted).filter(([, count]) => count > 0)));
  });

  it("a failed request's line opens its trace, whose span is that pod's and ends when the line was written", () => {
    const failed = linesOf('gateway').filter(({ level, traceId }) => level === 'error' && traceId !== '');
    expect(failed.length).toBeGreaterThan(100);
    for (const line of failed.slice(0, 100)) {
      const trace = session.trace(line.traceId);
      const spans = trace?.spans.filter(({ kind, pod, endUs }) => kind === 'server' && pod === line.pod && endUs === line.tUs) ?? [];
      expect(spans.map(({ status }) => status >= 500)).toEqual([true]);
      expect(trace?.status).toBeGreaterThanOrEqual(500);
    }
  });
});
