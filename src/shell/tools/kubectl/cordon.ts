import type { NodeObject } from '../../../kube/objects/node.ts';
import type { Call } from './call.ts';
import { nodeTargets } from './node-targets.ts';
import { SELECTOR_FLAG, type Subcommand } from './subcommand.ts';

export const cordon: Subcommand = {
  name: 'cordon',
  summary: 'Mark node as unschedulable',
  usage: 'NODE [options]',
  examples: [['Mark node "foo" as unschedulable', 'kubectl cordon foo']],
  flags: [SELECTOR_FLAG],
  completes: 'nodes',
  run: (call) => run(call, 'cordon'),
};

export const uncordon: Subcommand = {
  name: 'uncordon',
  summary: 'Mark node as schedulable',
  usage: 'NODE [options]',
  examples: [['Mark node "foo" as schedulable', 'kubectl uncordon foo']],
  flags: [SELECTOR_FLAG],
  completes: 'nodes',
  run: (call) => run(call, 'uncordon'),
};

async function run(call: Call, kind: 'cordon' | 'uncordon'): Promise<number> {
  await markNodes(call, await nodeTargets(call, kind), kind);
  return 0;
}

/** A refusal is said and passed over: the real command succeeds all the same. Source: kubectl pkg/cmd/drain RunCordonOrUncordon. */
export async function markNodes(call: Call, nodes: readonly NodeObject[], kind: 'cordon' | 'uncordon'): Promise<void> {
  for (const { metadata, spec } of nodes) {
    const isDone = (spec.unschedulable ?? false) === (kind === 'cordon');
    if (!isDone) {
      const result = await call.attempt({ kind, node: metadata.name });
      if (!result.ok) {
        call.warn(`error: unable to ${kind} node ${JSON.stringify(metadata.name)}: ${result.refusal.message}`);
        continue;
      }
    }
    call.print(`node/${metadata.name} ${isDone ? 'already ' : ''}${kind}ed\n`);
  }
}
