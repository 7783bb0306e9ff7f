import { goDuration } from '../../../kube/duration.ts';
import type { Pod } from '../../../kube/objects/pod.ts';
import type { Call } from './call.ts';
import { attempt, DrainFailure, isPending, OUT_OF_TIME } from './drain-pods.ts';
import { WATCH_INTERVAL_US } from './watch.ts';

/** Pause before an eviction is asked for again that a budget forbade. Source: kubectl pkg/drain evictPods. */
const RETRY_US = 5_000_000;

/**
 * Asks for the eviction of all pods at once, of those that a budget forbids every five seconds again, and waits until they are gone.
 * The time limit ends a wait at once, a forbidden eviction at its next try. Source: kubectl pkg/drain evictPods. @throws DrainFailure
 */
export async function evictPods(call: Call, pods: readonly Pod[]): Promise<void> {
  const limitUs = call.flags.duration('timeout');
  const startUs = await call.port.now();
  const endUs = limitUs === 0 ? Infinity : startUs + limitUs;
  const problems: string[] = [];
  let refused = pods;
  let evicted: readonly Pod[] = [];
  let tryAtUs = startUs;
  for (;;) {
    const nowUs = await call.port.now();
    if (refused.length > 0 && nowUs >= tryAtUs) {
      for (const { metadata } of refused) call.print(`evicting pod ${metadata.namespace}/${metadata.name}\n`);
      if (nowUs >= endUs) {
        problems.push(...refused.map((pod) => `${whenEvicting(pod)}: global timeout reached: ${goDuration(limitUs)}`));
        refused = [];
      } else {
        const asked = await ask(call, refused, problems);
        refused = asked.refused;
        evicted = [...evicted, ...asked.evicted];
        tryAtUs = nowUs + RETRY_US;
      }
    }
    const cluster = await call.cluster();
    evicted = evicted.filter((pod) => isPending(call, cluster, pod, 'evicted'));
    if (nowUs >= endUs) {
      problems.push(...evicted.map((pod) => `error when waiting for pod ${nameOf(pod, ' in namespace ')} to terminate: ${OUT_OF_TIME}`));
      evicted = [];
    }
    if (refused.length === 0 && evicted.length === 0) break;
    await call.sleep(Math.min(WATCH_INTERVAL_US, evicted.length > 0 ? endUs - nowUs : Infinity, refused.length > 0 ? tryAtUs - nowUs : Infinity));
  }
  if (problems.length > 0) throw failedTogether(problems);
}

/** @param problems those that end the matter are added to them */
async function ask(call: Call, pods: readonly Pod[], problems: string[]): Promise<{ readonly evicted: readonly Pod[]; readonly refused: readonly Pod[] }> {
  const evicted: Pod[] = [];
  const refused: Pod[] = [];
  for (const pod of pods) {
    const result = await attempt(call, 'evict-pod', pod);
    if (result.ok) evicted.push(pod);
    else if (result.refusal.code === 'command/too_many_requests') {
      call.warn(`${whenEvicting(pod)} (will retry after 5s): ${result.refusal.message}`);
      refused.push(pod);
    } else if (result.refusal.code !== 'command/pod_not_found') problems.push(`${whenEvicting(pod)}: ${result.refusal.message}`);
  }
  return { evicted, refused };
}

function whenEvicting(pod: Pod): string {
  return `error when evicting pods/${nameOf(pod, ' -n ')}`;
}

function nameOf({ metadata }: Pod, between: string): string {
  return `${JSON.stringify(metadata.name)}${between}${JSON.stringify(metadata.namespace)}`;
}

/** Evictions fail each for itself. Source: apimachinery pkg/util/errors Aggregate. */
function failedTogether(problems: readonly string[]): DrainFailure {
  const message = problems.length === 1 ? problems[0] : `[${problems.join(', ')}]`;
  return new DrainFailure(message, problems.join('\n'), message);
}
