import { requestEntry } from './gclb-entry.ts';
import type { LogLayout } from './log-context.ts';
import { pathOf, responseBytes } from './request-identity.ts';

/** Google's own error page, whatever the error. */
const ERROR_BYTES = 488;

/** A request in Cloud Logging. Arguments: method, route and user agent; status; latency in microseconds; statusDetails; backend. */
export const gclb: LogLayout = (context) => {
  const { args, text, sourceOf, traceHi, traceLo, edge } = context;
  const [request, status, latencyUs, details, backend] = args;
  const [method, route, ...agent] = text(request).split(' ');
  const answered = text(details) === 'response_sent_by_backend';
  return requestEntry(context, {
    latencyUs,
    request: {
      requestMethod: method,
      requestUrl: `https://${edge.host}${pathOf(route, traceHi, traceLo)}`,
      status,
      responseSize: String(status === 0 ? 0 : answered && status < 400 ? responseBytes(traceHi, traceLo) : ERROR_BYTES),
    },
    userAgent: agent.join(' '),
    way: backend > 0 ? { serverIp: sourceOf(backend).ip } : {},
    payload: { statusDetails: text(details) },
    backendService: edge.backendService,
  });
};
