import { type Cluster, nowUnixUs } from '../../../kube/cluster.ts';
import { type Pod, podObject } from '../../../kube/objects/pod.ts';
import { matchesLabels, parseSelector } from '../../../kube/selector.ts';
import { parseRfc3339 } from '../../../kube/timestamps.ts';
import type { Call } from './call.ts';
import { serverError } from './kubectl-error.ts';
import { WATCH_INTERVAL_US } from './watch.ts';

export const OUT_OF_TIME = 'context deadline exceeded';

/** Why a node is not empty. The last lines of a drain say it in one way where it was the only node to fail, in another among several. */
export class DrainFailure extends Error {
  readonly alone: string;
  readonly amongOthers: string;

  constructor(message: string, alone: string, amongOthers: string) {
    super(message);
    this.alone = alone;
    this.amongOthers = amongOthers;
  }
}

/** Pods of all namespaces on the node, those finished and those already going as well. Source: kubectl pkg/drain GetPodsForDeletion. */
export function podsToRemove(call: Call, cluster: Cluster, node: string): readonly Pod[] {
  const selector = parseSelector(call.flags.text('pod-selector'));
  return cluster.fleet.pods
    .filter((pod) => pod.node === node)
    .map((pod) => podObject(cluster, pod))
    .filter((pod) => matchesLabels(selector, pod.metadata.labels) && !isPassedOver(call, cluster, pod))
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

function isPassedOver(call: Call, cluster: Cluster, { metadata }: Pod): boolean {
  const limitSeconds = call.flags.int('skip-wait-for-delete-timeout');
  if (limitSeconds <= 0 || metadata.deletionTimestamp === undefined) return false;
  return Math.trunc(nowUnixUs(cluster) / 1_000_000 - parseRfc3339(metadata.deletionTimestamp)) > limitSeconds;
}

/** --disable-eviction: no budget is asked. @throws DrainFailure */
export async function deletePods(call: Call, pods: readonly Pod[]): Promise<void> {
  const startUs = await call.port.now();
  for (const pod of pods) await deletePod(call, pod);
  await waitUntilDeleted(call, pods, startUs);
}

async function deletePod(call: Call, pod: Pod): Promise<void> {
  const result = await attempt(call, 'delete-pod', pod);
  if (result.ok || result.refusal.code === 'command/pod_not_found') return;
  const alone = serverError(result.refusal).message;
  throw new DrainFailure(result.refusal.message, alone, alone.replace(/^error: /, ''));
}

export function attempt(call: Call, kind: 'delete-pod' | 'evict-pod', pod: Pod): ReturnType<Call['attempt']> {
  const graceSeconds = call.flags.int('grace-period');
  return call.attempt({ kind, pod: pod.metadata.name, ...(graceSeconds >= 0 ? { graceUs: graceSeconds * 1_000_000 } : {}) });
}

/** Says of each pod when it is gone. @throws DrainFailure when the time is over before */
async function waitUntilDeleted(call: Call, pods: readonly Pod[], startUs: number): Promise<void> {
  const limitUs = call.flags.duration('timeout');
  let pending = pods;
  for (;;) {
    const cluster = await call.cluster();
    pending = pending.filter((pod) => isPending(call, cluster, pod, 'deleted'));
    if (pending.length === 0) return;
    const leftUs = limitUs === 0 ? WATCH_INTERVAL_US : startUs + limitUs - (await call.port.now());
    if (leftUs <= 0) throw new DrainFailure(OUT_OF_TIME, `error: ${OUT_OF_TIME}`, OUT_OF_TIME);
    await call.sleep(Math.min(WATCH_INTERVAL_US, leftUs));
  }
}

export function isPending(call: Call, cluster: Cluster, { metadata }: Pod, done: 'deleted' | 'evicted'): boolean {
  const now = cluster.fleet.pods.find((candidate) => candidate.uid === metadata.uid);
  if (!now) {
    call.print(`pod/${metadata.name} ${done}\n`);
    return false;
  }
  if (!isPassedOver(call, cluster, podObject(cluster, now))) return true;
  const limitSeconds = call.flags.int('skip-wait-for-delete-timeout');
  call.print(`pod ${JSON.stringify(metadata.name)} has DeletionTimestamp older than ${limitSeconds} seconds, skipping\n`);
  return false;
}
