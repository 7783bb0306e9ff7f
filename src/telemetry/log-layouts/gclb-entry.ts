import { rfc3339 } from '../timestamp.ts';
import type { LogContext } from './log-context.ts';
import { clientAddress } from './request-identity.ts';

/** What is in every entry of the load balancer's log, in Cloud Logging's order of keys. */
export interface RequestEntry {
  readonly latencyUs: number;
  /** First keys of httpRequest, up to the size of the answer. */
  readonly request: Readonly<Record<string, unknown>>;
  readonly userAgent: string;
  /** Of httpRequest, between the user's address and the latency. */
  readonly way: Readonly<Record<string, unknown>>;
  readonly payload: Readonly<Record<string, string>>;
  readonly backendService: string;
}

/** One line of JSON, whose time stamp is when the load balancer took the request. Source: docs.cloud.google.com/load-balancing/docs/https/https-logging-monitoring. */
export function requestEntry(
  { unixMs, level, source, traceHi, traceLo, traceId, edge }: LogContext,
  { latencyUs, request, userAgent, way, payload, backendService }: RequestEntry,
): string {
  return JSON.stringify({
    insertId: traceId.slice(0, 14),
    timestamp: rfc3339(unixMs - latencyUs / 1_000, 6),
    severity: level === 'warn' ? 'WARNING' : 'INFO',
    httpRequest: { ...request, userAgent, remoteIp: clientAddress(traceHi, traceLo), ...way, latency: `${(latencyUs / 1e6).toFixed(6)}s` },
    jsonPayload: { '@type': 'type.googleapis.com/google.cloud.loadbalancing.type.LoadBalancerLogEntry', ...payload },
    resource: {
      type: 'http_load_balancer',
      labels: { backend_service_name: backendService, project_id: edge.project, url_map_name: source.service, zone: 'global' },
    },
    trace: `projects/${edge.project}/traces/${traceId}`,
  });
}
