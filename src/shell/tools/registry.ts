import type { Tool } from '../tool.ts';
import { changes } from './changes.ts';
import { CLOCKED_TOOLS } from './clocked.ts';
import { cmctl } from './cmctl.ts';
import { curl } from './curl.ts';
import { date } from './date.ts';
import { flags } from './flags.ts';
import { gcloud } from './gcloud-tool.ts';
import { createHelp, createMan } from './help.ts';
import { hostname, id, uname, whoami } from './host.ts';
import { kubectl } from './kubectl-tool.ts';
import { consumerGroups } from './kafka/consumer-groups.ts';
import { topics } from './kafka/topics.ts';
import { less, more } from './pager.ts';
import { pgbouncer } from './pgbouncer.ts';
import { promql } from './promql.ts';
import { psql } from './psql.ts';
import { runbook } from './runbook.ts';
import { tail } from './tail.ts';
import { top } from './top.ts';
import { watch } from './watch.ts';

/** Every command the terminal has besides bash and its text tools. */
export const TOOLS: readonly Tool[] = [
  changes,
  cmctl,
  curl,
  date,
  flags,
  gcloud,
  hostname,
  id,
  consumerGroups,
  topics,
  kubectl,
  less,
  more,
  pgbouncer,
  promql,
  psql,
  runbook,
  tail,
  top,
  uname,
  watch,
  whoami,
  createHelp(() => TOOLS),
  createMan(() => [...TOOLS, ...CLOCKED_TOOLS]),
];
