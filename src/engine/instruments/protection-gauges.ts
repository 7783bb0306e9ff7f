import type { ServiceModel } from '../../scenario/model/fleet.ts';
import type { PodProtection } from '../protection/pod-protection.ts';
import type { Bulkheads } from '../protection/bulkhead.ts';
import { RUNTIME, type ServicePlan } from '../plan/plan.ts';
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

/** Of an Envoy: the requests its circuit breaker's `max_requests` let go. Of others: resilience4j's gauges. Source: Envoy docs, cluster statistics; resilience4j-micrometer, BulkheadMetricNames. */
export function bulkheadGauges(world: World, target: number, { bulkheads, runtime }: ServicePlan, { inUse, most, refused }: Bulkheads): void {
  bulkheads.forEach(({ name }, at) => {
    if (runtime === RUNTIME.envoy) {
      setGauge(world, target, 'envoy_cluster_upstream_rq_pending_overflow', { envoy_cluster_name: name }, refused[at], 'counter');
      return;
    }
    setGauge(world, target, 'resilience4j_bulkhead_available_concurrent_calls', { name }, Math.max(0, most[at] - inUse[at]));
    setGauge(world, target, 'resilience4j_bulkhead_max_allowed_concurrent_calls', { name }, most[at]);
  });
}
