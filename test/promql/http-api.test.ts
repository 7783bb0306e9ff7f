import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatNumber } from '../../src/promql/format-number.ts';
import { queryInstant, queryRange } from '../../src/promql/http-api.ts';
import { createTsdb } from '../../src/telemetry/tsdb.ts';

const tsdb = createTsdb();
for (let t = 0; t <= 600; t += 15) tsdb.append({ __name__: 'hits_total', job: 'a' }, t * 1_000, t * 2);

describe('answers have the shape of the Prometheus HTTP API', () => {
  it.each([
    ['rate(hits_total[5m])', { resultType: 'vector', result: [{ metric: { job: 'a' }, value: [600, '2'] }] }],
    ['1 / 0', { resultType: 'scalar', result: [600, '+Inf'] }],
    ['"text"', { resultType: 'string', result: [600, 'text'] }],
    [
      'hits_total[30s]',
      {
        resultType: 'matrix',
        result: [
          {
            metric: { __name__: 'hits_total', job: 'a' },
            values: [
              [585, '1170'],
              [600, '1200'],
            ],
          },
        ],
      },
    ],
  ])('%s', (expr, data) => {
    expect(queryInstant(tsdb, expr, 600_000)).toEqual({ status: 'success', data });
  });

  it('range queries', () => {
    expect(queryRange(tsdb, 'hits_total', 0, 30_000, 15_000)).toEqual({
      status: 'success',
      data: {
        resultType: 'matrix',
        result: [
          {
            metric: { __name__: 'hits_total', job: 'a' },
            values: [
              [0, '0'],
              [15, '30'],
              [30, '60'],
            ],
          },
        ],
      },
    });
  });

  it('tells a wrong query from one that cannot be answered', () => {
    expect(queryInstant(tsdb, 'rate(', 0)).toMatchObject({ status: 'error', errorType: 'bad_data' });
    expect(queryInstant(tsdb, 'topk(NaN, hits_total)', 0)).toMatchObject({ status: 'error', errorType: 'execution', error: 'Parameter value is NaN' });
    expect(queryRange(tsdb, 'hits_total', 0, 20_000_000, 1_000)).toMatchObject({ status: 'error', error: expect.stringContaining('11,000 points') });
    expect(queryRange(tsdb, 'hits_total[5m]', 0, 1_000, 1_000)).toMatchObject({
      status: 'error',
      error: expect.stringContaining('invalid expression type "range vector"'),
    });
  });
});

describe('numbers as Go prints them', () => {
  it.each([
    [1e6, '1000000'],
    [1e21, '1000000000000000000000'],
    [1.5e-7, '0.00000015'],
    [0.1, '0.1'],
    [-0, '-0'],
    [NaN, 'NaN'],
    [-Infinity, '-Inf'],
    [123456.789e20, '12345678900000000000000000'],
  ])('%d', (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });

  it('never loses a bit', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = formatNumber(value);
        expect(text).not.toMatch(/e/);
        expect(Number(text)).toBe(value);
      }),
    );
  });
});

describe('laws', () => {
  const values = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 2, maxLength: 40 });

  it('a range query answers at each step what an instant query answers there', () => {
    fc.assert(
      fc.property(
        values,
        fc.constantFrom('x', 'rate(x[1m])', 'sum_over_time(x[45s])', 'max_over_time(x[1m:10s])', 'x > 0', 'topk(1, x)', 'x offset 20s'),
        (samples, expr) => {
          const store = createTsdb();
          samples.forEach((value, i) => {
            store.append({ __name__: 'x', n: '1' }, i * 15_000, value);
          });
          const range = queryRange(store, expr, 0, 600_000, 20_000);
          for (let t = 0; t <= 600_000; t += 20_000) {
            const instant = queryInstant(store, expr, t);
            if (range.status !== 'success' || instant.status !== 'success' || range.data.resultType !== 'matrix' || instant.data.resultType !== 'vector')
              throw new Error('failed');
            const at = range.data.result.flatMap((series) => series.values.filter(([seconds]) => seconds === t / 1_000).map(([, value]) => value));
            expect(at).toEqual(instant.data.result.map((series) => series.value[1]));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
