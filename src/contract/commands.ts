import type { Link } from './network.ts';
import type { QuotaResource } from './resource-quota.ts';
import type { Micros } from './time.ts';

/**
 * Everything that can change a session. Fleet commands are executed by `engine/commands` (one file each), incident commands
 * by `incident/`. A command names resolved things (this pod, this pid); the line the person typed travels beside it as intent.
 */
export type FleetCommand =
  | { readonly kind: 'scale'; readonly service: string; readonly region?: string; readonly replicas: number }
  /** Limits and target (CPU in percent of the request) of a service's autoscaler; what is left out stays. One is made where there is none. */
  | {
      readonly kind: 'set-autoscaler';
      readonly service: string;
      readonly region?: string;
      readonly minReplicas?: number;
      readonly maxReplicas?: number;
      readonly targetCpu?: number;
    }
  | {
      readonly kind: 'rollout-undo';
      readonly service: string;
      readonly region?: string /** 0 or absent: the revision before the current one. */;
      readonly toRevision?: number;
    }
  | { readonly kind: 'rollout-restart'; readonly service: string; readonly region?: string }
  | { readonly kind: 'rollout-pause'; readonly service: string; readonly region?: string }
  | { readonly kind: 'rollout-resume'; readonly service: string; readonly region?: string }
  /** Argo Rollouts: on to the next step, or with `full` through all that are left; back to the stable version; from the first step again. */
  | { readonly kind: 'rollout-promote'; readonly service: string; readonly region?: string; readonly full?: boolean }
  | { readonly kind: 'rollout-abort'; readonly service: string; readonly region?: string }
  | { readonly kind: 'rollout-retry'; readonly service: string; readonly region?: string }
  | { readonly kind: 'set-image'; readonly service: string; readonly region?: string; readonly container: string; readonly image: string }
  | {
      readonly kind: 'set-env';
      readonly service: string;
      readonly region?: string /** null removes the variable. */;
      readonly env: Readonly<Record<string, string | null>>;
    }
  /** Requests and limits of a service's container; what is left out stays, 0 takes one away. */
  | {
      readonly kind: 'set-resources';
      readonly service: string;
      readonly region?: string;
      readonly cpuRequestMilli?: number;
      readonly cpuLimitMilli?: number;
      readonly memoryRequestMiB?: number;
      readonly memoryLimitMiB?: number;
    }
  /** Bounds of a ResourceQuota, in thousandths of a core, mebibytes or pods; what is left out stays, null takes one away. */
  | {
      readonly kind: 'set-resource-quota';
      readonly quota: string;
      readonly region?: string;
      readonly hard: Readonly<Partial<Record<QuotaResource, number | null>>>;
    }
  /** New values of a ConfigMap's keys; null removes one. Processes that watch the mounted file take them up by and by. */
  | { readonly kind: 'patch-config'; readonly configMap: string; readonly region?: string; readonly data: Readonly<Record<string, string | null>> }
  /** Retry policy of the load balancer's URL map: further tries after a failed one, for requests without a body; 0 none. */
  | { readonly kind: 'set-edge-retries'; readonly retries: number }
  /** A route rule of the same URL map: its timeout, for all tries together, and its retries; what is left out stays. */
  | { readonly kind: 'set-edge-route'; readonly route: string; readonly timeoutUs?: Micros; readonly retries?: number }
  /** Capacity scaler of a zone's endpoint group in the load balancer's backend service: 0 takes it out, 1 in. */
  | { readonly kind: 'set-edge-capacity'; readonly zone: string; readonly scaler: number }
  | { readonly kind: 'delete-pod'; readonly pod: string /** Overrides terminationGracePeriodSeconds. */; readonly graceUs?: Micros }
  /** The same through the eviction API, which a PodDisruptionBudget may refuse. */
  | { readonly kind: 'evict-pod'; readonly pod: string; readonly graceUs?: Micros }
  /** No new pods on a node; those there stay. */
  | { readonly kind: 'cordon'; readonly node: string }
  | { readonly kind: 'uncordon'; readonly node: string }
  /** Machines stop as when their power is cut: all of a zone, or one by its name. Nobody is told. */
  | { readonly kind: 'stop-nodes'; readonly zone?: string; readonly node?: string }
  | { readonly kind: 'start-nodes'; readonly zone?: string; readonly node?: string }
  /** How many machines the cluster autoscaler may have in each zone of a node pool; what is left out stays. */
  | { readonly kind: 'set-node-pool-limits'; readonly pool: string; readonly region?: string; readonly minNodes?: number; readonly maxNodes?: number }
  /** Asks for a larger quota of vCPUs in a region; it is granted some minutes later. */
  | { readonly kind: 'set-quota'; readonly region: string; readonly cpus: number }
  /** A region's network is cut: nothing gets in or out, inside all goes on. Nobody is told. */
  | { readonly kind: 'isolate-region'; readonly region: string }
  | { readonly kind: 'rejoin-region'; readonly region: string }
  /** Somebody else's service answers so many times slower than usual, and this share of its answers are errors; what is left out is as usual. Nobody is told. */
  | { readonly kind: 'set-external'; readonly external: string; readonly slowdown?: number; readonly failures?: number }
  /** Cloud CDN invalidates a path pattern: everything below what ends with `/*`, or one object; at one point of presence or all. */
  | { readonly kind: 'purge-cdn'; readonly path?: string; readonly pointOfPresence?: string }
  /** The CDN at one point of presence, or everywhere, is so many times slower than usual, and fails this share itself; what is left out is as usual. Nobody is told. */
  | { readonly kind: 'set-cdn'; readonly pointOfPresence?: string; readonly slowdown?: number; readonly failures?: number }
  /** The network between two places, or of one and everybody else, gets worse, or differently bad. Nobody is told. */
  | ({ readonly kind: 'degrade-link' } & Link)
  | { readonly kind: 'restore-link'; readonly from: string; readonly to?: string; readonly oneWay?: boolean }
  /** A consumer group without members goes on from elsewhere: `to` and `partitions` as in offset-reset.ts. */
  | { readonly kind: 'reset-offsets'; readonly group: string; readonly to: string; readonly partitions?: string }
  /** cert-manager issues a certificate anew. */
  | { readonly kind: 'renew-certificate'; readonly certificate: string }
  /** A database role gets a new password, and so does its Secret. */
  | { readonly kind: 'rotate-password'; readonly secret: string }
  /** The role's password alone: that of a version of the Secret, counted from 1; one there has not been is nobody's. */
  | { readonly kind: 'set-password'; readonly secret: string; readonly version: number }
  /** A replica becomes a primary of its own. */
  | { readonly kind: 'promote-database'; readonly database: string }
  /** Activation policy NEVER and ALWAYS: an instance is stopped and started by its operator. */
  | { readonly kind: 'stop-database'; readonly database: string }
  | { readonly kind: 'start-database'; readonly database: string }
  /** An instance's storage: its size, which can only grow, and whether the cloud enlarges it by itself; what is left out stays. */
  | { readonly kind: 'set-disk'; readonly database: string; readonly sizeGb?: number; readonly autoResize?: boolean }
  /** A primary keeps no more WAL for the standby of a slot. */
  | { readonly kind: 'drop-replication-slot'; readonly database: string; readonly slot: string }
  | { readonly kind: 'terminate-backend'; readonly database: string; readonly pid: number }
  | { readonly kind: 'cancel-backend'; readonly database: string; readonly pid: number }
  | { readonly kind: 'alter-system'; readonly database: string; readonly setting: string /** null is RESET. */; readonly value: string | null }
  | { readonly kind: 'reload-conf'; readonly database: string }
  | { readonly kind: 'set-flag'; readonly flag: string; readonly on: boolean }
  | {
      readonly kind: 'http-request' /** Service or load balancer host to call from the shell. */;
      readonly target: string;
      readonly method: string;
      readonly path: string;
      readonly timeoutUs: Micros;
    }
  /** A release arriving from the delivery pipeline: new revision with this version tag. */
  | { readonly kind: 'deploy'; readonly service: string; readonly region?: string; readonly version: string; readonly changeCause: string }
  /** Something outside the fleet that appears in the change feed and nowhere else. */
  | { readonly kind: 'announce'; readonly subject: string; readonly title: string; readonly detail: string }
  /** A long statement of a batch job, run directly on a database. */
  | {
      readonly kind: 'run-statement';
      readonly database: string;
      readonly user: string;
      readonly application: string;
      readonly statement: string;
      readonly durationUs: Micros;
    }
  /** An autovacuum worker on a table. */
  | { readonly kind: 'autovacuum'; readonly database: string; readonly table: string; readonly durationUs: Micros }
  /** A load test or batch client: extra arrivals on one route for a while. */
  | { readonly kind: 'traffic-burst'; readonly route: string; readonly multiplier: number; readonly durationUs: Micros };

export type IncidentCommand =
  | { readonly kind: 'acknowledge'; readonly alert: string }
  | { readonly kind: 'set-severity'; readonly severity: Severity }
  | { readonly kind: 'status-update'; readonly text: string }
  | { readonly kind: 'mark-mitigated' }
  | { readonly kind: 'mark-resolved' }
  | { readonly kind: 'hypothesis-add'; readonly id: string; readonly text: string }
  | { readonly kind: 'hypothesis-state'; readonly id: string; readonly state: HypothesisState }
  | {
      readonly kind: 'evidence-pin';
      readonly id: string;
      readonly evidence: EvidenceRef /** Hypothesis it speaks to. */;
      readonly hypothesis?: string;
      readonly sign?: '+' | '-';
    }
  | { readonly kind: 'evidence-unpin'; readonly id: string };

export type Severity = 'SEV-1' | 'SEV-2' | 'SEV-3' | 'SEV-4' | 'SEV-5';
export type HypothesisState = 'open' | 'supported' | 'ruled-out';

/** What a pin points at; enough to open it again and to show it in the postmortem. */
export type EvidenceRef =
  | { readonly kind: 'chart'; readonly title: string; readonly expr: string; readonly fromUs: Micros; readonly toUs: Micros }
  | { readonly kind: 'log'; readonly title: string; readonly text: string; readonly atUs: Micros }
  | { readonly kind: 'trace'; readonly title: string; readonly traceId: string; readonly atUs: Micros }
  | { readonly kind: 'output'; readonly title: string; readonly command: string; readonly text: string; readonly atUs: Micros };

export type Command = FleetCommand | IncidentCommand;

export const INCIDENT_COMMAND_KINDS: ReadonlySet<string> = new Set<IncidentCommand['kind']>([
  'acknowledge',
  'set-severity',
  'status-update',
  'mark-mitigated',
  'mark-resolved',
  'hypothesis-add',
  'hypothesis-state',
  'evidence-pin',
  'evidence-unpin',
]);

/** One line of the session log. */
export interface LoggedCommand {
  /** Position in the log, from 0. */
  readonly seq: number;
  readonly atUs: Micros;
  /** `player`, a teammate's name, `scenario` (the timeline) or `automation`. */
  readonly actor: string;
  readonly command: Command;
  /** The shell line or control the person used; a fork re-executes this instead of the resolved command. */
  readonly intent?: string;
  readonly refused?: string;
}

/** Something a person looked at. Kept for the debrief; never reaches the engine. */
export interface Observation {
  readonly atUs: Micros;
  readonly actor: string;
  /** `shell`, `metrics`, `logs`, `trace`, `runbook`, `changes`, `details`. */
  readonly kind: string;
  /** The command line, expression or name of what was opened. */
  readonly what: string;
}
