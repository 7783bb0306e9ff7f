import { STALE } from '../../contract/metrics.ts';
import type { CallPool } from '../connect/call-connections.ts';
import { inSecret, stateOf } from '../connect/certificates.ts';
import { RUNTIME, type ServicePlan } from '../plan/plan.ts';
import type { World } from '../world.ts';
import { infraTarget, setGauge } from './set-gauge.ts';

/**
 * Connections a pod keeps to whom it calls. Of an Envoy: cluster and TLS statistics (Envoy docs, cluster statistics; `ssl_connection_error` leaves failed verifications out).
 * Of others: OpenTelemetry's `http.client.open_connections`.
 */
export function callPoolGauges(world: World, target: number, { connectionPools, runtime }: ServicePlan, pools: readonly CallPool[]): void {
  const { services } = world.plan;
  connectionPools.forEach((plan, which) => {
    const { open, idle, opened, failed, handshakes, unverified } = pools[which];
    const { name } = services[plan.target].model;
    if (runtime !== RUNTIME.envoy) {
      setGauge(world, target, 'http_client_open_connections', { server_address: name, http_connection_state: 'active' }, open - idle);
      setGauge(world, target, 'http_client_open_connections', { server_address: name, http_connection_state: 'idle' }, idle);
      return;
    }
    const labels = { envoy_cluster_name: name };
    setGauge(world, target, 'envoy_cluster_upstream_cx_active', labels, open);
    setGauge(world, target, 'envoy_cluster_upstream_cx_total', labels, opened + failed, 'counter');
    setGauge(world, target, 'envoy_cluster_upstream_cx_connect_fail', labels, failed, 'counter');
    if (plan.handshakeEntry < 0) return;
    setGauge(world, target, 'envoy_cluster_ssl_handshake', labels, handshakes - unverified, 'counter');
    setGauge(world, target, 'envoy_cluster_ssl_fail_verify_error', labels, unverified, 'counter');
  });
}

/**
 * What cert-manager says of its Certificates (docs, devops tips, metrics), and what the blackbox exporter meets when it connects to a service, which is what
 * some pod has loaded. Source: prometheus/blackbox_exporter prober/tls.go.
 */
export function certificateGauges(world: World): void {
  const { fleet, playStartUnixMs, warmupUs } = world.plan.scenario;
  const unixSeconds = (us: number): number => Math.floor((playStartUnixMs + (us - warmupUs) / 1000) / 1000);
  const { nowUs } = world.s;
  (fleet.certificates ?? []).forEach((model, at) => {
    const target = infraTarget(world, 'cert-manager', 'cert-manager:9402', {});
    const state = stateOf(world, at);
    const { notAfterUs, notBeforeUs } = state.versions[inSecret(state)];
    const labels = {
      name: model.name,
      exported_namespace: fleet.namespace,
      issuer_name: model.issuer,
      issuer_kind: 'ClusterIssuer',
      issuer_group: 'cert-manager.io',
    };
    setGauge(world, target, 'certmanager_certificate_expiration_timestamp_seconds', labels, unixSeconds(notAfterUs));
    setGauge(world, target, 'certmanager_certificate_renewal_timestamp_seconds', labels, unixSeconds(notAfterUs - model.renewBeforeUs));
    setGauge(world, target, 'certmanager_certificate_not_before_timestamp_seconds', labels, unixSeconds(notBeforeUs));
    const isReady = nowUs <= notAfterUs;
    setGauge(world, target, 'certmanager_certificate_ready_status', { ...labels, condition: 'True' }, isReady ? 1 : 0);
    setGauge(world, target, 'certmanager_certificate_ready_status', { ...labels, condition: 'False' }, isReady ? 0 : 1);
    setGauge(world, target, 'certmanager_certificate_ready_status', { ...labels, condition: 'Unknown' }, 0);
  });
  for (const { model, certificate, index } of world.plan.services) {
    if (certificate < 0) continue;
    const { endpoints } = world.s.services[index];
    const target = infraTarget(world, 'blackbox-tls', `${model.name}:${model.port}`, { region: model.region });
    // one connection a probe, by way of the Service: another pod each time
    const pod = endpoints.length === 0 ? undefined : world.s.pods[endpoints[Math.floor(nowUs / 1e6) % endpoints.length]];
    const held = pod?.certificate === undefined ? undefined : stateOf(world, certificate).versions[pod.certificate.loaded];
    setGauge(world, target, 'probe_success', {}, held !== undefined && nowUs <= held.notAfterUs ? 1 : 0);
    setGauge(world, target, 'probe_ssl_earliest_cert_expiry', {}, held === undefined ? STALE : unixSeconds(held.notAfterUs));
  }
}
