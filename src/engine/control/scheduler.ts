import { NODE, POD } from '../machines/lifecycle.ts';
import { isRegistered } from '../nodes/node-state.ts';
import type { World } from '../world.ts';
import { type PodResources, resourcesOfPod } from './pod-resources.ts';

/**
 * Picks a node for a pod of a service: among nodes with room for its requests, the zone with the fewest of its pods, then the node
 * with the most free CPU. Refusal text: pkg/scheduler/framework/types.go FitError.
 */
export function chooseNode(world: World, service: number, wanted: PodResources): { readonly node: number; readonly refusal: string } {
  const s = world.s;
  const { model } = world.plan.services[service];
  const cpu = world.nodes.map(() => 0);
  const memory = world.nodes.map(() => 0);
  const pods = world.nodes.map(() => 0);
  const sameZone = new Map<string, number>();
  for (let pod = 0; pod < s.pods.length; pod++) {
    const node = s.pods[pod].record.node;
    if (node < 0 || s.lifecycles.pod.state[pod] === POD.gone) continue;
    const other = resourcesOfPod(world, pod);
    cpu[node] += other.cpuRequestMilli;
    memory[node] += other.memoryRequestMiB;
    pods[node]++;
    if (s.pods[pod].service === service) sameZone.set(world.nodes[node].zone, (sameZone.get(world.nodes[node].zone) ?? 0) + 1);
  }
  let best = -1;
  let count = 0;
  let shortCpu = 0;
  let shortMemory = 0;
  let tooMany = 0;
  let unreachable = 0;
  let unschedulable = 0;
  let removing = 0;
  world.nodes.forEach((node, at) => {
    if (node.region !== model.region || !isRegistered(world, at)) return;
    count++;
    if (s.lifecycles.node.state[at] === NODE.unknown) {
      unreachable++;
      return;
    }
    if (s.nodes[at].removingUs !== undefined) {
      removing++;
      return;
    }
    if (s.nodes[at].unschedulable) {
      unschedulable++;
      return;
    }
    const noCpu = cpu[at] + wanted.cpuRequestMilli > node.cpuMilli;
    const noMemory = memory[at] + wanted.memoryRequestMiB > node.memoryMiB;
    const noPods = pods[at] >= node.podCapacity;
    if (noCpu) shortCpu++;
    if (noMemory) shortMemory++;
    if (noPods) tooMany++;
    if (noCpu || noMemory || noPods) return;
    if (best < 0 || better(at, best)) best = at;
  });
  function better(a: number, b: number): boolean {
    const zoneA = sameZone.get(world.nodes[a].zone) ?? 0;
    const zoneB = sameZone.get(world.nodes[b].zone) ?? 0;
    return zoneA !== zoneB ? zoneA < zoneB : world.nodes[a].cpuMilli - cpu[a] > world.nodes[b].cpuMilli - cpu[b];
  }
  const reasons = [
    shortCpu > 0 ? `${shortCpu} Insufficient cpu` : '',
    shortMemory > 0 ? `${shortMemory} Insufficient memory` : '',
    tooMany > 0 ? `${tooMany} Too many pods` : '',
    unreachable > 0 ? `${unreachable} node(s) had untolerated taint {node.kubernetes.io/unreachable: }` : '',
    removing > 0 ? `${removing} node(s) had untolerated taint {ToBeDeletedByClusterAutoscaler: }` : '',
    unschedulable > 0 ? `${unschedulable} node(s) were unschedulable` : '',
  ];
  return {
    node: best,
    refusal: `0/${count} nodes are available: ${reasons
      .filter((reason) => reason !== '')
      .sort()
      .join(', ')}. preemption: 0/${count} nodes are available: ${count} No preemption victims found for incoming pod.`,
  };
}
