import { z } from 'zod';
import { STALE } from '../../contract/metrics.ts';
import { readLines } from '../node-files.ts';
import { UsageError } from '../usage-error.ts';
import { collectSamples, type SampleSet } from './sample-set.ts';

const value = z.union([z.number(), z.enum(['NaN', '+Inf', '-Inf', 'stale'])], { error: 'expected a number or "NaN", "+Inf", "-Inf", "stale"' });
const labels = z.record(z.string(), z.string());
/** Samples one by one, or evenly spaced from `t0`; times in Unix milliseconds. */
const line = z.union([
  z.strictObject({ labels, samples: z.array(z.tuple([z.number(), value])) }),
  z.strictObject({ labels, t0: z.number(), step: z.number().positive(), values: z.array(value) }),
]);

const SPECIAL: Readonly<Record<string, number>> = { NaN: Number.NaN, '+Inf': Number.POSITIVE_INFINITY, '-Inf': Number.NEGATIVE_INFINITY, stale: STALE };

/** Reads a file of series, one JSON object a line. @throws UsageError with file and line */
export function readNdjsonSeries(path: string): SampleSet {
  let number = 0;
  const place = (): string => `${path}:${number}`;
  const collector = collectSamples(place);
  for (const text of readLines(path)) {
    number++;
    if (text.trim() === '') continue;
    const series = line.safeParse(parseJson(text, place()));
    if (!series.success) throw new UsageError(`${place()}: expected {"labels": {…}, "samples": [[ms, value], …]}: ${z.prettifyError(series.error)}`);
    const { data } = series;
    if ('samples' in data) for (const [timeMs, sample] of data.samples) collector.add(data.labels, timeMs, numberOf(sample));
    else for (const [i, sample] of data.values.entries()) collector.add(data.labels, data.t0 + i * data.step, numberOf(sample));
  }
  return collector.done();
}

/** @throws UsageError naming the place */
export function parseJson(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${place}: not JSON: ${(error as Error).message}`);
  }
}

function numberOf(sample: z.infer<typeof value>): number {
  return typeof sample === 'number' ? sample : (SPECIAL[sample] ?? Number.NaN);
}
