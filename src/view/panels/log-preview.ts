/** Fields of a JSON line that the row's own columns already say, or that only a machine reads. */
const ELSEWHERE = new Set(['level', 'time', 'timestamp', 'service', 'version', 'pid', 'hostname', 'trace_id', 'span_id', 'req_id', 'msg', 'message']);
/** ISO 8601 or PostgreSQL's `2026-11-19 14:02:00.000 UTC`, bare or in Envoy's brackets. */
const STAMP = /^\[?\d{4}-\d\d-\d\d[T ][\d:.]+(?: ?(?:Z|UTC|[+-]\d\d:?\d\d))?\]?\s*/;
/** Spring Boot's console pattern up to the message: level, process, application, thread, trace and span, logger. */
const SPRING = /^[A-Z]+ +\d+ --- (?:\[[^\]]*\] *)*[\w.$-]+ +: /;

/** What a line says, for one row of a list: without the time, the level and the names that have their own columns. The details show the line as it was written. */
export function logPreview(text: string): string {
  const fields = text.startsWith('{') ? parsed(text) : null;
  if (!fields) return text.replace(STAMP, '').replace(SPRING, '');
  if (isEntry(fields)) {
    const { requestMethod, requestUrl, status, latency } = fields.httpRequest;
    const path = requestUrl.replace(/^https?:\/\/[^/]+/, '');
    return `${status} ${requestMethod} ${path}  ${latency.replace(/(\.\d{3})\d*s$/, '$1s')}  ${fields.jsonPayload?.statusDetails ?? ''}`.trimEnd();
  }
  const rest = Object.entries(fields)
    .filter(([key]) => !ELSEWHERE.has(key))
    .map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  return [String(fields.msg ?? fields.message ?? ''), ...rest].filter(Boolean).join('  ') || text;
}

interface RequestEntry {
  readonly httpRequest: { readonly requestMethod: string; readonly requestUrl: string; readonly status: number; readonly latency: string };
  readonly jsonPayload?: { readonly statusDetails?: string };
}

/** An entry of Cloud Logging about a request, as the load balancer writes it. */
function isEntry(fields: object): fields is RequestEntry {
  const { httpRequest } = fields as Partial<RequestEntry>;
  return typeof httpRequest?.requestUrl === 'string' && typeof httpRequest.latency === 'string';
}

function parsed(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
