import type { Labels } from '../contract/metrics.ts';

/** A label set as Go prints it, the metric name as an ordinary label: `{__name__="x", a="b"}`. */
export function showFullLabels(labels: Labels): string {
  return `{${Object.keys(labels)
    .sort()
    .map((label) => `${label}=${JSON.stringify(labels[label])}`)
    .join(', ')}}`;
}
