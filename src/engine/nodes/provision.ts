import { mix, uniform } from '../../base/hash.ts';
import { emitNodeEvent, emitRegionEvent } from '../control/kube-events.ts';
import { requestSync } from '../control/sync.ts';
import { fire } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { addNode, cpusInUse, groupCpus, groupUrl } from './node-groups.ts';
import { isRegistered } from './node-state.ts';

/** From the wish to the instance, if it is to be had: an operation of the Compute API takes some seconds. Our figure. */
const INSERT_US = 3e6;
/** From the instance to a node that is ready: a minute to a minute and a half for a small machine on GKE. Our figure. */
const BOOT_US = 60e6;
const BOOT_SPREAD_US = 30e6;
/** Source: cluster-autoscaler FAQ, initial-node-group-backoff-duration and max-node-group-backoff-duration. */
const FIRST_BACK_OFF_US = 300e6;
const LONGEST_BACK_OFF_US = 1800e6;
const BOOT = 0x6e;

/** Asks for one more machine in a group. */
export function requestNode(world: World, group: number): void {
  const node = addNode(world, group);
  pushEvent(world.s.queue, world.s.nowUs + INSERT_US, PRIORITY[EVENT.nodeInserted], EVENT.nodeInserted, node, 0);
}

/** The instance is made, or refused. */
export function nodeInserted(world: World, node: number): void {
  const { s } = world;
  const { group, name, zone } = s.nodes[node];
  const { region } = s.nodeGroups[group];
  const { cpus } = s.quotas[region];
  if (cpusInUse(world, region) + groupCpus(world, group) > cpus) {
    const limit = `Quota 'CPUS' exceeded.  Limit: ${cpus.toFixed(1)} in region ${s.nodes[node].region}.`;
    refused(world, node, 'QUOTA_EXCEEDED', `Instance '${name}' creation failed: ${limit}`);
    return;
  }
  if (!hasPower(world, zone)) {
    refused(
      world,
      node,
      'RESOURCE_POOL_EXHAUSTED',
      `Instance '${name}' creation failed: The zone '${zone}' does not have enough resources available to fulfill the request.`,
    );
    return;
  }
  fire(s.lifecycles, 'node', node, 'INSERTED');
  s.nodes[node].createdUs = s.nowUs;
  const bootUs = Math.round(BOOT_US + BOOT_SPREAD_US * uniform(mix(node, world.seed, group, BOOT)));
  pushEvent(s.queue, s.nowUs + bootUs, PRIORITY[EVENT.nodeRegisters], EVENT.nodeRegisters, node, 0);
}

/** The machine's kubelet is there. */
export function nodeRegisters(world: World, node: number): void {
  const { s } = world;
  const state = s.nodes[node];
  if (!hasPower(world, state.zone)) {
    refused(world, node, 'RESOURCE_POOL_EXHAUSTED', `Instance '${state.name}' did not start`);
    return;
  }
  if (fire(s.lifecycles, 'node', node, 'REGISTERED') === null) return;
  state.on = true;
  state.statusSinceUs = s.nowUs;
  s.nodeGroups[state.group].backOffUs = 0;
  emitNodeEvent(world, node, 'kubelet', 'Starting', 'Starting kubelet.');
  emitNodeEvent(world, node, 'kubelet', 'NodeReady', `Node ${state.name} status is now: NodeReady`);
  emitNodeEvent(world, node, 'node-controller', 'RegisteredNode', `Node ${state.name} event: Registered Node ${state.name} in Controller`);
  for (let service = 0; service < s.services.length; service++) requestSync(world, service);
}

/** A zone whose machines have all lost their power starts no others. */
function hasPower(world: World, zone: string): boolean {
  const there = world.s.nodes.filter((node, at) => node.zone === zone && isRegistered(world, at));
  return there.length === 0 || there.some(({ on }) => on);
}

/** Source: cluster-autoscaler, clusterstate.go handleInstanceCreationErrorsForNodeGroup (text unverified). */
function refused(world: World, node: number, why: string, error: string): void {
  const { s } = world;
  if (fire(s.lifecycles, 'node', node, 'REFUSED') === null) return;
  const { group } = s.nodes[node];
  const state = s.nodeGroups[group];
  // machines asked for together fail together
  if (s.nowUs >= state.backOffUntilUs) {
    state.backOffUs = Math.min(LONGEST_BACK_OFF_US, Math.max(FIRST_BACK_OFF_US, 2 * state.backOffUs));
    state.backOffUntilUs = s.nowUs + state.backOffUs;
  }
  const message = `Failed adding 1 nodes to group ${groupUrl(world, group)} due to OutOfResource.${why}; source errors: ${error}`;
  emitRegionEvent(world, s.nodes[node].region, 'Warning', 'ScaleUpFailed', 'ConfigMap', 'cluster-autoscaler-status', 'cluster-autoscaler', message);
}
