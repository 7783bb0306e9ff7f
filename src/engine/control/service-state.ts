import type { CanaryState } from './canary-state.ts';
import type { ConfigState } from './config-maps.ts';
import type { CreateFailure } from './create-failure.ts';
import type { PodResources } from './pod-resources.ts';

/** What the control plane holds about a service: its Deployment, ReplicaSets and autoscaler. */
export interface ServiceState {
  createdUs: number;
  generation: number;
  replicas: number;
  /** All revisions ever, oldest first; a revision is its ReplicaSet. */
  replicaSets: ReplicaSetState[];
  /** Index into `replicaSets` of the template in force. */
  current: number;
  /** Pods the data plane sends requests to. */
  endpoints: number[];
  /** Round-robin position is not kept: endpoints are chosen by the request's own hash. */
  endpointsDueUs: number;
  /** Of the load balancer's service: pods in its network endpoint groups, and those of them it sends to. */
  group: number[];
  backends: number[];
  lastProgressUs: number;
  paused: boolean;
  /** Where it is an Argo Rollout; null for a Deployment. */
  canary: CanaryState | null;
  autoscaler: AutoscalerState | null;
  syncScheduled: boolean;
  /** What its pods mount and watch; null without. */
  config: ConfigState | null;
}

export interface ReplicaSetState {
  revision: number;
  version: string;
  image: string;
  env: Record<string, string>;
  /** Absent: those of the fleet file. */
  resources?: PodResources;
  changeCause: string;
  hash: string;
  uid: string;
  createdUs: number;
  restartedAtUs: number | null;
  desired: number;
  /** While it cannot make the pods it should have. */
  failure?: CreateFailure;
  /** Pods not gone. */
  pods: number[];
}

export interface AutoscalerState {
  createdUs: number;
  /** Its spec; `targetCpuPercent` of the request, null where it does not look at CPU. */
  minReplicas: number;
  maxReplicas: number;
  targetCpuPercent: number | null;
  /** What the last look would have liked, before limits; null while it has no metric. */
  wanted: number | null;
  /** CPU seconds marks a pod at the last look: pod → µs. */
  marks: Record<string, number>;
  markUs: number;
  currentPercent: number | null;
  desired: number;
  /** Recommendations of the last five minutes. */
  recommendations: { atUs: number; replicas: number }[];
  lastScaleUs: number | null;
  /** Where it looks at external metrics. */
  external?: ExternalMetricsState;
}

export interface ExternalMetricsState {
  /** Thousandths a pod at the last look, by metric; null: the query yielded nothing. */
  averagesMilli: (number | null)[];
  /** The metric that decided; '' while none could. */
  decidedBy: string;
  /** Reason and message of the condition ScalingActive while no replica count can be told; null otherwise. */
  failure: { reason: string; message: string } | null;
}
