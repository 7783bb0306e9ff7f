import type { KubeEvent } from '../../contract/records.ts';
import type { World } from '../world.ts';

/** Writes a Kubernetes event about an object of a service; the recorder aggregates repeats. Message templates: domain facts from Kubernetes 1.28 sources, cited at the call. */
export function emitEvent(
  world: World,
  service: number,
  type: 'Normal' | 'Warning',
  reason: string,
  objectKind: string,
  objectName: string,
  component: string,
  message: string,
  host = '',
): void {
  const { region } = world.plan.services[service].model;
  write(world, { region, type, reason, message, objectKind, objectName, component, host });
}

/** @param component `node-controller` for what the control plane finds out, `kubelet` for what the node itself reports */
export function emitNodeEvent(
  world: World,
  node: number,
  component: 'node-controller' | 'kubelet' | 'cluster-autoscaler',
  reason: string,
  message: string,
  type: 'Normal' | 'Warning' = 'Normal',
): void {
  const { name, region } = world.nodes[node];
  const host = component === 'kubelet' ? name : '';
  write(world, { region, type, reason, message, objectKind: 'Node', objectName: name, component, host });
}

/** About an object of a cluster that is no service's. */
export function emitRegionEvent(
  world: World,
  region: string,
  type: 'Normal' | 'Warning',
  reason: string,
  objectKind: string,
  objectName: string,
  component: string,
  message: string,
): void {
  write(world, { region, type, reason, message, objectKind, objectName, component, host: '' });
}

function write(world: World, event: Omit<KubeEvent, 'firstUs' | 'lastUs' | 'count'>): void {
  const atUs = world.s.nowUs;
  world.recorder.event({ ...event, firstUs: atUs, lastUs: atUs, count: 1 });
}
