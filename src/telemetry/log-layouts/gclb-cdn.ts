import { segmentPath } from '../../contract/cdn.ts';
import { requestEntry } from './gclb-entry.ts';
import type { LogLayout } from './log-context.ts';
import { responseBytes } from './request-identity.ts';

/**
 * A request of Cloud CDN in Cloud Logging. Arguments: host, point of presence and user agent; status; latency in microseconds; statusDetails; object.
 * Source: docs.cloud.google.com/cdn/docs/logging (cacheLookup and cacheHit of httpRequest, cacheId of jsonPayload); a bucket has no backend service.
 */
export const gclbCdn: LogLayout = (context) => {
  const { args, text } = context;
  const [request, status, latencyUs, details, object] = args;
  const [host, point, ...agent] = text(request).split(' ');
  const why = text(details);
  return requestEntry(context, {
    latencyUs,
    request: {
      requestMethod: 'GET',
      requestUrl: `https://${host}${segmentPath(object)}`,
      status,
      responseSize: String(status === 200 ? responseBytes(object, object) : 0),
    },
    userAgent: agent.join(' '),
    way: { cacheLookup: why !== 'internal_error', ...(why === 'response_from_cache' ? { cacheHit: true } : {}) },
    payload: { cacheId: point, statusDetails: why },
    backendService: '',
  });
};
