import { mix, pick } from '../../base/hash.ts';
import { rfc3339 } from '../timestamp.ts';
import type { LogContext, LogLayout } from './log-context.ts';
import { spanIdOf } from './request-identity.ts';

/** Which class says what. The pool's timeout and SQL states are logged by Hibernate, as in a Spring Data application. */
const LOGGERS: Readonly<Record<string, string>> = {
  hikariTimeout: 'o.h.engine.jdbc.spi.SqlExceptionHelper',
  connectionFailed: 'o.h.engine.jdbc.spi.SqlExceptionHelper',
  sessionBroken: 'o.h.engine.jdbc.spi.SqlExceptionHelper',
  statementFailed: 'o.h.engine.jdbc.spi.SqlExceptionHelper',
  springStopping: 'o.s.b.w.e.tomcat.GracefulShutdown',
};

function logger({ template, source }: LogContext): string {
  const name = source.service.replace(/(^|-)(\w)/g, (_whole, _dash: string, letter: string) => letter.toUpperCase());
  return LOGGERS[template] ?? `app.${name}Service`;
}

/** Spring Boot 3's default pattern: time, level, pid, application, thread, correlation id, class. */
export const spring: LogLayout = (context, sentence) => {
  const { unixMs, level, source, traceId, traceHi, traceLo, template } = context;
  const thread = traceId === '' ? 'main' : `nio-8080-exec-${1 + pick(mix(traceHi, traceLo, 0, 6), 100)}`;
  const correlation = traceId === '' ? '' : `[${traceId}-${spanIdOf(traceHi, traceLo, 0)}] `;
  const word = (level === 'fatal' ? 'error' : level).toUpperCase().padStart(5);
  return `${rfc3339(unixMs, 3)} ${word} 1 --- [${source.service}] [${(template === 'springStopping' ? 'ionShutdownHook' : thread).padStart(15)}] ${correlation}${logger(context).padEnd(40)} : ${sentence}`;
};
