import { closed } from './closed.ts';
import { flag, name, text } from './quantity.ts';

/** The password of a database's role, as it stands in a Secret of every cluster. */
export const secret = closed({
  name,
  database: text,
  user: text,
  /** Processes that read a mounted file for every connection; without it they have an environment variable. */
  reloads: flag.default(false),
});
