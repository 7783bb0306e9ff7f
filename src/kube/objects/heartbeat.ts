import type { Micros } from '../../contract/time.ts';
import type { NodeInspection } from '../../contract/inspection.ts';
import type { Cluster } from '../cluster.ts';

/** Silence after which the control plane calls a node unknown. Source: kube-controller-manager node-monitor-grace-period, 1.32. */
const GRACE_US = 50_000_000;

/** When a node last reported something that it reports every `periodUs`: a node that is not ready has been silent for the grace period before that was noticed. */
export function lastReportUs(cluster: Cluster, node: NodeInspection, periodUs: Micros): Micros {
  const [sinceUs, untilUs] = node.ready ? [node.statusSinceUs, cluster.fleet.tUs] : [node.createdUs, node.statusSinceUs - GRACE_US];
  return untilUs <= sinceUs ? sinceUs : untilUs - ((untilUs - sinceUs) % periodUs);
}
