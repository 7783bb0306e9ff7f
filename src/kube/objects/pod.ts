import type { PodInspection } from '../../contract/inspection.ts';
import { type Cluster, timestamp } from '../cluster.ts';
import { nameSuffix } from '../identity.ts';
import { areContainersReady, containerStatus, type ContainerStatus } from './container-status.ts';
import { type Condition, type KubeObject, objectMeta, withoutUndefined } from './object-meta.ts';
import { type Container, containerSpec, podLabels, qosClass, templateAnnotations } from './pod-template.ts';

export interface Toleration {
  readonly effect?: string;
  readonly key?: string;
  readonly operator?: string;
  readonly tolerationSeconds?: number;
}

export interface Pod extends KubeObject {
  readonly spec: {
    readonly containers: readonly Container[];
    readonly nodeName?: string;
    readonly priority: number;
    readonly serviceAccountName: string;
    readonly tolerations: readonly Toleration[];
    readonly volumes: readonly { readonly name: string; readonly projected: { readonly defaultMode: number; readonly sources: readonly unknown[] } }[];
  };
  readonly status: {
    readonly conditions: readonly Condition[];
    readonly containerStatuses?: readonly ContainerStatus[];
    readonly hostIP?: string;
    readonly phase: string;
    readonly podIP?: string;
    readonly podIPs?: readonly { readonly ip: string }[];
    readonly qosClass: string;
    readonly reason?: string;
    readonly startTime?: string;
  };
}

export function podObject(cluster: Cluster, pod: PodInspection): Pod {
  const node = cluster.fleet.nodes.find((candidate) => candidate.name === pod.node);
  const replicaSet = cluster.fleet.replicaSets.find((candidate) => candidate.name === pod.replicaSet);
  const volume = `kube-api-access-${nameSuffix(pod.uid, 5)}`;
  const container: Container = {
    ...containerSpec(pod.template),
    volumeMounts: [{ mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', name: volume, readOnly: true }],
  };
  const state = pod.containerState;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: objectMeta(cluster, pod.createdUs, [pod.startedUs, pod.deletionUs, pod.readySinceUs, state.startedUs, state.finishedUs], {
      annotations: templateAnnotations(cluster, pod.template),
      deletionGracePeriodSeconds: pod.deletionUs === null ? undefined : graceSeconds(pod),
      deletionTimestamp: pod.deletionUs === null ? undefined : timestamp(cluster, pod.deletionUs + graceSeconds(pod) * 1_000_000),
      generateName: `${pod.replicaSet}-`,
      labels: podLabels(pod.service, pod.template, replicaSet?.owner ?? 'Deployment'),
      name: pod.name,
      namespace: cluster.fleet.namespace,
      ownerReferences: replicaSet && [
        { apiVersion: 'apps/v1', blockOwnerDeletion: true, controller: true, kind: 'ReplicaSet', name: replicaSet.name, uid: replicaSet.uid },
      ],
      uid: pod.uid,
    }),
    spec: withoutUndefined({
      containers: [container],
      dnsPolicy: 'ClusterFirst',
      enableServiceLinks: true,
      nodeName: pod.node || undefined,
      preemptionPolicy: 'PreemptLowerPriority',
      priority: 0,
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      securityContext: {},
      serviceAccount: pod.service,
      serviceAccountName: pod.service,
      terminationGracePeriodSeconds: graceSeconds(pod),
      tolerations: DEFAULT_TOLERATIONS,
      volumes: [{ name: volume, projected: { defaultMode: 420, sources: TOKEN_SOURCES } }],
    }),
    status: withoutUndefined({
      conditions: podConditions(cluster, pod),
      containerStatuses: pod.node ? [containerStatus(cluster, pod, volume)] : undefined,
      hostIP: node?.ip,
      hostIPs: node && [{ ip: node.ip }],
      phase: pod.phase,
      podIP: pod.ip || undefined,
      podIPs: pod.ip ? [{ ip: pod.ip }] : undefined,
      qosClass: qosClass(container),
      startTime: pod.node ? timestamp(cluster, pod.createdUs) : undefined,
    }),
  };
}

function graceSeconds(pod: PodInspection): number {
  return Math.round(pod.template.terminationGraceUs / 1_000_000);
}

/** In the order the kubelet writes them. Source: Kubernetes 1.32, pod lifecycle. */
function podConditions(cluster: Cluster, pod: PodInspection): readonly Condition[] {
  const condition = (type: string, holds: boolean, sinceUs: number, reason?: string, message?: string): Condition =>
    withoutUndefined({ lastProbeTime: null, lastTransitionTime: timestamp(cluster, sinceUs), message, reason, status: holds ? 'True' : 'False', type });
  if (!pod.node) {
    const failure = cluster.fleet.events.findLast((event) => event.reason === 'FailedScheduling' && event.objectName === pod.name);
    return [condition('PodScheduled', false, pod.createdUs, 'Unschedulable', failure?.message)];
  }
  const sandboxUs = pod.startedUs ?? pod.createdUs;
  const sinceUs = pod.readySinceUs ?? pod.containerState.finishedUs ?? pod.containerState.startedUs ?? sandboxUs;
  const node = cluster.fleet.nodes.find((candidate) => candidate.name === pod.node);
  const containersReady = areContainersReady(cluster, pod);
  const unready = containersReady ? [] : ['ContainersNotReady', `containers with unready status: [${pod.template.container}]`];
  const isLost = containersReady && node?.ready === false;
  return [
    condition('PodReadyToStartContainers', pod.ip !== '', sandboxUs),
    condition('Initialized', true, pod.createdUs),
    condition('Ready', containersReady && !isLost, isLost ? node.statusSinceUs : sinceUs, ...unready),
    condition('ContainersReady', containersReady, sinceUs, ...unready),
    condition('PodScheduled', true, pod.createdUs),
  ];
}

/** Put on every pod by admission. Source: plugin/pkg/admission/defaulttolerationseconds. */
const DEFAULT_TOLERATIONS: readonly Toleration[] = ['not-ready', 'unreachable'].map((condition) => ({
  effect: 'NoExecute',
  key: `node.kubernetes.io/${condition}`,
  operator: 'Exists',
  tolerationSeconds: 300,
}));

/** The projected volume every pod gets for its service account. Source: plugin/pkg/admission/serviceaccount. */
const TOKEN_SOURCES: readonly unknown[] = [
  { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
  { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
  { downwardAPI: { items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }] } },
];
