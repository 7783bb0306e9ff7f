import type { BackendOutlierDetection, LoadBalancerInspection } from '../../../../contract/inspection-load-balancer.ts';
import { MICROS_PER_SECOND } from '../../../../contract/time.ts';
import type { Call } from '../call.ts';
import type { Resource } from '../output/resource.ts';
import { durationOf } from './duration.ts';
import { globalName, link, zonalName } from './links.ts';
import { notFetched, requireGlobal } from './scope-flags.ts';

/** Of a multi-cluster load balancer on GKE unless a service says otherwise: never reached. Source: GKE docs, "Service capacity". */
const MAX_RATE_PER_ENDPOINT = 100_000_000;

export const BACKEND_SERVICES = 'backendServices';

/** The backend service as the API gives it, without what the fleet does not have (id, dates, health check). */
export function backendService({
  project,
  backendService: name,
  groups,
  timeoutUs,
  maxRatePerEndpoint,
  logSampleRate,
  routes,
  outlierDetection,
}: LoadBalancerInspection): Resource {
  return {
    backends: groups.map((group) => ({
      balancingMode: 'RATE',
      capacityScaler: group.scaler,
      group: groupLink(project, group),
      maxRatePerEndpoint: maxRatePerEndpoint ?? MAX_RATE_PER_ENDPOINT,
    })),
    connectionDraining: { drainingTimeoutSec: 0 },
    enableCDN: false,
    kind: 'compute#backendService',
    // the classic one has neither route rules nor outlier detection
    loadBalancingScheme: routes === undefined && outlierDetection === undefined ? 'EXTERNAL' : 'EXTERNAL_MANAGED',
    logConfig: { enable: logSampleRate > 0, sampleRate: logSampleRate },
    name,
    ...(outlierDetection === undefined ? {} : { outlierDetection: outliers(outlierDetection) }),
    protocol: 'HTTP',
    selfLink: link(globalName(project, BACKEND_SERVICES, name)),
    sessionAffinity: 'NONE',
    timeoutSec: timeoutUs / MICROS_PER_SECOND,
  };
}

function outliers({ baseEjectionUs, intervalUs, ...rest }: BackendOutlierDetection): Resource {
  return { ...rest, baseEjectionTime: durationOf(baseEjectionUs), interval: durationOf(intervalUs) };
}

export function groupLink(project: string, { name, zone }: { readonly name: string; readonly zone: string }): string {
  return link(zonalName(project, zone, 'networkEndpointGroups', name));
}

/** The load balancer whose backend service is named. @throws GcloudError in the API's words. */
export async function findBackendService(call: Call): Promise<LoadBalancerInspection> {
  const loadBalancer = await call.port.loadBalancer();
  const { project, backendService: name } = loadBalancer;
  requireGlobal(call, { project, collection: BACKEND_SERVICES, name, globalByDefault: false, missing: notFetched });
  return loadBalancer;
}
