import { describe, expect, it } from 'vitest';
import { createGradientController, isMeasuring, learnLatency, moveOn } from '../../../src/engine/protection/gradient-controller.ts';
import { addLatency, createLatencyHistogram, percentileUs } from '../../../src/engine/protection/latency-histogram.ts';
import type { AdaptiveConcurrencyModel } from '../../../src/scenario/model/protection.ts';

const SETTINGS: AdaptiveConcurrencyModel = {
  sampleAggregatePercentile: 50,
  updateIntervalUs: 100_000,
  maxConcurrencyLimit: 1_000,
  minRttIntervalUs: 60_000_000,
  requestCount: 10,
  jitterPercent: 0,
  minConcurrency: 3,
  bufferPercent: 25,
};

type Controller = ReturnType<typeof createGradientController>;

/** So many samples of a latency, ending then. */
function learn(controller: Controller, count: number, us: number, nowUs: number, settings = SETTINGS): void {
  for (let i = 0; i < count; i++) learnLatency(controller, settings, nowUs - us, nowUs);
}

/** With minRTT measured at 1 s. Two digits of any latency count: one of 50 ms is a little more to it. */
function measured(us: number, settings = SETTINGS): Controller {
  const controller = createGradientController(settings, 1, 0);
  learn(controller, settings.requestCount, us, 1_000_000, settings);
  return controller;
}

describe('the gradient controller', () => {
  it('begins with a measurement of minRTT, at the least concurrency, and ends it with the last sample that it needs', () => {
    const controller = createGradientController(SETTINGS, 1, 0);
    learn(controller, 9, 50_000, 900_000);
    moveOn(controller, SETTINGS, 500_000_000);
    expect([isMeasuring(controller), controller.limit, controller.minRttUs]).toEqual([true, 3, 0]);
    learn(controller, 1, 50_000, 500_000_000);
    expect([isMeasuring(controller), controller.limit, controller.minRttUs]).toEqual([false, 3, 50_500]);
    expect(controller.measuresUs).toBe(560_000_000);
  });

  // new = gradient · old + √(gradient · old), in whole requests: docs, adaptive_concurrency_filter, "The Gradient"
  it.each([
    { sample: 50_000, gradient: 1.25, limit: Math.floor(125 + Math.sqrt(125)) },
    { sample: 100_000, gradient: (1.25 * 50_500) / 105_000, limit: Math.floor(60.119 + Math.sqrt(60.119)) },
    { sample: 10_000, gradient: 2, limit: Math.floor(200 + Math.sqrt(200)) },
    { sample: 900_000, gradient: 0.5, limit: Math.floor(50 + Math.sqrt(50)) },
  ])('of samples of $sample µs makes a gradient of $gradient and 100 places into $limit', ({ sample, gradient, limit }) => {
    const controller = measured(50_000);
    controller.limit = 100;
    controller.epochUs = 0;
    for (let i = 0; i < 5; i++) learnLatency(controller, SETTINGS, 1_050_000 - sample, 1_050_000);
    moveOn(controller, SETTINGS, 1_099_999);
    expect(controller.limit).toBe(100);
    moveOn(controller, SETTINGS, 1_100_000);
    expect(controller.gradient).toBeCloseTo(gradient, 6);
    expect(controller.limit).toBe(limit);
    // a window without samples changes nothing
    moveOn(controller, SETTINGS, 50_000_000);
    expect(controller.limit).toBe(limit);
  });

  it('never goes beyond its ends', () => {
    const settings = { ...SETTINGS, maxConcurrencyLimit: 5 };
    const controller = measured(50_000, settings);
    for (let window = 1; window <= 5; window++) learn(controller, 1, 50_000, 1_000_000 + window * 100_000 - 1, settings);
    expect(controller.limit).toBe(5);
  });

  it('measures again after the interval, takes no sample from before, and goes back to the limit it had', () => {
    const controller = measured(50_000);
    learn(controller, 5, 50_000, 1_050_000);
    moveOn(controller, SETTINGS, 60_999_999);
    const { limit } = controller;
    expect([isMeasuring(controller), limit]).toEqual([false, Math.floor(3.75 + Math.sqrt(3.75))]);
    learn(controller, 20, 80_000, 61_020_000);
    expect([isMeasuring(controller), controller.limit, controller.samples.count, controller.epochUs]).toEqual([true, 3, 0, 61_000_000]);
    learn(controller, 10, 80_000, 61_090_000);
    expect([isMeasuring(controller), controller.limit, controller.minRttUs]).toEqual([false, limit, 80_500]);
  });

  it('measures again when five windows in a row leave it at its minimum', () => {
    const controller = measured(50_000);
    for (let window = 0; window < 5; window++) {
      expect(isMeasuring(controller)).toBe(false);
      learn(controller, 2, 900_000, 2_950_000 + window * 100_000);
    }
    moveOn(controller, SETTINGS, 3_400_000);
    expect([isMeasuring(controller), controller.epochUs]).toEqual([true, 3_400_000]);
  });

  it('is the same however often it is looked at', () => {
    const [seldom, often] = [measured(50_000), measured(50_000)];
    for (let ms = 1_001; ms < 130_000; ms++) {
      moveOn(often, SETTINGS, ms * 1_000);
      if (ms % 370 === 0) for (const controller of [seldom, often]) learn(controller, 3, 40_000 + (ms % 50) * 1_000, ms * 1_000);
    }
    moveOn(seldom, SETTINGS, 129_999_000);
    expect(seldom.measurements).toBeGreaterThan(1);
    expect(often).toEqual(seldom);
  });

  it('puts a measurement off by up to its jitter, each pod and time by another', () => {
    const settings = { ...SETTINGS, jitterPercent: 15, requestCount: 1 };
    const delays = Array.from({ length: 400 }, (_, key) => {
      const controller = createGradientController(settings, key, 0);
      learn(controller, 1, 10, 1_000_000, settings);
      return controller.measuresUs - 61_000_000;
    });
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
    expect(Math.min(...delays)).toBeLessThan(200_000);
    expect(Math.max(...delays)).toBeLessThan(9_000_000);
    expect(Math.max(...delays)).toBeGreaterThan(8_800_000);
    const mean = delays.reduce((a, b) => a + b, 0) / delays.length;
    expect(Math.abs(mean - 4_500_000)).toBeLessThan(3 * (9_000_000 / Math.sqrt(12 * 400)));
  });
});

it('percentiles are within the width of a bin, two digits', () => {
  const histogram = createLatencyHistogram();
  for (let us = 1; us <= 200_000; us += 7) addLatency(histogram, us);
  for (const percent of [1, 25, 50, 90, 99]) expect(Math.abs(percentileUs(histogram, percent) / (2_000 * percent) - 1)).toBeLessThan(0.01);
  const one = createLatencyHistogram();
  addLatency(one, 5_000_000_000_000);
  expect(percentileUs(one, 50)).toBeGreaterThan(9e9);
  expect(() => percentileUs(createLatencyHistogram(), 50)).toThrow(RangeError);
});
