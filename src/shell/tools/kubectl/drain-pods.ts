import { type Cluster, nowUnixUs } from '../../../kube/cluster.ts';
import { type Pod, podObject } from '../../../kube/objects/pod.ts';
import { matchesLabels, parseSelector } from '../../../kube/selector.ts';
import { parseRfc3339 } from '../../../kube/timestamps.ts';
import type { Call } from './call.ts';
import { serverError } from './kubectl-error.ts';
import { WATCH_INTERVAL_US } from './watch.ts';

const OUT_OF_TIME = 'context deadline exceeded';

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

/** Evictions fail each for itself. Source: apimachinery pkg/util/errors Aggregate. */
function failedTogether(problems: readonly string[]): DrainFailure {
  const message = problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`;
  return new DrainFailure(message, problems.join('\n'), message);
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

/** Evicts the pods (deletes them with --disable-eviction) and waits until they are gone. No budget here stands in the way of an eviction. @throws DrainFailure */
export async function removePods(call: Call, pods: readonly Pod[]): Promise<void> {
  const startUs = await call.port.now();
  if (call.flags.bool('disable-eviction')) {
    for (const pod of pods) await deletePod(call, pod);
    if ((await waitUntilGone(call, pods, startUs, 'deleted')).length > 0) throw new DrainFailure(OUT_OF_TIME, `error: ${OUT_OF_TIME}`, OUT_OF_TIME);
    return;
  }
  for (const { metadata } of pods) call.print(`evicting pod ${metadata.namespace}/${metadata.name}\n`);
  const problems: string[] = [];
  const evicted: Pod[] = [];
  for (const pod of pods) {
    const result = await attempt(call, pod);
    if (result.ok) evicted.push(pod);
    else if (result.refusal.code !== 'command/pod_not_found')
      problems.push(`error when evicting pods/${JSON.stringify(pod.metadata.name)} -n ${JSON.stringify(pod.metadata.namespace)}: ${result.refusal.message}`);
  }
  for (const { metadata } of await waitUntilGone(call, evicted, startUs, 'evicted'))
    problems.push(
      `error when waiting for pod ${JSON.stringify(metadata.name)} in namespace ${JSON.stringify(metadata.namespace)} to terminate: ${OUT_OF_TIME}`,
    );
  if (problems.length > 0) throw failedTogether(problems);
}

async function deletePod(call: Call, pod: Pod): Promise<void> {
  const result = await attempt(call, pod);
  if (result.ok || result.refusal.code === 'command/pod_not_found') return;
  const alone = serverError(result.refusal).message;
  throw new DrainFailure(result.refusal.message, alone, alone.replace(/^error: /, ''));
}

function attempt(call: Call, pod: Pod): ReturnType<Call['attempt']> {
  const graceSeconds = call.flags.int('grace-period');
  return call.attempt({ kind: 'delete-pod', pod: pod.metadata.name, ...(graceSeconds >= 0 ? { graceUs: graceSeconds * 1_000_000 } : {}) });
}

/** Says of each pod when it is gone. @returns those that are still there when the time is over. */
async function waitUntilGone(call: Call, pods: readonly Pod[], startUs: number, done: string): Promise<readonly Pod[]> {
  const limitUs = call.flags.duration('timeout');
  let pending = pods;
  for (;;) {
    const cluster = await call.cluster();
    pending = pending.filter((pod) => isPending(call, cluster, pod, done));
    const leftUs = limitUs === 0 ? WATCH_INTERVAL_US : startUs + limitUs - (await call.port.now());
    if (pending.length === 0 || leftUs <= 0) return pending;
    await call.sleep(Math.min(WATCH_INTERVAL_US, leftUs));
  }
}

function isPending(call: Call, cluster: Cluster, { metadata }: Pod, done: string): boolean {
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
