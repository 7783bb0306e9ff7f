import type { Micros } from './time.ts';

/** As the Compute Engine API names it, but for durations. */
export interface BackendOutlierDetection {
  readonly baseEjectionUs: Micros;
  readonly consecutiveErrors: number;
  readonly consecutiveGatewayFailure: number;
  readonly enforcingConsecutiveErrors: number;
  readonly enforcingConsecutiveGatewayFailure: number;
  readonly enforcingSuccessRate: number;
  readonly intervalUs: Micros;
  readonly maxEjectionPercent: number;
  readonly successRateMinimumHosts: number;
  readonly successRateRequestVolume: number;
  readonly successRateStdevFactor: number;
}

/** The load balancer with what stands behind it. */
export interface LoadBalancerInspection {
  readonly tUs: Micros;
  readonly project: string;
  /** Of the URL map. */
  readonly name: string;
  readonly host: string;
  readonly address: string;
  /** As in log lines, `k8s1-…`. */
  readonly backendService: string;
  readonly timeoutUs: Micros;
  /** Balancing mode RATE: what an endpoint is good for; null: the default, which is never reached. */
  readonly maxRatePerEndpoint: number | null;
  /** Tries after a failed one, for requests without a body. */
  readonly retries: number;
  /** Route rules of the URL map, whose timeouts and retries take the place of those above; absent: it has none. */
  readonly routes?: readonly { readonly route: string; readonly timeoutUs: Micros; readonly retries: number }[];
  /** Outlier detection of the backend service; absent: it has none. */
  readonly outlierDetection?: BackendOutlierDetection;
  /** Cloud CDN in front of a bucket; absent: it has none. */
  readonly cdn?: { readonly host: string };
  /** 0…1. */
  readonly logSampleRate: number;
  /** A network endpoint group a zone, as GKE makes them. */
  readonly groups: readonly {
    readonly name: string;
    readonly zone: string;
    readonly region: string;
    /** Capacity scaler: 0 while it is taken out. */
    readonly scaler: number;
    readonly endpoints: readonly { readonly pod: string; readonly ip: string; readonly port: number; readonly node: string; readonly healthy: boolean }[];
  }[];
}
