import { rfc3339 } from '../timestamp.ts';
import type { LogLayout } from './log-context.ts';
import { clientAddress, pathOf, responseBytes } from './request-identity.ts';

/** Google's own error page, whatever the error. */
const ERROR_BYTES = 488;

/**
 * A request in Cloud Logging, as one line of JSON. Arguments: method, route and user agent; status; latency in microseconds; statusDetails; backend.
 * The time stamp is when the load balancer took the request. Source: docs.cloud.google.com/load-balancing/docs/https/https-logging-monitoring.
 */
export const gclb: LogLayout = ({ args, text, sourceOf, unixMs, level, source, traceHi, traceLo, traceId, edge }) => {
  const [request, status, latencyUs, details, backend] = args;
  const [method, route, ...agent] = text(request).split(' ');
  const answered = text(details) === 'response_sent_by_backend';
  return JSON.stringify({
    insertId: traceId.slice(0, 14),
    timestamp: rfc3339(unixMs - latencyUs / 1_000, 6),
    severity: level === 'warn' ? 'WARNING' : 'INFO',
    httpRequest: {
      requestMethod: method,
      requestUrl: `https://${edge.host}${pathOf(route, traceHi, traceLo)}`,
      status,
      responseSize: String(status === 0 ? 0 : answered && status < 400 ? responseBytes(traceHi, traceLo) : ERROR_BYTES),
      userAgent: agent.join(' '),
      remoteIp: clientAddress(traceHi, traceLo),
      ...(backend > 0 ? { serverIp: sourceOf(backend).ip } : {}),
      latency: `${(latencyUs / 1e6).toFixed(6)}s`,
    },
    jsonPayload: { '@type': 'type.googleapis.com/google.cloud.loadbalancing.type.LoadBalancerLogEntry', statusDetails: text(details) },
    resource: {
      type: 'http_load_balancer',
      labels: { backend_service_name: edge.backendService, project_id: edge.project, url_map_name: source.service, zone: 'global' },
    },
    trace: `projects/${edge.project}/traces/${traceId}`,
  });
};
