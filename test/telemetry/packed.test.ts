import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STALE, TARGET_UP } from '../../src/contract/metrics.ts';
import { narrowed } from '../../src/telemetry/columns.ts';
import { tileHistory } from '../../src/telemetry/history.ts';
import { createKeptTraces } from '../../src/telemetry/kept-traces.ts';
import { createNumberPacker, createNumberReader } from '../../src/telemetry/packed-numbers.ts';
import { createScraper } from '../../src/telemetry/scraper.ts';
import { createOpenTraces } from '../../src/telemetry/open-traces.ts';
import { createSpanPool } from '../../src/telemetry/span-pool.ts';
import { createTsdb } from '../../src/telemetry/tsdb.ts';
import { handInstruments } from './hand-instruments.ts';

const number = fc.oneof(fc.integer(), fc.integer({ min: -200, max: 200 }), fc.double(), fc.constantFrom(0, -0, STALE, NaN, Infinity, 2 ** 31, 2 ** 53));

describe('packed columns', () => {
  it('give back the same bits of every number, in portions', () => {
    fc.assert(
      fc.property(fc.array(fc.array(number, { maxLength: 40 }), { maxLength: 5 }), (portions) => {
        const packer = createNumberPacker();
        for (const portion of portions) packer.pack(Float64Array.from([7, ...portion]), 1, portion.length + 1);
        const reader = createNumberReader(packer.bytes());
        for (const portion of portions) {
          const back = new Float64Array(portion.length);
          reader.read(back, 0, portion.length);
          expect([...back]).toEqual(portion);
        }
      }),
    );
  });

  it.each<[readonly number[], new (length: number) => unknown]>([
    [[0, 255], Uint8Array],
    [[0, 256], Uint16Array],
    [[0, 0xffffffff], Uint32Array],
    [[0, 2 ** 32], Float64Array],
    [[-128, 127], Int8Array],
    [[-1, 128], Int16Array],
    [[-1, 32_768], Int32Array],
    [[-1, 2 ** 31], Float64Array],
    [[0.5], Float64Array],
    [[-0], Float64Array],
    [[NaN], Float64Array],
    [[Infinity], Float64Array],
  ])('%j are as narrow as they may be', (values, type) => {
    const column = narrowed(values);
    expect(column).toBeInstanceOf(type);
    expect([...column]).toEqual(values);
  });
});

it('tiled history comes back from a snapshot to the bit, late series and fractions too', () => {
  const fleet = handInstruments();
  const target = fleet.target('web', 'a');
  fleet.up[target] = TARGET_UP;
  const slots = [fleet.add(target, 'requests_total', 'counter'), fleet.add(target, 'seconds_total', 'counter'), fleet.add(target, 'level', 'gauge')];
  const tsdb = createTsdb();
  const epoch = { startUnixMs: 1_795_334_400_000, playStartUs: 0 };
  const scraper = createScraper(fleet, tsdb, epoch);
  const run = (fromS: number, toS: number): void => {
    for (let t = fromS; t < toS; t += 5) {
      if (t === 300) slots.push(fleet.add(target, 'late_total', 'counter'));
      slots.forEach((slot, i) => {
        fleet.values[slot] = i === 2 ? Math.floor(t / 7) % 11 : t * (i === 1 ? 0.1 : 3);
      });
      scraper.scrape(t * 1e6);
    }
  };
  run(0, 600);
  tileHistory(tsdb, epoch, { fromUs: 60e6, toUs: 600e6, isCounter: scraper.counterTest() });
  run(600, 900);
  const again = createTsdb();
  again.restore(structuredClone(tsdb.snapshot()));
  const samples = (store: typeof tsdb) => store.select([{ name: '__name__', op: '=~', value: '.+' }], -Infinity, Infinity);
  expect(samples(tsdb)).toHaveLength(5);
  expect(samples(again)).toEqual(samples(tsdb));
  expect(again.tiling).toEqual(tsdb.tiling);
});

it('kept traces come back from a snapshot, spans in their order, ids unsigned', () => {
  const span = fc.record({ id: fc.integer(), start: fc.nat(1e9), took: fc.nat(1e8), status: fc.constantFrom(0, 200, 503), attempt: fc.nat(3) });
  fc.assert(
    fc.property(fc.array(fc.array(span, { maxLength: 20 }), { maxLength: 8 }), (traces) => {
      const [kept, again] = [createKeptTraces(6), createKeptTraces(6)];
      traces.forEach((spans, lo) => {
        const { spans: list } = kept.keep(-lo, lo, 1, lo * 1e6, lo * 1e6 + 5, 200, lo % 2 === 0 ? 'slow' : 'error', kept.pool.newList());
        for (const one of spans) kept.pool.add(list, one.id, one.id ^ 1, 2, 3, 4, one.start, one.start + one.took, one.status, 0, one.attempt);
      });
      again.restore(structuredClone(kept.snapshot()));
      const all = (store: typeof kept): unknown => store.newestFirst().map(({ spans, ...rest }) => [rest, store.pool.rows(spans, rest.hi, rest.lo)]);
      expect(all(again)).toEqual(all(kept));
    }),
  );
});

it('a snapshot of open traces goes on as they do', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 150 }), fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 80 }), (before, after) => {
      const [one, again] = Array.from({ length: 2 }, () => {
        const pool = createSpanPool();
        const open = createOpenTraces(pool, 64);
        const write = (lo: number, id: number): void => {
          const trace = open.find(-lo, lo);
          open.add(trace < 0 ? open.begin(-lo, lo) : trace, id, id ^ 1, 1, 2, 3, id, id + 5, 200, 0, 0);
        };
        return { pool, open, write };
      });
      before.forEach((lo, i) => {
        if (lo > 0) one.write(lo, i);
        else if (one.open.find(lo, -lo) >= 0) one.open.drop(one.open.find(lo, -lo));
      });
      again.open.restore(structuredClone(one.open.snapshot()));
      after.forEach((lo, i) => {
        for (const { write } of [one, again]) write(lo, 1_000 + i);
      });
      for (let lo = 1; lo <= 9; lo++) {
        const [rows, same] = [one, again].map(({ open, pool }) => (open.find(-lo, lo) < 0 ? [] : pool.rows(open.take(open.find(-lo, lo)), -lo, lo)));
        expect(same).toEqual(rows);
      }
    }),
  );
});
