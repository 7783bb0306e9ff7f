import { describe, expect, it } from 'vitest';
import { durationOf, inverseNormal, meanUs, sampleUs } from '../../../src/engine/plan/distribution.ts';
import type { DurationModel } from '../../../src/scenario/model/duration.ts';

const N = 200_000;

function sampleMany(model: DurationModel): number[] {
  const duration = durationOf(model);
  return Array.from({ length: N }, (_, i) => sampleUs(duration, i, 0x1234, 5, 6));
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('random durations', () => {
  it('exponential: mean, and e^-1 of them beyond it', () => {
    const values = sampleMany({ kind: 'exponential', meanUs: 10_000 });
    expect(mean(values) / 10_000).toBeCloseTo(1, 2);
    expect(values.filter((us) => us > 10_000).length / N).toBeCloseTo(0.3679, 2);
  });

  it('lognormal: median and mean exp(σ²/2) above it', () => {
    const values = sampleMany({ kind: 'lognormal', medianUs: 8_000, sigma: 0.7 }).sort((a, b) => a - b);
    expect(values[N / 2] / 8_000).toBeCloseTo(1, 2);
    expect(mean(values) / (8_000 * Math.exp(0.245))).toBeCloseTo(1, 2);
  });

  it('mixture: the tail has its share', () => {
    const values = sampleMany({ kind: 'mixture', base: { kind: 'constant', us: 1 }, tail: { kind: 'constant', us: 500_000 }, tailShare: 0.003 });
    const share = values.filter((us) => us > 1).length / N;
    expect(Math.abs(share - 0.003)).toBeLessThan(4 * Math.sqrt((0.003 * 0.997) / N));
  });

  it.each([
    [0.5, 0],
    [0.975, 1.959964],
    [0.001, -3.090232],
    [0.999999, 4.753424],
  ])('normal quantile of %f is %f', (p, z) => {
    expect(inverseNormal(p)).toBeCloseTo(z, 5);
  });

  it('tells the mean it samples', () => {
    const model: DurationModel = {
      kind: 'mixture',
      base: { kind: 'exponential', meanUs: 1000 },
      tail: { kind: 'lognormal', medianUs: 50_000, sigma: 0.3 },
      tailShare: 0.1,
    };
    expect(mean(sampleMany(model)) / meanUs(durationOf(model))).toBeCloseTo(1, 1);
  });
});
