import type { OutlierDetectionModel } from '../../scenario/model/protection.ts';
import { IN, type OutlierDetector } from './outlier-detector.ts';

/**
 * Of the hosts that are in and had enough requests in the interval: the mean of their success rates less so many standard deviations (of a population). Those below it are outliers.
 * @returns percent; −Infinity where there are too few to compare. Source: Envoy docs, intro/arch_overview/upstream/outlier, "Success Rate".
 */
export function successRateThreshold(detector: OutlierDetector, model: OutlierDetectionModel): number {
  const { hosts, ejectedUs, requests, successes } = detector;
  let count = 0;
  let sum = 0;
  for (let at = 0; at < hosts.length; at++) {
    if (ejectedUs[at] !== IN || requests[at] < model.successRateRequestVolume) continue;
    count++;
    sum += (100 * successes[at]) / requests[at];
  }
  if (count < model.successRateMinimumHosts) return -Infinity;
  const mean = sum / count;
  let squares = 0;
  for (let at = 0; at < hosts.length; at++) {
    if (ejectedUs[at] !== IN || requests[at] < model.successRateRequestVolume) continue;
    const off = (100 * successes[at]) / requests[at] - mean;
    squares += off * off;
  }
  return mean - (model.successRateStdevFactor / 1_000) * Math.sqrt(squares / count);
}
