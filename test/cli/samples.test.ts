import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { answer, answerBatch, answererOver } from '../../src/cli/samples/answer.ts';
import { readNdjsonSeries } from '../../src/cli/samples/read-ndjson.ts';
import { readOpenMetrics } from '../../src/cli/samples/read-openmetrics.ts';
import { STALE } from '../../src/contract/metrics.ts';

const folder = mkdtempSync(join(tmpdir(), 'brownout-samples-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const OPEN_METRICS = String.raw`# TYPE http_requests counter
# HELP http_requests Requests.
http_requests_total{code="200",path="/a b",quote="say \"hi\", {ok}\\n"} 10 100
http_requests_total{code="200",path="/a b",quote="say \"hi\", {ok}\\n"} 40 160.5
http_requests_total{code="500"} 1 100 # {trace_id="abc"} 0.67
up 1 100
up NaN 160
# EOF
`;

describe('OpenMetrics files', () => {
  it('reads names, escaped labels, times in seconds, special values; passes over exemplars', () => {
    const set = readOpenMetrics(file('a.om', OPEN_METRICS));
    expect(set.seriesCount).toBe(3);
    const [ok] = set.select([{ name: 'code', op: '=', value: '200' }], 0, 1e9);
    expect(ok?.labels).toEqual({ __name__: 'http_requests_total', code: '200', path: '/a b', quote: 'say "hi", {ok}\\n' });
    expect([...(ok?.timesMs ?? [])]).toEqual([100_000, 160_500]);
    const [up] = set.select([{ name: '__name__', op: '=', value: 'up' }], 0, 1e9);
    expect([...(up?.values ?? [])]).toEqual([1, Number.NaN]);
  });

  it.each([
    ['up 1\n# EOF\n', /:1: this sample has no time/],
    ['up 1 100\n', /no # EOF at the end/],
    ['up 1 100\nup 2 100\n# EOF\n', /:2: time 100000 ms is not after the series' last one/],
    ['up{a="b" 1 100\n# EOF\n', /:1: a label list that does not end/],
    ['up{a=b} 1 100\n# EOF\n', /:1: expected label="value" at "a=b"/],
    ['up one 100\n# EOF\n', /:1: "one" is not a number/],
    ['1up 1 100\n# EOF\n', /:1: "1up" is not a metric name/],
  ])('says where %j is wrong', (text, expected) => {
    expect(() => readOpenMetrics(file('bad.om', text))).toThrow(expected);
  });
});

describe('series files', () => {
  it('reads both forms of samples and the words for special values', () => {
    const set = readNdjsonSeries(
      file(
        'a.ndjson',
        '{"labels":{"__name__":"x"},"samples":[[1000,1],[2000,"NaN"],[3000,"+Inf"],[4000,"stale"]]}\n\n{"labels":{"__name__":"y"},"t0":1000,"step":15000,"values":[1,2]}\n',
      ),
    );
    const [x] = set.select([{ name: '__name__', op: '=', value: 'x' }], 0, 1e9);
    expect([...(x?.values ?? [])]).toEqual([1, Number.NaN, Number.POSITIVE_INFINITY, STALE]);
    const [y] = set.select([{ name: '__name__', op: '=', value: 'y' }], 2000, 16_000);
    expect([...(y?.timesMs ?? [])]).toEqual([16_000]);
  });

  it('says which line is wrong', () => {
    expect(() => readNdjsonSeries(file('b.ndjson', '{"labels":{},"samples":[]}\n{"labels":{},"sample":[]}\n'))).toThrow(/b\.ndjson:2: expected/);
    expect(() => readNdjsonSeries(file('c.ndjson', 'nonsense'))).toThrow(/c\.ndjson:1: not JSON/);
  });
});

describe('queries over samples', () => {
  const answerer = answererOver(readOpenMetrics(file('q.om', OPEN_METRICS)));

  it('answers an instant as the Prometheus HTTP API does', () => {
    expect(answer(answerer, 'sum(http_requests_total)', { time: 101 })).toEqual({
      status: 'success',
      data: { resultType: 'vector', result: [{ metric: {}, value: [101, '11'] }] },
    });
  });

  it('answers a range', () => {
    const result = answer(answerer, 'http_requests_total{code="500"}', { start: 100, end: 160, step: 60 });
    expect(result).toMatchObject({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            values: [
              [100, '1'],
              [160, '1'],
            ],
          },
        ],
      },
    });
  });

  it('answers a batch line by line, errors included', () => {
    const path = file('batch.ndjson', '{"id":"a","expr":"1+1","time":5}\n{"id":"b","expr":"sum(","time":5}\n');
    const lines = [...answerBatch(answerer, path)].map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines[0]).toEqual({ id: 'a', status: 'success', data: { resultType: 'scalar', result: [5, '2'] } });
    expect(lines[1]).toMatchObject({ id: 'b', status: 'error', errorType: 'bad_data' });
  });
});
