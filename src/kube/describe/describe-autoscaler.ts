import type { Cluster } from '../cluster.ts';
import type { HorizontalPodAutoscaler } from '../objects/horizontal-pod-autoscaler.ts';
import { rfc1123z } from '../timestamps.ts';
import { describeEvents } from './describe-events.ts';
import { DescribeWriter } from './describe-writer.ts';

/** Source: kubectl pkg/describe describeHorizontalPodAutoscalerV2. */
export function describeAutoscaler(autoscaler: HorizontalPodAutoscaler, cluster: Cluster): string {
  const writer = new DescribeWriter();
  const { metadata, spec, status } = autoscaler;
  writer.line(0, 'Name:', metadata.name);
  writer.line(0, 'Namespace:', metadata.namespace ?? '');
  writer.labels('Labels', metadata.labels);
  writer.annotations('Annotations', metadata.annotations);
  writer.line(0, 'CreationTimestamp:', rfc1123z(metadata.creationTimestamp));
  writer.line(0, 'Reference:', `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`);
  writer.line(0, 'Metrics:', '( current / target )');
  spec.metrics.forEach(({ resource, external }, at) => {
    const found = status.currentMetrics?.[at];
    if (external !== undefined) {
      const text = found?.external?.current.averageValue ?? '<unknown>';
      writer.line(1, `${JSON.stringify(external.metric.name)} (target average value):`, `${text} / ${external.target.averageValue}`);
    }
    if (resource !== undefined) {
      const current = found?.resource?.current;
      const text = current === undefined ? '<unknown>' : `${current.averageUtilization}% (${current.averageValue})`;
      writer.line(1, `resource ${resource.name} on pods  (as a percentage of request):`, `${text} / ${resource.target.averageUtilization}%`);
    }
  });
  writer.line(0, 'Min replicas:', spec.minReplicas);
  writer.line(0, 'Max replicas:', spec.maxReplicas);
  writer.line(0, `${spec.scaleTargetRef.kind} pods:`, `${status.currentReplicas} current / ${status.desiredReplicas} desired`);
  writer.line(0, 'Conditions:');
  writer.line(1, 'Type', 'Status', 'Reason', 'Message');
  writer.line(1, '----', '------', '------', '-------');
  for (const condition of status.conditions) writer.line(1, condition.type, condition.status, condition.reason ?? '', condition.message ?? '');
  describeEvents(writer, cluster, 'HorizontalPodAutoscaler', metadata.name);
  return writer.toString();
}
