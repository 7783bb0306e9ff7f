import type { ServiceModel } from '../../scenario/model/fleet.ts';
import type { PodProtection } from '../protection/pod-protection.ts';
import type { World } from '../world.ts';
import { setGauge } from './set-gauge.ts';

/**
 * Envoy's counters, in front of services of any runtime: where a service isn't an Envoy itself, the filter is in its sidecar, whose metrics Istio merges into the pod's.
 * Source: Envoy docs, local rate limit filter and HTTP connection manager statistics; source/common/config/well_known_names.cc for the label.
 */
export function protectionGauges(world: World, target: number, model: ServiceModel, { asked, limited, shed }: PodProtection): void {
  if (model.rateLimit !== undefined) {
    const labels = { envoy_local_http_ratelimit_prefix: 'http_local_rate_limiter' };
    setGauge(world, target, 'envoy_http_local_rate_limit_enabled', labels, asked, 'counter');
    setGauge(world, target, 'envoy_http_local_rate_limit_ok', labels, asked - limited, 'counter');
    setGauge(world, target, 'envoy_http_local_rate_limit_rate_limited', labels, limited, 'counter');
    setGauge(world, target, 'envoy_http_local_rate_limit_enforced', labels, limited, 'counter');
  }
  if (model.maxInFlight !== undefined)
    setGauge(world, target, 'envoy_http_downstream_rq_overload_close', { envoy_http_conn_manager_prefix: 'ingress_http' }, shed, 'counter');
}
