import { utcTime } from '../timestamp.ts';
import type { LogLayout } from './log-context.ts';

/** PgBouncer's log file; in a container it is process 1. */
export const pgbouncer: LogLayout = ({ unixMs }, sentence) => {
  const { date, time, micros } = utcTime(unixMs);
  return `${date} ${time}.${micros.slice(0, 3)} UTC [1] ${sentence}`;
};
