import { rfc3339 } from '../timestamp.ts';
import type { LogLayout } from './log-context.ts';
import { clientAddress, pathOf, requestIdOf, responseBytes } from './request-identity.ts';

const BODIES: Readonly<Record<string, number>> = { UH: 19, UT: 24, UF: 91, UO: 81 };

/**
 * Envoy's default access log (docs/root/configuration/observability/access_log/usage.rst). Arguments: route, status, duration in microseconds,
 * response flags, upstream. START_TIME is when the request began; the line is written when it ends.
 */
export const envoyAccess: LogLayout = ({ args, text, sourceOf, unixMs, traceHi, traceLo, authority }) => {
  const [route, status, durationUs, flagsId, upstream] = args;
  const spoken = text(route).split(' ');
  const method = spoken.length > 1 ? spoken[0] : 'GET';
  const flags = text(flagsId) === '' ? '-' : text(flagsId);
  const durationMs = Math.floor(durationUs / 1_000);
  const answered = flags === '-' && status !== 0;
  const host = upstream > 0 ? sourceOf(upstream).ip : '';
  const bytes = answered ? responseBytes(traceHi, traceLo) : status === 0 ? 0 : (BODIES[flags] ?? 95);
  const start = rfc3339(unixMs - durationUs / 1_000, 3);
  return (
    `[${start}] "${method} ${pathOf(spoken[spoken.length - 1], traceHi, traceLo)} HTTP/1.1" ${status} ${flags} 0 ${bytes} ${durationMs} ${answered ? Math.max(0, durationMs - 1) : '-'} ` +
    `"${clientAddress(traceHi, traceLo)}" "-" "${requestIdOf(traceHi, traceLo)}" "${authority}" "${host === '' ? '-' : host}"`
  );
};
