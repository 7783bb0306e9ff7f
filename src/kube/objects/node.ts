import type { NodeInspection } from '../../contract/inspection.ts';
import { type Cluster, timestamp } from '../cluster.ts';
import { hexId, uuidOf } from '../identity.ts';
import { cpuQuantity, memoryQuantity } from '../quantity.ts';
import { lastReportUs } from './heartbeat.ts';
import { type Condition, type KubeObject, type Labels, objectMeta, withoutUndefined } from './object-meta.ts';

export interface Taint {
  readonly effect: string;
  readonly key: string;
  readonly timeAdded?: string;
  readonly value?: string;
}

export interface NodeObject extends KubeObject {
  readonly spec: { readonly podCIDR: string; readonly providerID: string; readonly taints?: readonly Taint[]; readonly unschedulable?: boolean };
  readonly status: {
    readonly addresses: readonly { readonly address: string; readonly type: string }[];
    readonly allocatable: Labels;
    readonly capacity: Labels;
    readonly conditions: readonly Condition[];
    readonly nodeInfo: Labels;
  };
}

export function nodeObject(cluster: Cluster, node: NodeInspection): NodeObject {
  const pool = /^gke-.+?-([a-z0-9-]+)-[0-9a-f]{8}-\w+$/.exec(node.name)?.[1] ?? 'default-pool';
  const index = cluster.fleet.nodes.indexOf(node);
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: objectMeta(cluster, node.createdUs, [cluster.fleet.tUs], {
      labels: {
        'beta.kubernetes.io/arch': 'amd64',
        'beta.kubernetes.io/os': 'linux',
        'cloud.google.com/gke-nodepool': pool,
        'kubernetes.io/arch': 'amd64',
        'kubernetes.io/hostname': node.name,
        'kubernetes.io/os': 'linux',
        'node.kubernetes.io/instance-type': node.machineType,
        'topology.kubernetes.io/region': node.region,
        'topology.kubernetes.io/zone': node.zone,
      },
      name: node.name,
      uid: uuidOf(`node/${node.name}`),
    }),
    spec: withoutUndefined({
      podCIDR: `10.8.${index}.0/24`,
      podCIDRs: [`10.8.${index}.0/24`],
      providerID: `gce://${cluster.fleet.project}/${node.zone}/${node.name}`,
      taints: taints(cluster, node),
      unschedulable: node.unschedulable || undefined,
    }),
    status: {
      addresses: [
        { address: node.ip, type: 'InternalIP' },
        { address: node.name, type: 'Hostname' },
      ],
      allocatable: { cpu: cpuQuantity(node.cpuMilli), memory: memoryQuantity(node.memoryMiB), pods: String(node.podCapacity) },
      capacity: capacity(node),
      conditions: nodeConditions(cluster, node),
      nodeInfo: {
        architecture: 'amd64',
        bootID: uuidOf(`boot/${node.name}`),
        containerRuntimeVersion: 'containerd://1.7.24',
        kernelVersion: '6.6.72+',
        kubeProxyVersion: cluster.fleet.kubernetesVersion,
        kubeletVersion: cluster.fleet.kubernetesVersion,
        machineID: hexId(`machine/${node.name}`, 32),
        operatingSystem: 'linux',
        osImage: 'Container-Optimized OS from Google',
        systemUUID: uuidOf(`system/${node.name}`),
      },
    },
  };
}

/** Put on by the node lifecycle controller. Since when a node has been cordoned is not known here, so that taint goes without its time. */
function taints(cluster: Cluster, node: NodeInspection): readonly Taint[] | undefined {
  const found: Taint[] = [];
  const timeAdded = timestamp(cluster, node.statusSinceUs);
  if (!node.ready) for (const effect of ['NoSchedule', 'NoExecute']) found.push({ effect, key: 'node.kubernetes.io/unreachable', timeAdded });
  if (node.unschedulable) found.push({ effect: 'NoSchedule', key: 'node.kubernetes.io/unschedulable' });
  if (node.removingUs !== undefined) {
    const seconds = Math.floor((cluster.epoch.startUnixMs + node.removingUs / 1000) / 1000);
    found.push({ effect: 'NoSchedule', key: 'ToBeDeletedByClusterAutoscaler', value: String(seconds) });
  }
  return found.length > 0 ? found : undefined;
}

/**
 * What the machine has; the fleet's figures are what pods may use of it. `e2-standard-4`: 4 cores and 4 GiB each (highmem 8, highcpu 1).
 * Source: Compute Engine machine families.
 */
function capacity(node: NodeInspection): Labels {
  const [, family, cores] = /-(standard|highmem|highcpu)-(\d+)$/.exec(node.machineType) ?? [];
  const gibPerCore: Readonly<Record<string, number>> = { standard: 4, highmem: 8, highcpu: 1 };
  const cpuMilli = Math.max(node.cpuMilli, 1000 * Number(cores ?? 0));
  const memoryMiB = Math.max(node.memoryMiB, 1024 * Number(cores ?? 0) * (gibPerCore[family] ?? 0));
  return { cpu: cpuQuantity(cpuMilli), memory: memoryQuantity(memoryMiB), pods: String(node.podCapacity) };
}

/** In kubelet's order. A node that stopped reporting has every condition Unknown. Source: kubelet_node_status.go, node_lifecycle_controller.go. */
function nodeConditions(cluster: Cluster, node: NodeInspection): readonly Condition[] {
  const healthy: readonly (readonly [string, 'True' | 'False', string, string])[] = [
    ['MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
    ['DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
    ['PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
    ['Ready', 'True', 'KubeletReady', 'kubelet is posting ready status'],
  ];
  const changed = timestamp(cluster, node.statusSinceUs);
  return healthy.map(([type, status, reason, message]) => ({
    lastHeartbeatTime: timestamp(cluster, lastReportUs(cluster, node, HEARTBEAT_US)),
    lastTransitionTime: changed,
    message: node.ready ? message : 'Kubelet stopped posting node status.',
    reason: node.ready ? reason : 'NodeStatusUnknown',
    status: node.ready ? status : 'Unknown',
    type,
  }));
}

/** The kubelet reports an unchanged status every five minutes. Source: kubelet nodeStatusReportFrequency. */
const HEARTBEAT_US = 300_000_000;
