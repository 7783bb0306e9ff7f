import { POD } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';
import { type OutlierSettings, readOutlierSettings, settingsOf } from './outlier-settings.ts';

/** What one Envoy knows of one upstream cluster's endpoints. */
export interface OutlierDetector {
  settings: OutlierSettings;
  /** The cluster's endpoints, pods of the called service. All further columns are by place among them. */
  hosts: Int32Array;
  /** 5xx since the last answer that was none. */
  consecutive: Int32Array;
  /** Ejections in a row, less one for each interval that it stayed in since. */
  backoff: Int32Array;
  /** IN while it is not ejected. */
  ejectedUs: Float64Array;
  /** NEVER, or when it last came back. */
  returnedUs: Float64Array;
  /** Since the last sweep. */
  requests: Int32Array;
  successes: Int32Array;
  /** Ejected ones. */
  active: number;
  /** Counters. */
  detected5xx: number;
  enforced5xx: number;
  detectedSuccessRate: number;
  enforcedSuccessRate: number;
  overflow: number;
  panics: number;
  /** Absent where gateway failures are not told from other errors. */
  gateway?: GatewayFailures;
}

/** Answers of 502, 503 and 504 in a row, and connections that failed. */
export interface GatewayFailures {
  /** By place, as the detector's columns. */
  consecutive: Int32Array;
  detected: number;
  enforced: number;
}

export const IN = -1;
const NEVER = -1;

/** Of a new pod, by cluster of its service; undefined where there are none. */
export function createOutlierDetectors({ plan, s }: World, service: number): OutlierDetector[] | undefined {
  const { clusters } = plan.services[service];
  if (clusters.length === 0) return undefined;
  const data = s.services[service].config?.data ?? {};
  return clusters.map(({ model, target }) => {
    const written = readOutlierSettings(plan.services[target].model.name, settingsOf(model), data);
    // a new process that cannot read its file has what its image brings
    const detector = createOutlierDetector(typeof written === 'string' ? settingsOf(model) : written);
    setHosts(detector, s.services[target].endpoints);
    return detector;
  });
}

export function createOutlierDetector(settings: OutlierSettings): OutlierDetector {
  return {
    settings,
    ...columns(0),
    active: 0,
    detected5xx: 0,
    enforced5xx: 0,
    detectedSuccessRate: 0,
    enforcedSuccessRate: 0,
    overflow: 0,
    panics: 0,
  };
}

type Columns = Pick<OutlierDetector, 'hosts' | 'consecutive' | 'backoff' | 'ejectedUs' | 'returnedUs' | 'requests' | 'successes'>;

function columns(count: number): Columns {
  return {
    hosts: new Int32Array(count),
    consecutive: new Int32Array(count),
    backoff: new Int32Array(count),
    ejectedUs: new Float64Array(count).fill(IN),
    returnedUs: new Float64Array(count).fill(NEVER),
    requests: new Int32Array(count),
    successes: new Int32Array(count),
  };
}

const COLUMNS = ['consecutive', 'backoff', 'ejectedUs', 'returnedUs', 'requests', 'successes'] as const;

/** The endpoints of a service have changed: those that stay keep what is known of them, others are new, also where they have been there before. */
export function endpointsMoved(world: World, service: number): void {
  const { pods, services } = world.s;
  for (let pod = 0; pod < pods.length; pod++) {
    const { outliers } = pods[pod];
    if (outliers === undefined || world.s.lifecycles.pod.state[pod] === POD.gone) continue;
    const { clusters } = world.plan.services[pods[pod].service];
    for (let which = 0; which < clusters.length; which++) if (clusters[which].target === service) setHosts(outliers[which], services[service].endpoints);
  }
}

/** Those that stay keep what is known of them. */
export function setHosts(detector: OutlierDetector, endpoints: readonly number[]): void {
  const next = columns(endpoints.length);
  const gateway = new Int32Array(detector.gateway === undefined ? 0 : endpoints.length);
  next.hosts.set(endpoints);
  detector.active = 0;
  for (let to = 0; to < endpoints.length; to++) {
    const from = detector.hosts.indexOf(endpoints[to]);
    if (from < 0) continue;
    for (const column of COLUMNS) next[column][to] = detector[column][from];
    if (detector.gateway !== undefined) gateway[to] = detector.gateway.consecutive[from];
    if (next.ejectedUs[to] !== IN) detector.active++;
  }
  Object.assign(detector, next);
  if (detector.gateway !== undefined) detector.gateway.consecutive = gateway;
}

/** A calling Envoy's process is gone, and with it what it knew; its counters are kept, as all others are. */
export function forgetHosts(detectors: readonly OutlierDetector[]): void {
  for (const detector of detectors) {
    const { hosts } = detector;
    Object.assign(detector, columns(hosts.length), { hosts, active: 0 });
  }
}
