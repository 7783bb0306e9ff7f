import type { AlertView, IncidentView } from './incident.ts';
import type { ChangeRecord } from './records.ts';
import type { Micros } from './time.ts';

/**
 * What the engine worker tells the page a few times a second: small, plain, complete (each frame replaces the last).
 * Rates are over the last 10 simulated seconds and come from the same counters Prometheus scrapes.
 */
export interface Frame {
  readonly tUs: Micros;
  readonly playing: boolean;
  /** Simulated seconds per second asked for. */
  readonly speed: number;
  /** Simulated seconds per second reached in the last second; below `speed` when the machine is too slow. */
  readonly achievedSpeed: number;
  readonly slis: readonly SliFrame[];
  readonly services: readonly ServiceFrame[];
  readonly stores: readonly StoreFrame[];
  readonly edges: readonly EdgeFrame[];
  /** Regions that nothing gets through to: what runs there goes on, and nobody outside sees it. */
  readonly silentRegions: readonly string[];
  readonly alerts: readonly AlertView[];
  readonly incident: IncidentView;
  readonly changes: readonly ChangeRecord[];
  readonly harm: HarmFrame;
  /** Commands logged so far by people (not the timeline). */
  readonly commandCount: number;
}

export interface SliFrame {
  /** e.g. `/playlists/:id availability`. */
  readonly name: string;
  readonly route: string;
  readonly kind: 'availability' | 'latency';
  /** What users do, in words: `playlist opens`. */
  readonly noun: string;
  /** e.g. 0.999. */
  readonly objective: number;
  /** Latency threshold for kind latency, else null. */
  readonly thresholdUs: Micros | null;
  /** Bad actions over all, last 60 s; null without traffic. */
  readonly badRatio: number | null;
  readonly perSecond: number;
  /** In breach now (bad second by design.md §4)? */
  readonly breached: boolean;
  /** First bad second of the current run of harm; null when well. */
  readonly breachedSinceUs: Micros | null;
  /** Share of the 30-day error budget left, 1…<0, history tiled from warm-up included. */
  readonly budgetLeft: number;
  /** Bad ratio over the last 5 min divided by the allowance. */
  readonly burn: number;
}

export type PodMark = 'ready' | 'not-ready' | 'pending' | 'crashed' | 'terminating';

export interface PodFrame {
  readonly name: string;
  readonly zone: string;
  readonly version: string;
  readonly mark: PodMark;
}

export interface ServiceFrame {
  readonly name: string;
  /** Several while regions run different ones, or while a canary is going on. */
  readonly version: string;
  /** Requests a second, or records of a consumer. */
  readonly perSecond: number;
  /** Share answered 5xx or not at all. */
  readonly errorRatio: number;
  readonly p50Us: Micros | null;
  readonly p99Us: Micros | null;
  /** Busiest of worker, CPU and pool use, 0…1. */
  readonly saturation: number;
  readonly pool: { readonly used: number; readonly size: number; readonly waiting: number } | null;
  readonly desired: number;
  /** How far a canary is; null for a service without, and when all its pods run one version for good. */
  readonly canary: CanaryFrame | null;
  readonly pods: readonly PodFrame[];
  /** The same by region, in the fleet's order. */
  readonly homes: readonly HomeFrame[];
}

/** A release that goes by steps, as its Rollout's status says. */
export interface CanaryFrame {
  readonly phase: 'Progressing' | 'Paused' | 'Degraded';
  /** Steps done, of so many. */
  readonly step: number;
  readonly steps: number;
  /** Share of pods wanted to run the new version, 0…100. */
  readonly weight: number;
}

/** A service in one region. */
export interface HomeFrame extends Omit<ServiceFrame, 'name' | 'homes'> {
  readonly region: string;
}

export interface StoreFrame {
  readonly name: string;
  /** '' for what is in none. */
  readonly region: string;
  readonly kind: 'postgres' | 'pgbouncer' | 'redis' | 'kafka' | 'cdn' | 'external';
  readonly perSecond: number;
  readonly errorRatio: number;
  /** connections used / slots for databases and poolers; memory for caches. */
  readonly saturation: number;
  /** Second line on the map, e.g. `94 of 100`, `hit 96.2%` or `lag 12`. */
  readonly caption: string;
}

export interface EdgeFrame {
  /** Of the callee, which is the caller's too unless that is the load balancer. */
  readonly region: string;
  readonly from: string;
  readonly to: string;
  /** Attempts a second. */
  readonly perSecond: number;
  readonly errorRatio: number;
  /** Attempts that are retries, share of all. */
  readonly retryRatio: number;
  readonly breaker: 'closed' | 'open' | 'half-open' | null;
}

export interface HarmFrame {
  readonly failedRequests: number;
  readonly slowRequests: number;
  readonly badSeconds: number;
}

/** Points of the ribbon: user health a bucket. Parallel arrays. */
export interface RibbonSeries {
  readonly stepUs: Micros;
  readonly fromUs: Micros;
  /** Good actions over all per bucket, null without traffic; for the SLI asked for. */
  readonly goodRatio: readonly (number | null)[];
}
