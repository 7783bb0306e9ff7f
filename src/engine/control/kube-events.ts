import type { World } from '../world.ts';

/** Writes a Kubernetes event; the recorder aggregates repeats. Message templates: domain facts from Kubernetes 1.28 sources, cited at the call. */
export function emitEvent(
  world: World,
  type: 'Normal' | 'Warning',
  reason: string,
  objectKind: string,
  objectName: string,
  component: string,
  message: string,
  host = '',
): void {
  const atUs = world.s.nowUs;
  world.recorder.event({ type, reason, message, objectKind, objectName, component, host, firstUs: atUs, lastUs: atUs, count: 1 });
}
