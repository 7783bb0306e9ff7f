import type { DiskInspection } from './inspection-disk.ts';
import type { CertificateInspection } from './inspection-certificate.ts';
import type { ConfigMapInspection } from './inspection-config-map.ts';
import type { SecretInspection } from './inspection-secret.ts';
import type { KafkaInspection } from './inspection-kafka.ts';
import type { AutoscalerInspection, DisruptionBudgetInspection, ResourceQuotaInspection } from './inspection-control.ts';
import type { SettingInspection } from './inspection-setting.ts';
import type { WalInspection } from './inspection-wal.ts';
import type { Micros } from './time.ts';
import type { KubeEvent } from './records.ts';
import type { AnalysisRunInspection, RolloutInspection } from './rollout-inspection.ts';

/**
 * The fleet as data at one instant: what the engine hands to whoever shows it (kube objects, psql views, the pooler's console).
 * Plain JSON, no engine types. Nothing here says what is broken or why: only what an operator could see.
 */
/** One cluster. */
export interface FleetInspection {
  readonly tUs: Micros;
  /** Whether its control plane is reached from outside, and where it listens: `172.16.0.2`. */
  readonly reachable: boolean;
  readonly controlPlane: string;
  readonly namespace: string;
  readonly clusterName: string;
  readonly region: string;
  readonly project: string;
  readonly kubernetesVersion: string;
  readonly nodes: readonly NodeInspection[];
  readonly nodePools: readonly NodePoolInspection[];
  /** vCPUs the project may have in the region and those its machines take; null where there is no limit. */
  readonly cpuQuota: { readonly limit: number; readonly usage: number } | null;
  readonly deployments: readonly DeploymentInspection[];
  readonly rollouts: readonly RolloutInspection[];
  readonly analysisRuns: readonly AnalysisRunInspection[];
  readonly replicaSets: readonly ReplicaSetInspection[];
  readonly pods: readonly PodInspection[];
  readonly services: readonly ServiceInspection[];
  readonly autoscalers: readonly AutoscalerInspection[];
  readonly disruptionBudgets: readonly DisruptionBudgetInspection[];
  /** Absent where the fleet has none. */
  readonly resourceQuotas?: readonly ResourceQuotaInspection[];
  /** Absent where the cluster has no cert-manager. */
  readonly certificates?: readonly CertificateInspection[];
  /** Absent where passwords are always right. */
  readonly secrets?: readonly SecretInspection[];
  /** Absent where the fleet has none. */
  readonly kafka?: KafkaInspection;
  readonly configMaps: readonly ConfigMapInspection[];
  readonly events: readonly KubeEvent[];
  readonly flags: readonly FlagInspection[];
}

export interface ClusterInspection {
  readonly name: string;
  readonly region: string;
}

export interface NodeInspection {
  readonly name: string;
  readonly ip: string;
  readonly region: string;
  readonly zone: string;
  readonly machineType: string;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly podCapacity: number;
  /** As the control plane knows it: for most of a minute a machine that has stopped is still ready. */
  readonly ready: boolean;
  /** Since when it is ready, or not. */
  readonly statusSinceUs: Micros;
  readonly unschedulable: boolean;
  /** Since when the cluster autoscaler has been emptying it, if it is. */
  readonly removingUs?: Micros;
  readonly cpuUsedMilli: number;
  readonly memoryUsedMiB: number;
  readonly createdUs: Micros;
}

export interface NodePoolInspection {
  readonly name: string;
  readonly machineType: string;
  readonly zones: readonly string[];
  /** Nodes of the whole pool that are there or wanted. */
  readonly nodes: number;
  /** Limits of the cluster autoscaler, a zone; null where the number of nodes stays. */
  readonly autoscaling: { readonly minNodes: number; readonly maxNodes: number } | null;
}

export interface ProbeInspection {
  readonly path: string;
  readonly port: number;
  readonly delayUs: Micros;
  readonly periodUs: Micros;
  readonly timeoutUs: Micros;
  readonly successThreshold: number;
  readonly failureThreshold: number;
}

/** What a pod template says; shared by deployment, replica set and pod. */
export interface PodTemplateInspection {
  readonly image: string;
  readonly version: string;
  readonly container: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  /** Further variables, read from Secrets; absent: none. */
  readonly secretEnv?: readonly { readonly name: string; readonly secret: string; readonly key: string }[];
  readonly cpuRequestMilli: number;
  readonly cpuLimitMilli: number;
  readonly memoryRequestMiB: number;
  readonly memoryLimitMiB: number;
  readonly liveness: ProbeInspection | null;
  readonly readiness: ProbeInspection | null;
  readonly terminationGraceUs: Micros;
  /** pod-template-hash, ten characters as in real names. */
  readonly hash: string;
  /** `kubectl.kubernetes.io/restartedAt` annotation, unset when never restarted. */
  readonly restartedAtUs?: Micros;
}

export interface DeploymentInspection {
  readonly name: string;
  readonly uid: string;
  readonly createdUs: Micros;
  readonly generation: number;
  readonly revision: number;
  readonly paused: boolean;
  readonly replicas: number;
  readonly updatedReplicas: number;
  readonly totalReplicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
  readonly maxSurge: string;
  readonly maxUnavailable: string;
  readonly progressDeadlineUs: Micros;
  /** State of the rollout's machine: progressing, complete, stalled, paused. */
  readonly rollout: string;
  readonly template: PodTemplateInspection;
  readonly conditions: readonly ConditionInspection[];
  /** Kept revisions, oldest first; the current one is last. */
  readonly history: readonly {
    readonly revision: number;
    readonly changeCause: string;
    readonly replicaSet: string;
    readonly template: PodTemplateInspection;
  }[];
}

export interface ConditionInspection {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  readonly sinceUs: Micros;
}

export interface ReplicaSetInspection {
  readonly name: string;
  readonly uid: string;
  /** The Deployment or Rollout it belongs to. */
  readonly owner: 'Deployment' | 'Rollout';
  readonly deployment: string;
  readonly revision: number;
  readonly createdUs: Micros;
  readonly desired: number;
  readonly current: number;
  readonly ready: number;
  readonly template: PodTemplateInspection;
  /** Its condition ReplicaFailure, while it cannot make pods. */
  readonly failure?: { readonly message: string; readonly sinceUs: Micros };
}

export interface ContainerStateInspection {
  readonly state: 'waiting' | 'running' | 'terminated';
  /** ContainerCreating, CrashLoopBackOff, Error, Completed, OOMKilled …; '' when running. */
  readonly reason: string;
  readonly exitCode: number;
  readonly startedUs: Micros | null;
  readonly finishedUs: Micros | null;
}

export interface PodInspection {
  readonly name: string;
  readonly uid: string;
  readonly service: string;
  readonly replicaSet: string;
  readonly node: string;
  readonly ip: string;
  readonly createdUs: Micros;
  readonly startedUs: Micros | null;
  readonly phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  /** Set while Terminating. */
  readonly deletionUs: Micros | null;
  readonly ready: boolean;
  readonly readySinceUs: Micros | null;
  readonly containerState: ContainerStateInspection;
  readonly lastState: ContainerStateInspection | null;
  readonly restarts: number;
  readonly lastRestartUs: Micros | null;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly template: PodTemplateInspection;
}

export interface ServiceInspection {
  readonly name: string;
  readonly clusterIp: string;
  readonly port: number;
  readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer';
  readonly createdUs: Micros;
  /** Addresses of ready endpoints, `ip:port`. */
  readonly endpoints: readonly string[];
}

export interface FlagInspection {
  readonly name: string;
  readonly on: boolean;
  readonly description: string;
  readonly changedUs: Micros | null;
  readonly changedBy: string;
}

/** One row of pg_stat_activity, before types are put on. */
export interface SessionInspection {
  readonly pid: number;
  readonly database: string;
  readonly user: string;
  readonly application: string;
  readonly clientAddress: string | null;
  readonly clientPort: number | null;
  readonly backendStartUs: Micros;
  readonly xactStartUs: Micros | null;
  readonly queryStartUs: Micros | null;
  readonly stateChangeUs: Micros | null;
  readonly waitEventType: string | null;
  readonly waitEvent: string | null;
  readonly state: 'active' | 'idle' | 'idle in transaction' | null;
  readonly query: string;
  readonly backendType:
    | 'client backend'
    | 'autovacuum worker'
    | 'walsender'
    | 'background writer'
    | 'checkpointer'
    | 'walwriter'
    | 'autovacuum launcher'
    | 'logical replication launcher';
  /** Locks it holds or waits for. */
  readonly locks: readonly LockInspection[];
}

export interface LockInspection {
  readonly relation: string | null;
  readonly mode: string;
  readonly granted: boolean;
}

export interface DatabaseInspection {
  readonly tUs: Micros;
  /** Instance name, e.g. `playlist-db`. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** e.g. `15.18`. */
  readonly version: string;
  readonly role: 'primary' | 'replica';
  readonly region: string;
  /** null: no zone of its own. */
  readonly zone: string | null;
  readonly cores: number;
  /** Seen from outside the regions: `starting` refuses, `silent` says nothing. */
  readonly state: 'running' | 'starting' | 'silent';
  /** NEVER: stopped by its operator. */
  /** IPv4. */
  readonly address: string;
  readonly activationPolicy: 'ALWAYS' | 'NEVER';
  /** Instance it replicates, and those that replicate it; null where nothing is replicated. */
  readonly wal: WalInspection | null;
  readonly databases: readonly string[];
  readonly sessions: readonly SessionInspection[];
  readonly settings: readonly SettingInspection[];
  readonly replicas: readonly {
    readonly name: string;
    readonly clientAddress: string;
    readonly pid: number;
    /** null: nothing is outstanding. */
    readonly lagUs: Micros | null;
    readonly sentLsn: string | null;
    readonly replayLsn: string | null;
    readonly backendStartUs: Micros;
  }[];
  readonly tables: readonly {
    readonly database: string;
    readonly name: string;
    readonly liveRows: number;
    readonly deadRows: number;
    readonly sizeBytes: number;
  }[];
  /** Transactions ended, by database. */
  readonly activity?: readonly { readonly database: string; readonly committed: number; readonly rolledBack: number }[];
  readonly cpuRatio: number;
  /** Absent where the disk is as large and fast as need be. */
  readonly disk?: DiskInspection;
}

export interface PoolerInspection {
  readonly tUs: Micros;
  readonly name: string;
  readonly version: string;
  /** The IP address it accepts clients on and reaches its database from. */
  readonly address: string;
  readonly pools: readonly {
    readonly database: string;
    readonly user: string;
    readonly clientsActive: number;
    readonly clientsWaiting: number;
    readonly serversActive: number;
    readonly serversIdle: number;
    readonly serversUsed: number;
    readonly serversLogin: number;
    readonly maxWaitUs: Micros;
    readonly mode: 'transaction' | 'session' | 'statement';
  }[];
  readonly clients: readonly {
    readonly database: string;
    readonly user: string;
    readonly state: 'active' | 'waiting' | 'idle';
    readonly address: string;
    readonly port: number;
    readonly connectUs: Micros;
    readonly requestUs: Micros;
    readonly waitUs: Micros;
    /** Address of the connection's record in the pooler, `0x…`: what the other side's `link` says while the two are paired, else that is ''. */
    readonly ptr: string;
    readonly link: string;
  }[];
  readonly servers: readonly {
    readonly database: string;
    readonly user: string;
    readonly state: 'active' | 'idle' | 'used' | 'login';
    readonly address: string;
    readonly port: number;
    readonly localPort: number;
    readonly connectUs: Micros;
    readonly requestUs: Micros;
    readonly remotePid: number;
    readonly ptr: string;
    readonly link: string;
  }[];
  readonly stats: readonly {
    readonly database: string;
    readonly totalTransactions: number;
    readonly totalQueries: number;
    readonly totalTransactionUs: number;
    readonly totalQueryUs: number;
    readonly totalWaitUs: number;
  }[];
  readonly config: readonly { readonly key: string; readonly value: string; readonly default: string; readonly changeable: boolean }[];
}

export interface CacheInspection {
  readonly tUs: Micros;
  readonly name: string;
  readonly keys: number;
  readonly capacity: number;
  readonly hits: number;
  readonly misses: number;
  readonly evictions: number;
}
