import type { ServiceModel } from '../../scenario/model/fleet.ts';
import type { Labels } from '../../contract/metrics.ts';
import { CRITICALITIES } from '../../scenario/model/protection.ts';
import type { AdaptiveConcurrency, PodProtection } from '../protection/pod-protection.ts';
import { isMeasuring, moveOn } from '../protection/gradient-controller.ts';
import { rejection, type Throttle } from '../protection/adaptive-throttling.ts';
import type { OutlierDetector } from '../protection/outlier-detector.ts';
import type { Bulkheads } from '../protection/bulkhead.ts';
import { RUNTIME, type ServicePlan } from '../plan/plan.ts';
import type { World } from '../world.ts';
import { setGauge } from './set-gauge.ts';

/**
 * Envoy's counters, in front of services of any runtime: where a service isn't an Envoy itself, the filter is in its sidecar, whose metrics Istio merges into the pod's.
 * Source: Envoy docs, local rate limit filter and HTTP connection manager statistics; source/common/config/well_known_names.cc for the label.
 */
export function protectionGauges(world: World, target: number, model: ServiceModel, { asked, limited, shed, shedBy, adaptive }: PodProtection): void {
  if (model.rateLimit !== undefined) {
    const labels = { envoy_local_http_ratelimit_prefix: 'http_local_rate_limiter' };
    setGauge(world, target, 'envoy_http_local_rate_limit_enabled', labels, asked, 'counter');
    setGauge(world, target, 'envoy_http_local_rate_limit_ok', labels, asked - limited, 'counter');
    setGauge(world, target, 'envoy_http_local_rate_limit_rate_limited', labels, limited, 'counter');
    setGauge(world, target, 'envoy_http_local_rate_limit_enforced', labels, limited, 'counter');
  }
  if (model.maxInFlight !== undefined) setGauge(world, target, 'envoy_http_downstream_rq_overload_close', INGRESS, shed, 'counter');
  // Envoy knows no criticality: the name is ours
  if (model.maxInFlight !== undefined || adaptive !== undefined)
    shedBy?.forEach((count, at) => setGauge(world, target, 'load_shedding_requests_shed_total', { criticality: CRITICALITIES[at] }, count, 'counter'));
  if (adaptive !== undefined) adaptiveGauges(world, target, adaptive);
}

const INGRESS: Labels = { envoy_http_conn_manager_prefix: 'ingress_http' };

/** Source: Envoy docs, adaptive_concurrency_filter, "Gradient Controller Statistics": whole numbers, the gradient in thousandths. */
function adaptiveGauges(world: World, target: number, { settings, controller }: AdaptiveConcurrency): void {
  moveOn(controller, settings, world.s.nowUs);
  const prefix = 'envoy_http_adaptive_concurrency_gradient_controller';
  setGauge(world, target, `${prefix}_rq_blocked`, INGRESS, controller.blocked, 'counter');
  setGauge(world, target, `${prefix}_concurrency_limit`, INGRESS, controller.limit);
  setGauge(world, target, `${prefix}_gradient`, INGRESS, Math.floor(controller.gradient * 1_000));
  setGauge(world, target, `${prefix}_burst_queue_size`, INGRESS, Math.floor(controller.headroom));
  setGauge(world, target, `${prefix}_min_rtt_msecs`, INGRESS, Math.floor(controller.minRttUs / 1_000));
  setGauge(world, target, `${prefix}_sample_rtt_msecs`, INGRESS, Math.floor(controller.sampleRttUs / 1_000));
  setGauge(world, target, `${prefix}_min_rtt_calculation_active`, INGRESS, isMeasuring(controller) ? 1 : 0);
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

/** Of the Envoy that calls, a service's own or its sidecar. Source: Envoy docs, cluster statistics, "General" and "Outlier detection statistics". */
export function outlierGauges(world: World, target: number, { clusters }: ServicePlan, detectors: readonly OutlierDetector[]): void {
  clusters.forEach((cluster, which) => {
    const detector = detectors[which];
    const labels = { envoy_cluster_name: world.plan.services[cluster.target].model.name };
    const { detected5xx, enforced5xx, detectedSuccessRate, enforcedSuccessRate, overflow, active, hosts, panics } = detector;
    const prefix = 'envoy_cluster_outlier_detection_ejections';
    setGauge(world, target, `${prefix}_active`, labels, active);
    setGauge(world, target, `${prefix}_overflow`, labels, overflow, 'counter');
    setGauge(world, target, `${prefix}_enforced_total`, labels, enforced5xx + enforcedSuccessRate, 'counter');
    setGauge(world, target, `${prefix}_enforced_consecutive_5xx`, labels, enforced5xx, 'counter');
    setGauge(world, target, `${prefix}_detected_consecutive_5xx`, labels, detected5xx, 'counter');
    setGauge(world, target, `${prefix}_enforced_success_rate`, labels, enforcedSuccessRate, 'counter');
    setGauge(world, target, `${prefix}_detected_success_rate`, labels, detectedSuccessRate, 'counter');
    setGauge(world, target, 'envoy_cluster_membership_total', labels, hosts.length);
    setGauge(world, target, 'envoy_cluster_membership_healthy', labels, hosts.length - active);
    setGauge(world, target, 'envoy_cluster_lb_healthy_panic', labels, panics, 'counter');
  });
}

/** The book's own words; no library's names are as common as it is. */
export function throttleGauges(world: World, target: number, { throttles }: ServicePlan, state: readonly Throttle[]): void {
  throttles.forEach(({ name }, at) => {
    const labels = { server_address: name };
    const { asked, accepted, heldBack } = state[at];
    setGauge(world, target, 'adaptive_throttling_requests_total', labels, asked, 'counter');
    setGauge(world, target, 'adaptive_throttling_accepts_total', labels, accepted, 'counter');
    setGauge(world, target, 'adaptive_throttling_rejects_total', labels, heldBack, 'counter');
    setGauge(world, target, 'adaptive_throttling_reject_probability', labels, rejection(state[at], world.s.nowUs));
  });
}
