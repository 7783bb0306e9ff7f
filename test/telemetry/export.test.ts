import { describe, expect, it } from 'vitest';
import { STALE } from '../../src/contract/metrics.ts';
import { openMetricsText } from '../../src/telemetry/export/openmetrics.ts';
import { otlpTraces } from '../../src/telemetry/export/otlp-traces.ts';
import { createTsdb } from '../../src/telemetry/tsdb.ts';

describe('OpenMetrics text', () => {
  it('groups families, accepts any label value, leaves staleness out and ends in # EOF', () => {
    const tsdb = createTsdb();
    tsdb.append({ __name__: 'hits_total', path: 'a"b\\c\nd' }, 1_500, 3);
    tsdb.append({ __name__: 'wait_seconds_bucket', le: '+Inf' }, 1_000, 2);
    tsdb.append({ __name__: 'level' }, 1_000, Infinity);
    tsdb.append({ __name__: 'level' }, 2_000, STALE);
    tsdb.append({ __name__: 'wait_seconds_sum' }, 1_000, 0.5);
    expect(openMetricsText(tsdb)).toBe(
      [
        '# TYPE hits counter',
        'hits_total{path="a\\"b\\\\c\\nd"} 3 1.5',
        '# TYPE level gauge',
        'level +Inf 1',
        '# TYPE wait_seconds histogram',
        'wait_seconds_bucket{le="+Inf"} 2 1',
        'wait_seconds_sum 0.5 1',
        '# EOF',
        '',
      ].join('\n'),
    );
  });
});

describe('OTLP/JSON traces', () => {
  it("follows the protocol's field names, with times in whole nanoseconds", () => {
    const span = {
      spanId: '00f067aa0ba902b7',
      parentSpanId: '',
      name: 'GET /home',
      kind: 'server',
      service: 'web-api',
      pod: 'web-api-1',
      version: 'v1',
      startUs: 1_000_001,
      endUs: 1_500_000,
      status: 503,
      errorType: '503',
      attempt: 0,
    } as const;
    const out = otlpTraces(
      [{ traceId: '4bf92f3577b34da6a3ce929d0e0e4736', rootName: 'GET /home', startUs: 0, endUs: 1, status: 503, kept: 'error', spans: [span] }],
      { startUnixMs: 1_795_334_400_000, playStartUs: 0 },
    );
    expect(out.resourceSpans).toHaveLength(1);
    expect(out.resourceSpans[0].scopeSpans[0].spans[0]).toEqual({
      traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
      spanId: '00f067aa0ba902b7',
      name: 'GET /home',
      kind: 2,
      startTimeUnixNano: '1795334401000001000',
      endTimeUnixNano: '1795334401500000000',
      status: { code: 2 },
      attributes: [
        { key: 'http.request.method', value: { stringValue: 'GET' } },
        { key: 'http.route', value: { stringValue: '/home' } },
        { key: 'http.response.status_code', value: { intValue: '503' } },
        { key: 'error.type', value: { stringValue: '503' } },
      ],
    });
  });
});
