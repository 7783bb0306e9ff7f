import type { ContainerStateInspection, PodInspection } from '../../contract/inspection.ts';
import { type Cluster, timestamp } from '../cluster.ts';
import { hexId } from '../identity.ts';
import { type Labels, withoutUndefined } from './object-meta.ts';

export interface ContainerState {
  readonly running?: { readonly startedAt: string };
  readonly terminated?: {
    readonly containerID: string;
    readonly exitCode: number;
    readonly finishedAt: string;
    readonly reason: string;
    readonly signal?: number;
    readonly startedAt: string;
  };
  readonly waiting?: { readonly message?: string; readonly reason?: string };
}

export interface ContainerStatus {
  readonly containerID?: string;
  readonly image: string;
  readonly imageID: string;
  readonly lastState: ContainerState;
  readonly name: string;
  readonly ready: boolean;
  readonly resources?: { readonly limits?: Labels; readonly requests?: Labels };
  readonly restartCount: number;
  readonly started: boolean;
  readonly state: ContainerState;
}

export function containerStatus(cluster: Cluster, pod: PodInspection, tokenVolume: string): ContainerStatus {
  const { image, container } = pod.template;
  const begun = pod.containerState.state !== 'waiting' || pod.lastState !== null;
  return withoutUndefined({
    containerID: begun ? containerId(pod, pod.containerState.state === 'waiting' ? pod.restarts - 1 : pod.restarts) : undefined,
    image,
    imageID: begun ? `${image.replace(/:[^:/]*$/, '')}@sha256:${hexId(image, 64)}` : '',
    lastState: pod.lastState ? containerState(cluster, pod, pod.lastState, pod.restarts - 1) : {},
    name: container,
    ready: areContainersReady(cluster, pod),
    restartCount: pod.restarts,
    started: pod.containerState.state === 'running',
    state: containerState(cluster, pod, pod.containerState, pod.restarts),
    volumeMounts: [{ mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: tokenVolume, readOnly: true, recursiveReadOnly: 'Disabled' }],
  });
}

/**
 * What the kubelet last told. When a node falls silent it is the control plane that takes its pods' readiness away, from the pod and not from its
 * containers, and writes an event for each. Source: Kubernetes 1.32 pkg/controller/util/node MarkPodsNotReady.
 */
export function areContainersReady({ fleet }: Cluster, pod: PodInspection): boolean {
  const node = fleet.nodes.find((candidate) => candidate.name === pod.node);
  if (pod.ready || !node || node.ready) return pod.ready;
  return fleet.events.some((event) => event.reason === 'NodeNotReady' && event.objectName === pod.name && event.lastUs >= node.statusSinceUs);
}

/** Each start of a container is a new container with its own id. */
function containerId(pod: PodInspection, start: number): string {
  return `containerd://${hexId(`${pod.uid}/${Math.max(0, start)}`, 64)}`;
}

function containerState(cluster: Cluster, pod: PodInspection, state: ContainerStateInspection, start: number): ContainerState {
  const at = (tUs: number | null): string => timestamp(cluster, tUs ?? pod.createdUs);
  if (state.state === 'running') return { running: { startedAt: at(state.startedUs) } };
  if (state.state === 'waiting')
    return { waiting: withoutUndefined({ message: waitingMessage(cluster, pod, state.reason), reason: state.reason || undefined }) };
  return {
    terminated: {
      containerID: containerId(pod, start),
      exitCode: state.exitCode,
      finishedAt: at(state.finishedUs),
      reason: state.reason,
      startedAt: at(state.startedUs),
    },
  };
}

/** Restart back-off: 10 s doubled with each crash, at most 5 minutes. Source: Kubernetes 1.32 kuberuntime_manager.go, pod lifecycle. */
function waitingMessage(cluster: Cluster, pod: PodInspection, reason: string): string | undefined {
  if (reason === 'ImagePullBackOff') return `Back-off pulling image "${pod.template.image}"`;
  if (reason !== 'CrashLoopBackOff') return undefined;
  let seconds = 10;
  for (let i = 1; i < pod.restarts && seconds < 300; i++) seconds *= 2;
  seconds = Math.min(300, seconds);
  const delay = seconds < 60 ? `${seconds}s` : `${Math.trunc(seconds / 60)}m${seconds % 60}s`;
  return `back-off ${delay} restarting failed container=${pod.template.container} pod=${pod.name}_${cluster.fleet.namespace}(${pod.uid})`;
}
