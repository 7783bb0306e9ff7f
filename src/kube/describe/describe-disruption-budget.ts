import type { Cluster } from '../cluster.ts';
import type { PodDisruptionBudget } from '../objects/pod-disruption-budget.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeWriter } from './describe-writer.ts';

/** Source: kubectl pkg/describe PodDisruptionBudgetDescriber. */
export function describeDisruptionBudget({ metadata, spec, status }: PodDisruptionBudget, cluster: Cluster): string {
  const writer = new DescribeWriter();
  writer.line(0, 'Name:', metadata.name);
  writer.line(0, 'Namespace:', metadata.namespace ?? '');
  if (spec.minAvailable !== undefined) writer.line(0, 'Min available:', spec.minAvailable);
  else if (spec.maxUnavailable !== undefined) writer.line(0, 'Max unavailable:', spec.maxUnavailable);
  const labels = Object.entries(spec.selector.matchLabels).map(([key, value]) => `${key}=${value}`);
  writer.line(0, 'Selector:', labels.join(','));
  writer.line(0, 'Status:');
  writer.line(2, 'Allowed disruptions:', status.disruptionsAllowed);
  writer.line(2, 'Current:', status.currentHealthy);
  writer.line(2, 'Desired:', status.desiredHealthy);
  writer.line(2, 'Total:', status.expectedPods);
  describeEvents(writer, cluster, 'PodDisruptionBudget', metadata.name);
  return writer.toString();
}
