import { expect, it } from 'vitest';
import { syntheticSamples } from '../../src/cli/bench/synthetic-samples.ts';

const FLEET = { startSeconds: 1_700_000_000, durationSeconds: 60, intervalSeconds: 15, pods: 2 };

it('the made-up series of bench promql are whole, histograms too, and the same for a seed', () => {
  const set = syntheticSamples(FLEET, 7);
  const values = (name: string): number[] => set.select([{ name: '__name__', op: '=', value: name }], 0, 2e12).flatMap(({ values }) => [...values]);
  expect(values('up')).toHaveLength(8);
  const buckets = values('http_request_duration_seconds_bucket');
  expect(buckets.length).toBeGreaterThan(100);
  expect(buckets.every((value) => Number.isFinite(value) && value >= 0)).toBe(true);
  expect(buckets).not.toEqual(buckets.map(() => buckets[0]));
  const again = syntheticSamples(FLEET, 7).select([{ name: '__name__', op: '=', value: 'http_request_duration_seconds_bucket' }], 0, 2e12);
  expect(again.flatMap(({ values: twin }) => [...twin])).toEqual(buckets);
});
