import { utcTime } from '../timestamp.ts';
import type { LogLayout } from './log-context.ts';

/** PostgreSQL with Debian's log_line_prefix `%m [%p] %q%u@%d `. Arguments: pid, user, database, message, level word. */
export const postgres: LogLayout = ({ unixMs, args, text }, sentence) => {
  const { date, time, micros } = utcTime(unixMs);
  const user = text(args[1]);
  return `${date} ${time}.${micros.slice(0, 3)} UTC [${args[0]}] ${user === '' ? '' : `${user}@${text(args[2])} `}${sentence}`;
};
