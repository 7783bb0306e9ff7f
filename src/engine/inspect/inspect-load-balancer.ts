import { hashText } from '../../base/hash.ts';
import type { BackendOutlierDetection, LoadBalancerInspection } from '../../contract/inspection-load-balancer.ts';
import type { EdgeOutlierModel } from '../../scenario/model/protection.ts';
import { edgeAddress } from '../fleet/addresses.ts';
import { BACKEND } from '../machines/lifecycle.ts';
import type { World } from '../world.ts';

/** The load balancer as Google's API would describe it now. @param backendService its name there */
export function inspectLoadBalancer(world: World, backendService: string): LoadBalancerInspection {
  const { fleet } = world.plan.scenario;
  const { loadBalancer } = fleet;
  return {
    tUs: world.s.nowUs,
    project: fleet.project,
    name: loadBalancer.name,
    host: loadBalancer.host,
    address: edgeAddress(world),
    backendService,
    timeoutUs: loadBalancer.timeoutUs,
    maxRatePerEndpoint: loadBalancer.maxRatePerEndpoint ?? null,
    retries: world.s.edgeRetries,
    ...(loadBalancer.routes === undefined ? {} : { routes: loadBalancer.routes.map((rule, at) => ({ ...rule, ...world.s.edgeRoutes?.[at] })) }),
    ...(loadBalancer.outlierDetection === undefined ? {} : { outlierDetection: inspectOutliers(loadBalancer.outlierDetection) }),
    ...(fleet.cdn === undefined ? {} : { cdn: { host: fleet.cdn.host } }),
    logSampleRate: loadBalancer.logSampleRate,
    groups: fleet.regions.flatMap(({ name: region, zones, cluster }) =>
      zones.map((zone) => ({
        name: `${backendService.replace(/-[0-9a-f]{8}$/, '')}-${hashText(`${cluster}/${zone}`).toString(16).padStart(8, '0')}`,
        zone,
        region,
        scaler: world.s.drainedZones.includes(zone) ? 0 : 1,
        endpoints: endpointsIn(world, region, zone),
      })),
    ),
  };
}

function inspectOutliers({
  consecutive5xx,
  maxEjectionUs: _,
  alwaysEjectOneHost: __,
  healthyPanicThreshold: ___,
  ...rest
}: EdgeOutlierModel): BackendOutlierDetection {
  return { ...rest, consecutiveErrors: consecutive5xx };
}

/** Endpoints of a zone's group. */
function endpointsIn(world: World, region: string, zone: string): LoadBalancerInspection['groups'][number]['endpoints'] {
  const { s, plan, nodes } = world;
  return plan.services.flatMap(({ model }, service) => {
    if (model.name !== plan.scenario.fleet.loadBalancer.service || model.region !== region) return [];
    return s.services[service].group.flatMap((pod) => {
      const { record } = s.pods[pod];
      const node = nodes[record.node];
      return node?.zone === zone
        ? [{ pod: record.name, ip: record.ip, port: model.port, node: node.name, healthy: s.lifecycles.backend.state[pod] === BACKEND.healthy }]
        : [];
    });
  });
}
