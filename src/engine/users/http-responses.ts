import type { Epoch, Micros } from '../../contract/time.ts';
import { RUNTIME } from '../plan/plan.ts';
import { OUTCOME } from '../world.ts';
import { httpDate, javaTimestamp } from './http-dates.ts';

/** What a server of some runtime puts on the wire beside the status. */
export interface HttpResponse {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Answered {
  readonly runtime: number;
  readonly status: number;
  readonly method: string;
  readonly path: string;
  /** Route pattern it matched, '' when none did or it is a probe's path. */
  readonly route: string;
  readonly probe: boolean;
}

const REASONS: Readonly<Record<number, string>> = {
  404: 'Not Found',
  405: 'Method Not Allowed',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
};

/**
 * Bodies and headers as the runtimes write them by default. Sources: Spring Boot reference (DefaultErrorAttributes, actuator health),
 * Express `finalhandler`, Go net/http `Error` and `NotFound`. The content of a good answer is not simulated: it names what was asked for.
 */
export function responseOf(answered: Answered, epoch: Epoch, nowUs: Micros): HttpResponse {
  const date = httpDate(epoch, nowUs);
  switch (answered.runtime) {
    case RUNTIME.java:
      return answered.probe
        ? withLength({ 'Content-Type': 'application/vnd.spring-boot.actuator.v3+json' }, '{"status":"UP"}', { Date: date })
        : withLength({ 'Content-Type': 'application/json' }, answered.status === 200 ? goodBody(answered) : springError(answered, epoch, nowUs), {
            Date: date,
            ...(answered.status === 500 || answered.status === 503 ? { Connection: 'close' } : {}),
          });
    case RUNTIME.node:
      return nodeResponse(answered, date);
    case RUNTIME.go:
      return goResponse(answered, date);
    default:
      // Envoy's admin says LIVE; an unknown route gets an empty body
      return answered.probe
        ? withLength({ 'content-type': 'text/plain; charset=UTF-8' }, 'LIVE\n', { date, server: 'envoy' })
        : { headers: { date, server: 'envoy', 'content-length': '0' }, body: '' };
  }
}

function goodBody({ route, path }: Answered): string {
  const given = path.split('?')[0].split('/');
  const named = route.split('/').flatMap((part, at) => (part.startsWith(':') ? [[part.slice(1), given[at]]] : []));
  return JSON.stringify({ ...Object.fromEntries(named), status: 'ok' });
}

function springError({ status, path }: Answered, epoch: Epoch, nowUs: Micros): string {
  return JSON.stringify({ timestamp: javaTimestamp(epoch, nowUs), status, error: REASONS[status] ?? '', path: path.split('?')[0] });
}

function nodeResponse(answered: Answered, date: string): HttpResponse {
  const { status, method, path, probe } = answered;
  const express = { 'X-Powered-By': 'Express' };
  const rest = { Date: date, Connection: 'keep-alive', 'Keep-Alive': 'timeout=5' };
  if (status === 404 || status === 405) {
    const page = `<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Error</title>\n</head>\n<body>\n<pre>Cannot ${method} ${path.split('?')[0]}</pre>\n</body>\n</html>\n`;
    return withLength({ ...express, 'Content-Type': 'text/html; charset=utf-8' }, page, rest);
  }
  const body = probe ? '{"status":"ok"}' : status === 200 ? goodBody(answered) : JSON.stringify({ statusCode: status, error: REASONS[status] ?? '' });
  return withLength({ ...express, 'Content-Type': 'application/json; charset=utf-8' }, body, rest);
}

function goResponse(answered: Answered, date: string): HttpResponse {
  const { status, probe } = answered;
  if (status === 200 && !probe) return withLength({ 'Content-Type': 'application/json' }, goodBody(answered), { Date: date });
  const plain = { 'Content-Type': 'text/plain; charset=utf-8' };
  if (status === 200) return withLength(plain, 'ok', { Date: date });
  const text = status === 404 ? '404 page not found\n' : `${REASONS[status] ?? status}\n`;
  return withLength({ ...plain, 'X-Content-Type-Options': 'nosniff' }, text, { Date: date });
}

/** Answers Envoy gives by itself when no upstream has. Source: Envoy docs, response code details; local reply bodies. */
export function localReply(outcome: number, epoch: Epoch, nowUs: Micros): HttpResponse {
  return withLength({ 'content-type': 'text/plain' }, LOCAL_REPLIES[outcome] ?? '', { date: httpDate(epoch, nowUs) });
}

const LOCAL_REPLIES: Readonly<Record<number, string>> = {
  [OUTCOME.timeout]: 'upstream request timeout',
  [OUTCOME.noEndpoint]: 'no healthy upstream',
  [OUTCOME.refused]: 'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
  // BoringSSL's code: 16 << 24 (library SSL) + 125 (SSL_R_CERTIFICATE_VERIFY_FAILED)
  [OUTCOME.unverified]:
    'upstream connect error or disconnect/reset before headers. reset reason: remote connection failure, transport failure reason: TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED:TLS_error_end',
  [OUTCOME.reset]: 'upstream connect error or disconnect/reset before headers. reset reason: connection termination',
  [OUTCOME.breakerOpen]: 'upstream connect error or disconnect/reset before headers. reset reason: overflow',
  [OUTCOME.bulkheadFull]: 'upstream connect error or disconnect/reset before headers. reset reason: overflow',
  [OUTCOME.rateLimited]: 'local_rate_limited',
  [OUTCOME.overloaded]: 'envoy overloaded',
  [OUTCOME.concurrencyLimit]: 'reached concurrency limit',
};

/** Every body here is ASCII. */
function withLength(before: Readonly<Record<string, string>>, body: string, after: Readonly<Record<string, string>>): HttpResponse {
  const length = 'content-type' in before ? 'content-length' : 'Content-Length';
  return { headers: { ...before, [length]: String(body.length), ...after }, body };
}
