import type { ContainerState, ContainerStatus } from '../objects/container-status.ts';
import type { Labels } from '../objects/object-meta.ts';
import type { Container, EnvVar, PodTemplateSpec, Probe } from '../objects/pod-template.ts';
import { rfc1123z } from '../timestamps.ts';
import type { DescribeWriter } from './describe-writer.ts';

/** `indent` is what a pod template puts before each title. Source: kubectl pkg/describe describeContainers. */
export function describeContainers(writer: DescribeWriter, containers: readonly Container[], statuses: readonly ContainerStatus[], indent: string): void {
  writer.line(0, `${indent}Containers:`);
  for (const container of containers) {
    const status = statuses.find((candidate) => candidate.name === container.name);
    writer.line(1, `${indent === '' ? '' : ' '}${container.name}:`);
    if (status) writer.line(2, 'Container ID:', status.containerID ?? '');
    writer.line(2, 'Image:', container.image);
    if (status) writer.line(2, 'Image ID:', status.imageID);
    const ports = container.ports.map((port) => `${port.containerPort}/${port.protocol}`);
    writer.line(2, ports.length > 1 ? 'Ports:' : 'Port:', ports.join(', ') || '<none>');
    writer.line(2, ports.length > 1 ? 'Host Ports:' : 'Host Port:', container.ports.map((port) => `0/${port.protocol}`).join(', ') || '<none>');
    if (status) describeStatus(writer, status);
    describeResources(writer, 'Limits:', container.resources.limits);
    describeResources(writer, 'Requests:', container.resources.requests);
    if (container.livenessProbe) writer.line(2, 'Liveness:', probeText(container.livenessProbe));
    if (container.readinessProbe) writer.line(2, 'Readiness:', probeText(container.readinessProbe));
    writer.line(2, 'Environment:', ...(container.env?.length ? [] : ['<none>']));
    for (const variable of container.env ?? []) writer.line(3, `${variable.name}:`, ...shownValue(variable));
    writer.line(2, 'Mounts:', ...(container.volumeMounts?.length ? [] : ['<none>']));
    for (const mount of container.volumeMounts ?? []) writer.line(3, `${mount.mountPath} from ${mount.name} (${mount.readOnly ? 'ro' : 'rw'})`);
  }
}

function shownValue({ value, valueFrom }: EnvVar): string[] {
  if (valueFrom === undefined) return [(value ?? '').replaceAll('\n', '\n      \t')];
  const { key, name } = valueFrom.secretKeyRef;
  return [`<set to the key '${key}' in secret '${name}'>`, 'Optional: false'];
}

function describeStatus(writer: DescribeWriter, status: ContainerStatus): void {
  describeState(writer, 'State:', status.state);
  if (status.lastState.terminated) describeState(writer, 'Last State:', status.lastState);
  writer.line(2, 'Ready:', status.ready ? 'True' : 'False');
  writer.line(2, 'Restart Count:', status.restartCount);
}

function describeState(writer: DescribeWriter, title: string, state: ContainerState): void {
  if (state.running) {
    writer.line(2, title, 'Running');
    writer.line(3, 'Started:', rfc1123z(state.running.startedAt));
  } else if (state.terminated) {
    writer.line(2, title, 'Terminated');
    if (state.terminated.reason) writer.line(3, 'Reason:', state.terminated.reason);
    writer.line(3, 'Exit Code:', state.terminated.exitCode);
    writer.line(3, 'Started:', rfc1123z(state.terminated.startedAt));
    writer.line(3, 'Finished:', rfc1123z(state.terminated.finishedAt));
  } else {
    writer.line(2, title, 'Waiting');
    if (state.waiting?.reason) writer.line(3, 'Reason:', state.waiting.reason);
  }
}

function describeResources(writer: DescribeWriter, title: string, resources: Labels | undefined): void {
  if (!resources) return;
  writer.line(2, title);
  for (const name of Object.keys(resources).sort()) writer.line(3, `${name}:`, resources[name]);
}

function probeText(probe: Probe): string {
  const { path, port } = probe.httpGet;
  return (
    `http-get http://:${port}${path} delay=${probe.initialDelaySeconds ?? 0}s timeout=${probe.timeoutSeconds}s period=${probe.periodSeconds}s` +
    ` #success=${probe.successThreshold} #failure=${probe.failureThreshold}`
  );
}

/** Source: kubectl pkg/describe DescribePodTemplate. */
export function describePodTemplate(writer: DescribeWriter, template: PodTemplateSpec): void {
  writer.line(0, 'Pod Template:');
  writer.labels('  Labels', template.metadata.labels);
  if (template.metadata.annotations) writer.annotations('  Annotations', template.metadata.annotations);
  writer.line(0, '  Service Account:', template.spec.serviceAccountName);
  describeContainers(writer, template.spec.containers, [], '  ');
  writer.line(0, '  Volumes:', '<none>');
  writer.line(0, '  Node-Selectors:', '<none>');
  writer.line(0, '  Tolerations:', '<none>');
}
