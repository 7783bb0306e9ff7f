import { segmentPath } from '../../contract/cdn.ts';
import { rfc3339 } from '../timestamp.ts';
import type { LogLayout } from './log-context.ts';
import { clientAddress, responseBytes } from './request-identity.ts';

/**
 * A request of Cloud CDN in Cloud Logging, as one line of JSON. Arguments: host, point of presence and user agent; status; latency in microseconds; statusDetails;
 * object. Source: docs.cloud.google.com/cdn/docs/logging (cacheLookup and cacheHit of httpRequest, cacheId of jsonPayload); a bucket has no backend service.
 */
export const gclbCdn: LogLayout = ({ args, text, unixMs, level, source, traceHi, traceLo, traceId, edge }) => {
  const [request, status, latencyUs, details, object] = args;
  const [host, point, ...agent] = text(request).split(' ');
  const isHit = text(details) === 'response_from_cache';
  return JSON.stringify({
    insertId: traceId.slice(0, 14),
    timestamp: rfc3339(unixMs - latencyUs / 1_000, 6),
    severity: level === 'warn' ? 'WARNING' : 'INFO',
    httpRequest: {
      requestMethod: 'GET',
      requestUrl: `https://${host}${segmentPath(object)}`,
      status,
      responseSize: String(status === 200 ? responseBytes(object, object) : 0),
      userAgent: agent.join(' '),
      remoteIp: clientAddress(traceHi, traceLo),
      cacheLookup: text(details) !== 'internal_error',
      ...(isHit ? { cacheHit: true } : {}),
      latency: `${(latencyUs / 1e6).toFixed(6)}s`,
    },
    jsonPayload: {
      '@type': 'type.googleapis.com/google.cloud.loadbalancing.type.LoadBalancerLogEntry',
      cacheId: point,
      statusDetails: text(details),
    },
    resource: {
      type: 'http_load_balancer',
      labels: { backend_service_name: '', project_id: edge.project, url_map_name: source.service, zone: 'global' },
    },
    trace: `projects/${edge.project}/traces/${traceId}`,
  });
};
