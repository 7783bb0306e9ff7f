import type { Labels } from '../../contract/metrics.ts';
import { resourcesOfPod } from '../control/pod-resources.ts';
import { idleConnectionsOf } from '../edge/backend-connections.ts';
import { NONE } from '../requests/attempt-table.ts';
import { guardedService } from '../fleet/breakers.ts';
import { CFS_PERIOD_US, type CfsBandwidth } from '../fleet/cfs-bandwidth.ts';
import { POD } from '../machines/lifecycle.ts';
import { RUNTIME } from '../plan/plan.ts';
import type { World } from '../world.ts';
import { callKey } from './request-meters.ts';
import { callPoolGauges } from './connection-gauges.ts';
import { nameServerGauges } from './dns-gauges.ts';
import { bulkheadGauges, outlierGauges, protectionGauges, throttleGauges } from './protection-gauges.ts';
import { setGauge } from './set-gauge.ts';

/** What a pod's own /metrics and the kubelet's cAdvisor say about it. Names: HikariCP's Micrometer-free collector, Go's sql.DBStats collector, OTel, cAdvisor. */
export function podGauges(world: World): void {
  const s = world.s;
  for (let pod = 0; pod < s.pods.length; pod++) {
    if (s.lifecycles.pod.state[pod] === POD.gone) continue;
    const record = s.pods[pod].record;
    if (record.target < 0) continue;
    const plan = world.plan.services[s.pods[pod].service];
    const { nameServer } = s.pods[pod];
    if (nameServer === undefined) {
      setGauge(world, record.target, 'http_server_active_requests', {}, s.pods[pod].busy);
      setGauge(world, record.target, 'http_server_accept_queue_length', {}, s.pods[pod].accept.length);
      setGauge(world, record.target, 'http_server_worker_threads', {}, s.pods[pod].workers);
    } else nameServerGauges(world, record.target, nameServer);
    const container = { container: plan.model.name };
    setGauge(world, record.target, 'container_cpu_usage_seconds_total', container, s.pods[pod].cpuUsedUs / 1e6, 'counter');
    setGauge(world, record.target, 'container_memory_working_set_bytes', container, record.memoryMiB * 1_048_576);
    setGauge(world, record.target, 'container_spec_memory_limit_bytes', container, resourcesOfPod(world, pod).memoryLimitMiB * 1_048_576);
    const cfs = s.pods[pod].share?.cfs;
    if (cfs !== undefined) throttlingGauges(world, record.target, container, cfs);
    plan.pools.forEach((pool, which) => poolGauges(world, record.target, s.pods[pod].firstPool + which, pool.model.kind, pool.model.name));
    if (plan.runtime === RUNTIME.envoy) {
      listenerGauges(world, pod, record.target);
      envoyGauges(world, pod, record.target);
    }
    breakerGauges(world, pod, record.target);
    const { protection, bulkheads, throttles, outliers, callPools } = s.pods[pod];
    if (callPools !== undefined) callPoolGauges(world, record.target, plan, callPools);
    if (bulkheads !== undefined) bulkheadGauges(world, record.target, plan, bulkheads);
    if (throttles !== undefined) throttleGauges(world, record.target, plan, throttles);
    if (outliers !== undefined) outlierGauges(world, record.target, plan, outliers);
    if (protection !== undefined) protectionGauges(world, record.target, plan.model, protection);
  }
}

/** Of containers with a CPU limit alone. Source: cAdvisor docs/storage/prometheus.md, metrics/prometheus.go (quota and period in µs). */
function throttlingGauges(world: World, target: number, container: Labels, cfs: CfsBandwidth): void {
  setGauge(world, target, 'container_spec_cpu_quota', container, cfs.quotaUs);
  setGauge(world, target, 'container_spec_cpu_period', container, CFS_PERIOD_US);
  setGauge(world, target, 'container_cpu_cfs_periods_total', container, cfs.periods, 'counter');
  setGauge(world, target, 'container_cpu_cfs_throttled_periods_total', container, cfs.throttledPeriods, 'counter');
  setGauge(world, target, 'container_cpu_cfs_throttled_seconds_total', container, cfs.throttledUs / 1e6, 'counter');
}

function poolGauges(world: World, target: number, pool: number, kind: 'hikaricp' | 'database-sql', name: string): void {
  const { pools } = world.s;
  if (kind === 'hikaricp') {
    const labels = { pool: name };
    setGauge(world, target, 'hikaricp_active_connections', labels, pools.inUse[pool]);
    setGauge(world, target, 'hikaricp_idle_connections', labels, pools.idle[pool].length);
    setGauge(world, target, 'hikaricp_pending_threads', labels, pools.waiting[pool].length);
    setGauge(world, target, 'hikaricp_connections', labels, pools.open[pool]);
    setGauge(world, target, 'hikaricp_max_connections', labels, pools.size[pool]);
    setGauge(world, target, 'hikaricp_connection_timeout_total', labels, pools.timeouts[pool], 'counter');
    return;
  }
  const labels = { db_name: name };
  setGauge(world, target, 'go_sql_max_open_connections', labels, pools.size[pool]);
  setGauge(world, target, 'go_sql_open_connections', labels, pools.open[pool]);
  setGauge(world, target, 'go_sql_in_use_connections', labels, pools.inUse[pool]);
  setGauge(world, target, 'go_sql_idle_connections', labels, pools.idle[pool].length);
  setGauge(world, target, 'go_sql_wait_count_total', labels, pools.waits[pool], 'counter');
  setGauge(world, target, 'go_sql_wait_duration_seconds_total', labels, pools.waitedUs[pool] / 1e6, 'counter');
}

/** Envoy's counters of the connections clients keep to it. Source: Envoy docs, HTTP connection manager statistics. */
function listenerGauges(world: World, pod: number, target: number): void {
  const { backendConnections: c, pods } = world.s;
  const { place, busy, accept } = pods[pod];
  if (place === NONE) return;
  const labels = { envoy_http_conn_manager_prefix: 'ingress_http' };
  setGauge(world, target, 'envoy_http_downstream_cx_active', labels, idleConnectionsOf(world, pods[pod]) + busy + accept.length);
  setGauge(world, target, 'envoy_http_downstream_cx_total', labels, c.opened[place], 'counter');
  setGauge(world, target, 'envoy_http_downstream_cx_idle_timeout', labels, c.idledOut[place], 'counter');
}

/** Envoy's counters of each upstream cluster. */
function envoyGauges(world: World, pod: number, target: number): void {
  const { sites } = world.plan;
  const { meters } = world.s;
  const service = world.s.pods[pod].service;
  const totals = new Map<string, [number, number, number]>();
  for (const site of sites) {
    if (site.from !== service) continue;
    const key = callKey(pod, site);
    const sum = totals.get(site.address) ?? [0, 0, 0];
    if (key < meters.callAttempts.length) {
      sum[0] += meters.callAttempts[key];
      sum[1] += meters.callRetries[key];
      sum[2] += meters.callTimeouts[key];
    }
    totals.set(site.address, sum);
  }
  for (const [cluster, sum] of totals) {
    const labels = { envoy_cluster_name: cluster };
    setGauge(world, target, 'envoy_cluster_upstream_rq_total', labels, sum[0], 'counter');
    setGauge(world, target, 'envoy_cluster_upstream_rq_retry', labels, sum[1], 'counter');
    setGauge(world, target, 'envoy_cluster_upstream_rq_timeout', labels, sum[2], 'counter');
  }
}

const BREAKER_STATES = ['closed', 'open', 'half_open'];

function breakerGauges(world: World, pod: number, target: number): void {
  const s = world.s;
  const service = s.pods[pod].service;
  const count = world.words.firstBreaker[service + 1] - world.words.firstBreaker[service];
  for (let at = 0; at < count; at++) {
    const row = s.pods[pod].firstBreaker + at;
    const name = guardedService(world, row);
    const state = s.lifecycles.breaker.state[row];
    BREAKER_STATES.forEach((word, number) => setGauge(world, target, 'resilience4j_circuitbreaker_state', { name, state: word }, state === number ? 1 : 0));
  }
}
