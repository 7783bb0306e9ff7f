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
  write(world, world.plan.services[service].model.region, type, reason, objectKind, objectName, component, message, host);
}

/** @param component `node-controller` for what the control plane finds out, `kubelet` for what the node itself reports */
export function emitNodeEvent(world: World, node: number, component: 'node-controller' | 'kubelet', reason: string, message: string): void {
  write(
    world,
    world.nodes[node].region,
    'Normal',
    reason,
    'Node',
    world.nodeNames[node],
    component,
    message,
    component === 'kubelet' ? world.nodeNames[node] : '',
  );
}

function write(
  world: World,
  region: string,
  type: 'Normal' | 'Warning',
  reason: string,
  objectKind: string,
  objectName: string,
  component: string,
  message: string,
  host: string,
): void {
  const atUs = world.s.nowUs;
  world.recorder.event({ region, type, reason, message, objectKind, objectName, component, host, firstUs: atUs, lastUs: atUs, count: 1 });
}
