import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { STALE } from '../../src/contract/metrics.ts';
import type { QueryAnswer } from '../../src/contract/ports.ts';
import { queryInstant, queryRange } from '../../src/promql/http-api.ts';
import { createTsdb, type Tsdb } from '../../src/telemetry/tsdb.ts';
import { almostEqual, toNumber } from './almost-equal.ts';

type Labels = Record<string, string>;
type Sample = [number, number | string];
interface Remark {
  readonly any?: boolean;
  readonly msg?: string;
  readonly regex?: string;
}
interface Case {
  readonly line: number;
  readonly expr: string;
  readonly at?: number;
  readonly start?: number;
  readonly end?: number;
  readonly step?: number;
  readonly ordered?: boolean;
  readonly expectFail?: Remark;
  readonly expectWarn?: Remark[];
  readonly expectInfo?: Remark[];
  readonly expectNoWarn?: boolean;
  readonly expectNoInfo?: boolean;
  readonly expected?: { readonly type: string; readonly value?: number | string; readonly series?: { readonly labels: Labels; readonly samples: Sample[] }[] };
}
interface Load {
  readonly load: { readonly labels: Labels; readonly samples: Sample[] }[];
}

const folder = new URL('./cases/', import.meta.url);
const keyOf = (labels: Readonly<Labels>): string =>
  JSON.stringify(
    Object.entries(labels)
      .filter(([, value]) => value !== '')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );

function loaded({ load }: Load): Tsdb {
  const tsdb = createTsdb();
  const merged = new Map<string, { labels: Labels; samples: Map<number, number> }>();
  for (const { labels, samples } of load) {
    const entry = merged.get(keyOf(labels)) ?? { labels, samples: new Map<number, number>() };
    merged.set(keyOf(labels), entry);
    for (const [ms, value] of samples) entry.samples.set(ms, value === 'stale' ? STALE : toNumber(value));
  }
  for (const { labels, samples } of merged.values()) for (const [ms, value] of [...samples].sort(([a], [b]) => a - b)) tsdb.append(labels, ms, value);
  return tsdb;
}

function says(remarks: readonly string[] | undefined, wanted: Remark): boolean {
  return (remarks ?? []).some(
    (text) =>
      wanted.any === true || (wanted.msg !== undefined && text.includes(wanted.msg)) || (wanted.regex !== undefined && new RegExp(wanted.regex).test(text)),
  );
}

function check(test: Case, answer: QueryAnswer): void {
  if (test.expectFail !== undefined) {
    expect(answer.status).toBe('error');
    if (answer.status === 'error') expect(says([answer.error], test.expectFail), answer.error).toBe(true);
    return;
  }
  if (answer.status === 'error') throw new Error(answer.error);
  for (const wanted of test.expectWarn ?? []) expect(says(answer.warnings, wanted), `warnings ${answer.warnings}`).toBe(true);
  for (const wanted of test.expectInfo ?? []) expect(says(answer.infos, wanted), `infos ${answer.infos}`).toBe(true);
  if (test.expectNoWarn === true) expect(answer.warnings).toBeUndefined();
  if (test.expectNoInfo === true) expect(answer.infos).toBeUndefined();
  const { data } = answer;
  if (data.resultType !== 'vector' && data.resultType !== 'matrix') {
    expect(data.resultType).toBe(test.expected?.type);
    const matches =
      data.resultType === 'string' ? data.result[1] === test.expected?.value : almostEqual(toNumber(data.result[1]), toNumber(test.expected?.value ?? 'NaN'));
    expect(matches, `got ${data.result[1]}, want ${test.expected?.value}`).toBe(true);
    return;
  }
  const wanted = (test.expected?.series ?? []).filter((series) => series.samples.length > 0);
  const got: { readonly key: string; readonly samples: Sample[] }[] =
    data.resultType === 'vector'
      ? data.result.map((one) => ({ key: keyOf(one.metric), samples: [[test.at ?? 0, one.value[1]]] }))
      : data.result.map((one) => ({ key: keyOf(one.metric), samples: one.values.map(([seconds, value]): Sample => [Math.round(seconds * 1_000), value]) }));
  const order = (keys: string[]): string[] => (test.ordered === true ? keys : keys.sort());
  expect(order(got.map(({ key }) => key))).toEqual(order(wanted.map(({ labels }) => keyOf(labels))));
  for (const { labels, samples } of wanted) {
    const found = got.find(({ key }) => key === keyOf(labels))?.samples ?? [];
    expect(found.map(([ms]) => ms)).toEqual(samples.map(([ms]) => ms));
    found.forEach(([ms, value], i) => {
      expect(almostEqual(toNumber(value), toNumber(samples[i][1])), `at ${ms}: got ${value}, want ${samples[i][1]}`).toBe(true);
    });
  }
}

describe.each(readdirSync(folder).filter((name) => name.endsWith('.ndjson')))('Prometheus cases: %s', (name) => {
  let tsdb = createTsdb();
  for (const text of readFileSync(new URL(name, folder), 'utf8').trim().split('\n')) {
    const entry = JSON.parse(text) as Case | Load;
    if ('load' in entry) {
      tsdb = loaded(entry);
      continue;
    }
    const store = tsdb;
    it(`${entry.line}: ${entry.expr}`, () => {
      check(
        entry,
        entry.at === undefined ? queryRange(store, entry.expr, entry.start ?? 0, entry.end ?? 0, entry.step ?? 1) : queryInstant(store, entry.expr, entry.at),
      );
    });
  }
});
