import { parseSelector } from '../../../kube/selector.ts';
import type { Call } from './call.ts';
import { markNodes } from './cordon.ts';
import { deletePods, DrainFailure, podsToRemove } from './drain-pods.ts';
import { evictPods } from './evict-pods.ts';
import { KubectlError } from './kubectl-error.ts';
import { nodeTargets } from './node-targets.ts';
import { SELECTOR_FLAG, type Subcommand } from './subcommand.ts';

/** Every pod here is a replica set's and none has local data, so the flags that let others go change nothing. */
export const drain: Subcommand = {
  name: 'drain',
  summary: 'Drain node in preparation for maintenance',
  usage: 'NODE [options]',
  examples: [
    [
      'Drain node "foo", even if there are pods not managed by a replication controller, replica set, job, daemon set, or stateful set on it',
      'kubectl drain foo --force',
    ],
    [
      'As above, but abort if there are pods not managed by a replication controller, replica set, job, daemon set, or stateful set, and use a grace period of 15 minutes',
      'kubectl drain foo --grace-period=900',
    ],
  ],
  flags: [
    SELECTOR_FLAG,
    {
      name: 'delete-emptydir-data',
      kind: 'bool',
      default: 'false',
      help: 'Continue even if there are pods using emptyDir (local data that will be deleted when the node is drained).',
    },
    {
      name: 'disable-eviction',
      kind: 'bool',
      default: 'false',
      help: 'Force drain to use delete, even if eviction is supported. This will bypass checking PodDisruptionBudgets, use with caution.',
    },
    { name: 'force', kind: 'bool', default: 'false', help: 'Continue even if there are pods that do not declare a controller.' },
    {
      name: 'grace-period',
      kind: 'int',
      default: '-1',
      help: 'Period of time in seconds given to each pod to terminate gracefully. If negative, the default value specified in the pod will be used.',
    },
    { name: 'ignore-daemonsets', kind: 'bool', default: 'false', help: 'Ignore DaemonSet-managed pods.' },
    { name: 'pod-selector', kind: 'string', default: '', help: 'Label selector to filter pods on the node' },
    {
      name: 'skip-wait-for-delete-timeout',
      kind: 'int',
      default: '0',
      help: 'If pod DeletionTimestamp older than N seconds, skip waiting for the pod.  Seconds must be greater than 0 to skip.',
    },
    { name: 'timeout', kind: 'duration', default: '0s', help: 'The length of time to wait before giving up, zero means infinite' },
  ],
  completes: 'nodes',
  run: runDrain,
};

/** Cordons all nodes, then empties one after another; one that fails does not stop the next. Source: kubectl pkg/cmd/drain RunDrain, runs of 1.32. */
async function runDrain(call: Call): Promise<number> {
  checkPodSelector(call);
  const nodes = await nodeTargets(call, 'drain');
  call.stream();
  await markNodes(call, nodes, 'cordon');
  const failures = new Map<string, DrainFailure>();
  for (const { metadata } of nodes) {
    try {
      await emptyNode(call, metadata.name);
      call.print(`node/${metadata.name} drained\n`);
    } catch (error) {
      if (!(error instanceof DrainFailure)) throw error;
      call.warn(`error: unable to drain node ${JSON.stringify(metadata.name)} due to error: ${error.message}, continuing command...`);
      failures.set(metadata.name, error);
    }
  }
  if (failures.size === 0) return 0;
  call.warn(['There are pending nodes to be drained:', ...failures.keys()].join('\n '));
  const [first, ...others] = failures.values();
  throw new KubectlError(others.length === 0 ? first.alone : [first, ...others].map(({ amongOthers }) => amongOthers).join('\n'));
}

function checkPodSelector(call: Call): void {
  try {
    parseSelector(call.flags.text('pod-selector'));
  } catch {
    throw new KubectlError('error: --pod-selector=<pod_selector> must be a valid label selector');
  }
}

/** @throws DrainFailure after saying which pods are left. */
async function emptyNode(call: Call, node: string): Promise<void> {
  const pods = podsToRemove(call, await call.cluster(), node);
  try {
    await (call.flags.bool('disable-eviction') ? deletePods : evictPods)(call, pods);
  } catch (error) {
    if (!(error instanceof DrainFailure)) throw error;
    const left = podsToRemove(call, await call.cluster(), node);
    if (left.length > 0) {
      call.warn(`There are pending pods in node ${JSON.stringify(node)} when an error occurred: ${error.message}`);
      for (const { metadata } of left) call.warn(`pod/${metadata.name}`);
    }
    throw error;
  }
}
