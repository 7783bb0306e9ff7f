import { nowUnixUs, type Cluster } from './cluster.ts';
import { humanDuration } from './duration.ts';
import type { ContainerStatus } from './objects/container-status.ts';
import type { Pod } from './objects/pod.ts';
import { parseRfc3339 } from './timestamps.ts';

/**
 * The STATUS column: not the phase, but the first reason found in a fixed order.
 * Source: Kubernetes pkg/printers/internalversion/printers.go printPod.
 */
export function podStatusText(pod: Pod): string {
  let reason = pod.status.reason || pod.status.phase;
  let hasRunning = false;
  for (const status of [...(pod.status.containerStatuses ?? [])].reverse()) {
    const { waiting, terminated, running } = status.state;
    if (waiting?.reason) reason = waiting.reason;
    else if (terminated?.reason) reason = terminated.reason;
    else if (terminated) reason = terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
    else if (status.ready && running) hasRunning = true;
  }
  if (reason === 'Completed' && hasRunning) reason = isReady(pod) ? 'Running' : 'NotReady';
  if (pod.metadata.deletionTimestamp === undefined) return reason;
  if (pod.status.reason === 'NodeLost') return 'Unknown';
  return pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed' ? reason : 'Terminating';
}

function isReady(pod: Pod): boolean {
  return pod.status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True');
}

/** `1/1`: containers ready of containers wanted. */
export function readyText(pod: Pod): string {
  const ready = (pod.status.containerStatuses ?? []).filter((status) => status.ready && status.state.running).length;
  return `${ready}/${pod.spec.containers.length}`;
}

/** `0`, or `5 (95s ago)` counted from the end of the last container before this one. */
export function restartsText(cluster: Cluster, pod: Pod): string {
  const statuses: readonly ContainerStatus[] = pod.status.containerStatuses ?? [];
  const restarts = statuses.reduce((sum, status) => sum + status.restartCount, 0);
  const finished = statuses.flatMap((status) => (status.lastState.terminated ? [parseRfc3339(status.lastState.terminated.finishedAt)] : []));
  if (restarts === 0 || finished.length === 0) return String(restarts);
  return `${restarts} (${humanDuration(nowUnixUs(cluster) - Math.max(...finished) * 1_000_000)} ago)`;
}
