import type { Labels } from '../contract/metrics.ts';

/** A label set as Prometheus prints it: `name{a="b"}`, labels sorted. */
export function showLabels(labels: Labels): string {
  const name = labels.__name__ ?? '';
  const pairs = Object.keys(labels).filter((label) => label !== '__name__').sort().map((label) => `${label}=${JSON.stringify(labels[label])}`);
  return name !== '' && pairs.length === 0 ? name : `${name}{${pairs.join(', ')}}`;
}
