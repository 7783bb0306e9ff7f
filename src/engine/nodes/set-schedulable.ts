import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import { emitNodeEvent } from '../control/kube-events.ts';
import { requestSync } from '../control/sync.ts';
import { isRegistered } from './node-state.ts';
import type { World } from '../world.ts';

/** Whether the scheduler may use a node. Pods that are there stay. */
export function setSchedulable(world: World, name: string, schedulable: boolean, actor: string): CommandResult {
  const { s, nodeNames } = world;
  const node = nodeNames.indexOf(name);
  if (node < 0 || !isRegistered(world, node)) return refuse('command/node_not_found', `nodes "${name}" not found`);
  if (s.nodes[node].unschedulable === !schedulable) return { ok: true, data: { changed: false } };
  s.nodes[node].unschedulable = !schedulable;
  const status = schedulable ? 'NodeSchedulable' : 'NodeNotSchedulable';
  // the kubelet says so, if there is one
  if (s.nodes[node].on) emitNodeEvent(world, node, 'kubelet', status, `Node ${name} status is now: ${status}`);
  if (schedulable) for (let service = 0; service < s.services.length; service++) requestSync(world, service);
  world.recorder.change({
    atUs: s.nowUs,
    kind: 'config',
    subject: name,
    title: `${name} ${schedulable ? 'uncordoned' : 'cordoned'}`,
    detail: schedulable ? 'takes new pods again' : 'takes no new pods',
    actor,
    undo: `kubectl ${schedulable ? 'cordon' : 'uncordon'} ${name}`,
  });
  return DONE;
}
