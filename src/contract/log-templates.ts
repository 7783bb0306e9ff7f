/**
 * The sentences the fleet can log. The engine writes a template's index and five integers; `telemetry` renders the line when
 * someone reads it. Placeholders: {0:s} interned text, {0:i} integer, {0:ms} microseconds shown as milliseconds, {0:pod} a source's
 * pod name, {0:host} a source's ip:port, {path} the request path with its own id, {trace} the 32-digit trace id, {req} the request id,
 * {0:ip} a source's address, {now} the line's own time to the second (RFC 3339).
 * `format` names the program whose line layout (time stamp, level, prefix) applies; layouts are in domain.md §3, §6 and rendered by
 * `telemetry/log-layouts`.
 */
export type LogFormat = 'envoy-access' | 'gclb' | 'gclb-cdn' | 'envoy' | 'json' | 'spring' | 'go-json' | 'postgres' | 'pgbouncer' | 'raw';

export interface LogTemplate {
  readonly name: string;
  readonly format: LogFormat;
  readonly text: string;
}

const templates = [
  /** args: route pattern (s), status, duration µs, response flags (s), upstream source. */
  { name: 'envoyAccess', format: 'envoy-access', text: '' },
  /** args: method, route and user agent (s), status, latency µs, statusDetails (s), backend source. */
  { name: 'gclbRequest', format: 'gclb', text: '' },
  /** args: ConfigMap (s). */
  { name: 'envoyConfigUpdated', format: 'envoy', text: "lds: add/update listener 'ingress_http' from {0:s}" },
  /** args: value (s). */
  {
    name: 'envoyConfigRejected',
    format: 'envoy',
    text: "gRPC config for type.googleapis.com/envoy.config.listener.v3.Listener rejected: invalid duration '{0:s}'",
  },
  /** args: target service (s), route (s), timeout µs, attempt. */
  { name: 'callTimedOut', format: 'json', text: 'upstream {0:s} {1:s} timed out after {2:ms} ms (attempt {3:i})' },
  /** args: target service (s), route (s), status, attempt. */
  { name: 'callFailed', format: 'json', text: 'upstream {0:s} {1:s} answered {2:i} (attempt {3:i})' },
  /** args: target service (s), route (s), reason (s). */
  { name: 'fallbackUsed', format: 'json', text: 'fallback for {0:s} {1:s}: {2:s}' },
  /** args: pool name (s), timeout µs, total, active, waiting. */
  {
    name: 'hikariTimeout',
    format: 'spring',
    text: '{0:s} - Connection is not available, request timed out after {1:ms}ms (total={2:i}, active={3:i}, idle=0, waiting={4:i})',
  },
  /** args: target service (s), route (s), timeout µs. Java client. */
  { name: 'javaCallTimedOut', format: 'spring', text: 'call to {0:s} {1:s} exceeded {2:ms} ms, using last known titles' },
  /** args: error text (s). */
  { name: 'connectionFailed', format: 'spring', text: 'SQL Error: 0, SQLState: 53300 - {0:s}' },
  /** args: error text (s), attempt. Go service with a direct connection. */
  { name: 'goConnectionFailed', format: 'go-json', text: 'sessions store: failed to connect to database: {0:s}' },
  /** args: error text (s). */
  { name: 'sessionBroken', format: 'spring', text: 'SQL Error: 0, SQLState: 57P01 - {0:s}' },
  /** args: SQLSTATE (s), error text (s). */
  { name: 'statementFailed', format: 'spring', text: 'SQL Error: 0, SQLState: {0:s} - {1:s}' },
  /** args: seconds with three decimals as ms, application (s). */
  { name: 'springStarted', format: 'spring', text: 'Started {1:s} in {0:ms} ms' },
  { name: 'springStopping', format: 'spring', text: 'Commencing graceful shutdown. Waiting for active requests to complete' },
  /** args: version (s). */
  { name: 'started', format: 'json', text: 'listening on :8080, version {0:s}' },
  { name: 'stopping', format: 'json', text: 'SIGTERM received, draining' },
  /** args: queue limit. */
  { name: 'acceptQueueFull', format: 'json', text: 'accept queue full ({0:i}), connection refused' },
  /** args: text (s): the warnings that are always there. */
  { name: 'routineJson', format: 'json', text: '{0:s}' },
  { name: 'routineSpring', format: 'spring', text: '{0:s}' },
  { name: 'routineGo', format: 'go-json', text: '{0:s}' },
  /** args: pid, user (s), database (s), message (s), level word (s: LOG, FATAL, ERROR, WARNING). */
  { name: 'postgres', format: 'postgres', text: '{4:s}:  {3:s}' },
  /** args: level word (s), text (s). */
  { name: 'pgbouncer', format: 'pgbouncer', text: '{0:s} {1:s}' },
  /** args: xacts per second, queries per second, xact µs, query µs, wait µs. Bytes in and out are not modelled, so the line is without them. */
  {
    name: 'pgbouncerStats',
    format: 'pgbouncer',
    text: 'LOG stats: {0:i} xacts/s, {1:i} queries/s, 0 client parses/s, 0 server parses/s, 0 binds/s, xact {2:i} us, query {3:i} us, wait {4:i} us',
  },
  /** args: breaker name (s), state (s). */
  { name: 'breakerState', format: 'json', text: 'circuit breaker {0:s} is now {1:s}' },
  /** args: text (s), verbatim. */
  { name: 'raw', format: 'raw', text: '{0:s}' },
  /** args: value (s). */
  {
    name: 'envoyLimitRejected',
    format: 'envoy',
    text: "gRPC config for type.googleapis.com/envoy.config.listener.v3.Listener rejected: invalid value '{0:s}'",
  },
  /** args: route (s), host and port (s), method (s), expiry (s), attempt. An end of a TLS handshake has refused the other's certificate: `Unverified` the caller, `Alerted` the server. */
  {
    name: 'goUnverified',
    format: 'go-json',
    text: '{2:s} "https://{1:s}{path}": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time {now} is after {3:s}',
  },
  { name: 'goAlerted', format: 'go-json', text: '{2:s} "https://{1:s}{path}": remote error: tls: expired certificate' },
  {
    name: 'javaUnverified',
    format: 'spring',
    text: 'I/O error on {2:s} request for "https://{1:s}{path}": PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed',
  },
  { name: 'javaAlerted', format: 'spring', text: 'I/O error on {2:s} request for "https://{1:s}{path}": Received fatal alert: certificate_expired' },
  { name: 'nodeUnverified', format: 'json', text: '{2:s} https://{1:s}{path} failed: certificate has expired (CERT_HAS_EXPIRED)' },
  {
    name: 'nodeAlerted',
    format: 'json',
    text: '{2:s} https://{1:s}{path} failed: sslv3 alert certificate expired (ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED)',
  },
  /** args: source of the caller, its port, alert (s). */
  { name: 'goHandshakeTold', format: 'go-json', text: 'http: TLS handshake error from {0:ip}:{1:i}: remote error: tls: {2:s}' },
  /** args: source of the caller, its port, expiry (s). */
  {
    name: 'goHandshakeRefused',
    format: 'go-json',
    text: 'http: TLS handshake error from {0:ip}:{1:i}: tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time {now} is after {2:s}',
  },
  /** args: cluster (s), value (s). */
  {
    name: 'envoyClusterRejected',
    format: 'envoy',
    text: "gRPC config for type.googleapis.com/envoy.config.cluster.v3.Cluster rejected: Error adding/updating cluster(s) {0:s}: invalid value '{1:s}'",
  },
  /** args: route (s), method and URL (s), what was looked up and asked from where (s), port, name server (s). */
  { name: 'goLookupTimedOut', format: 'go-json', text: '{1:s}{path}": dial tcp: {2:s}:{3:i}->{4:s}: i/o timeout' },
  /** args: route (s), method and URL (s), error (s). */
  { name: 'goNoSuchHost', format: 'go-json', text: '{1:s}{path}": dial tcp: {2:s}' },
  /** args: route (s), method (s), URL (s), name (s). The resolver got no answer, or the answer that there is no such name. */
  { name: 'javaUnresolved', format: 'spring', text: 'I/O error on {1:s} request for "{2:s}{path}": {3:s}: Temporary failure in name resolution' },
  { name: 'javaUnknownHost', format: 'spring', text: 'I/O error on {1:s} request for "{2:s}{path}": {3:s}: Name or service not known' },
  { name: 'nodeUnresolved', format: 'json', text: '{1:s} {2:s}{path} failed: getaddrinfo EAI_AGAIN {3:s} (EAI_AGAIN)' },
  { name: 'nodeUnknownHost', format: 'json', text: '{1:s} {2:s}{path} failed: getaddrinfo ENOTFOUND {3:s} (ENOTFOUND)' },
  /** args: what was looked up and asked from where (s), port, name server (s). */
  {
    name: 'goStoreLookupTimedOut',
    format: 'go-json',
    text: 'sessions store: failed to connect to database: dial tcp: {0:s}:{1:i}->{2:s}: i/o timeout',
  },
  /** args: host, point of presence and user agent (s), status, latency µs, statusDetails (s), object. */
  { name: 'cdnRequest', format: 'gclb-cdn', text: '' },
] as const satisfies readonly LogTemplate[];

export const LOG_TEMPLATES: readonly LogTemplate[] = templates;

export type LogTemplateName = (typeof templates)[number]['name'];

/** Index of a template, for the engine's hot path: resolve once, keep the number. */
export function logTemplateIndex(name: LogTemplateName): number {
  return templates.findIndex((template) => template.name === name);
}
