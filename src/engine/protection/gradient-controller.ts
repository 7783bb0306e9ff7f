import { mix, uniform } from '../../base/hash.ts';
import type { AdaptiveConcurrencyModel } from '../../scenario/model/protection.ts';
import { addLatency, clearLatencies, createLatencyHistogram, type LatencyHistogram, percentileUs } from './latency-histogram.ts';

/**
 * Envoy's gradient controller: the limit of requests in flight follows gradient = (minRTT + buffer) ÷ sampleRTT, as new = gradient · old + √(gradient · old). minRTT is measured now
 * and then with few requests in flight. What Envoy's timers do is made up for when the controller is next looked at: the same changes as at the same moments, and no event.
 * Source: Envoy docs, configuration/http/http_filters/adaptive_concurrency_filter; extensions.filters.http.adaptive_concurrency.v3.
 */
export interface GradientController {
  limit: number;
  /** The limit to go back to while minRTT is measured; 0: it is not. */
  deferredLimit: number;
  /** Since when samples count: nothing that began before the last measurement of minRTT did. */
  epochUs: number;
  /** The end of the sampling window, and the next measurement of minRTT. */
  windowEndsUs: number;
  measuresUs: number;
  /** 0: not known yet. */
  minRttUs: number;
  sampleRttUs: number;
  gradient: number;
  headroom: number;
  /** Windows in a row that have left the limit at its minimum. */
  atMinimum: number;
  /** Of minRTT, done; the draws of the jitter are numbered by it. */
  measurements: number;
  readonly jitterKey: number;
  /** Counter: requests turned away. */
  blocked: number;
  readonly samples: LatencyHistogram;
}

/** Without a sample minRTT is measured again after so many windows at the minimum. */
const WINDOWS_AT_MINIMUM = 5;
const LOWEST_GRADIENT = 0.5;
const HIGHEST_GRADIENT = 2;

/** Begins with a measurement. */
export function createGradientController({ minConcurrency }: AdaptiveConcurrencyModel, jitterKey: number, nowUs: number): GradientController {
  return {
    limit: minConcurrency,
    deferredLimit: minConcurrency,
    epochUs: nowUs,
    windowEndsUs: nowUs,
    measuresUs: nowUs,
    minRttUs: 0,
    sampleRttUs: 0,
    gradient: 0,
    headroom: 0,
    atMinimum: 0,
    measurements: 0,
    jitterKey,
    blocked: 0,
    samples: createLatencyHistogram(),
  };
}

export function isMeasuring({ deferredLimit }: GradientController): boolean {
  return deferredLimit > 0;
}

/** Does what was due by now. A measurement ends with a sample, never by itself. */
export function moveOn(controller: GradientController, settings: AdaptiveConcurrencyModel, nowUs: number): void {
  while (!isMeasuring(controller)) {
    if (controller.measuresUs <= controller.windowEndsUs) {
      if (controller.measuresUs > nowUs) return;
      beginMeasurement(controller, settings, controller.measuresUs);
      return;
    }
    const endedUs = controller.windowEndsUs;
    if (endedUs > nowUs) return;
    if (controller.samples.count > 0) endWindow(controller, settings, endedUs);
    // windows without samples change nothing
    const until = Math.min(nowUs, controller.measuresUs);
    controller.windowEndsUs += settings.updateIntervalUs * Math.max(1, Math.floor((until - endedUs) / settings.updateIntervalUs) + 1);
  }
}

function beginMeasurement(controller: GradientController, { minConcurrency }: AdaptiveConcurrencyModel, atUs: number): void {
  controller.deferredLimit = controller.limit;
  controller.limit = minConcurrency;
  controller.atMinimum = 0;
  controller.epochUs = atUs;
  clearLatencies(controller.samples);
}

function endWindow(controller: GradientController, settings: AdaptiveConcurrencyModel, atUs: number): void {
  const { minConcurrency, maxConcurrencyLimit, bufferPercent } = settings;
  controller.sampleRttUs = takePercentile(controller, settings);
  const buffered = controller.minRttUs + (controller.minRttUs * bufferPercent) / 100;
  controller.gradient = Math.max(LOWEST_GRADIENT, Math.min(HIGHEST_GRADIENT, buffered / controller.sampleRttUs));
  const scaled = controller.limit * controller.gradient;
  controller.headroom = Math.sqrt(scaled);
  const limit = Math.max(minConcurrency, Math.min(maxConcurrencyLimit, Math.floor(scaled + controller.headroom)));
  controller.atMinimum = limit === minConcurrency && controller.limit === minConcurrency ? controller.atMinimum + 1 : 0;
  controller.limit = limit;
  if (controller.atMinimum >= WINDOWS_AT_MINIMUM) controller.measuresUs = atUs;
}

function takePercentile({ samples }: GradientController, { sampleAggregatePercentile }: AdaptiveConcurrencyModel): number {
  const us = Math.max(1, percentileUs(samples, sampleAggregatePercentile));
  clearLatencies(samples);
  return us;
}

/** A request that was let in has its answer. */
export function learnLatency(controller: GradientController, settings: AdaptiveConcurrencyModel, arrivedUs: number, nowUs: number): void {
  moveOn(controller, settings, nowUs);
  if (arrivedUs < controller.epochUs) return;
  addLatency(controller.samples, nowUs - arrivedUs);
  if (!isMeasuring(controller) || controller.samples.count < settings.requestCount) return;
  controller.minRttUs = takePercentile(controller, settings);
  controller.limit = controller.deferredLimit;
  controller.deferredLimit = 0;
  controller.windowEndsUs = nowUs + settings.updateIntervalUs;
  controller.measuresUs = nowUs + settings.minRttIntervalUs + jitterUs(controller, settings);
  controller.measurements++;
}

const JITTER = 0x6a74;

/** Anything from nothing to its share of the interval. */
function jitterUs({ jitterKey, measurements }: GradientController, { minRttIntervalUs, jitterPercent }: AdaptiveConcurrencyModel): number {
  return Math.floor((uniform(mix(jitterKey, measurements, 0, JITTER)) * minRttIntervalUs * jitterPercent) / 100);
}
