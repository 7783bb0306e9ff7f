import type { TopologyService } from '../../stores/topology.ts';
import { RATE } from './chart-definition.ts';

export const DURATION = 'http_server_request_duration_seconds';

export function failedShare(service: TopologyService): string {
  return `(sum(rate(${DURATION}_count{service="${service.name}",http_response_status_code=~"5.."}${RATE})) or vector(0)) / sum(rate(${DURATION}_count{service="${service.name}"}${RATE}))`;
}

export function quantile(service: TopologyService, q: number): string {
  return `histogram_quantile(${q}, sum by (le) (rate(${DURATION}_bucket{service="${service.name}"}${RATE})))`;
}

/** kube-state-metrics knows Deployments; of a Rollout its own controller tells. */
export function podsReady({ name, isRollout }: TopologyService): string {
  return isRollout ? `sum(rollout_info_replicas_available{name="${name}"})` : `sum(kube_deployment_status_replicas_ready{deployment="${name}"})`;
}

export function podsWanted({ name, isRollout }: TopologyService): string {
  return isRollout ? `sum(rollout_info_replicas_desired{name="${name}"})` : `sum(kube_deployment_spec_replicas{deployment="${name}"})`;
}
