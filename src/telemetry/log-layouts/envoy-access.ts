import { rfc3339 } from '../timestamp.ts';
import type { LogLayout } from './log-context.ts';
import { clientAddress, listenAddress, pathOf, requestIdOf, responseBytes } from './request-identity.ts';

/** What a service says with an error, `{"error":"service unavailable"}` and the like, is short. */
const ERROR_BYTES = 38;
/** Lengths of Envoy's own answers, by response flag. */
const BODIES: Readonly<Record<string, number>> = { UH: 19, UT: 24, UF: 91, UO: 81 };

/**
 * Envoy's default access log (docs/root/configuration/observability/access_log/usage.rst). Arguments: route, status, duration in microseconds,
 * response flags, upstream. START_TIME is when the request began; the line is written when it ends.
 */
export const envoyAccess: LogLayout = ({ args, text, sourceOf, unixMs, traceHi, traceLo, edge }) => {
  const [route, status, durationUs, flagsId, upstream] = args;
  const spoken = text(route).split(' ');
  const method = spoken.length > 1 ? spoken[0] : 'GET';
  const flags = text(flagsId) === '' ? '-' : text(flagsId);
  const durationMs = Math.floor(durationUs / 1_000);
  const answered = flags === '-' && status !== 0;
  const host = upstream > 0 ? listenAddress(sourceOf(upstream).ip) : '';
  const bytes = answered ? (status < 400 ? responseBytes(traceHi, traceLo) : ERROR_BYTES) : status === 0 ? 0 : (BODIES[flags] ?? 95);
  const start = rfc3339(unixMs - durationUs / 1_000, 3);
  return (
    `[${start}] "${method} ${pathOf(spoken[spoken.length - 1], traceHi, traceLo)} HTTP/1.1" ${status} ${flags} 0 ${bytes} ${durationMs} ${answered ? Math.max(0, durationMs - 1) : '-'} ` +
    `"${clientAddress(traceHi, traceLo)}" "-" "${requestIdOf(traceHi, traceLo)}" "${edge.host}" "${host === '' ? '-' : host}"`
  );
};
