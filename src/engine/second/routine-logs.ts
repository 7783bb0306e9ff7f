import { hashText } from '../../base/hash.ts';
import { INFO, LEVELS } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { RUNTIME } from '../plan/plan.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';

const ROUTINE = [logTemplateIndex('routineJson'), logTemplateIndex('routineJson'), logTemplateIndex('routineSpring'), logTemplateIndex('routineGo')];
const POOLER_STATS = logTemplateIndex('pgbouncerStats');

/** A line the service always logs, whatever happens, from one of its pods. */
export function routineLog(world: World, subject: number): void {
  const s = world.s;
  const service = subject >> 6;
  const plan = world.plan.services[service];
  const line = plan.model.routineLogs[subject & 63];
  pushEvent(s.queue, s.nowUs + line.everyUs, PRIORITY[EVENT.routineLog], EVENT.routineLog, subject, 0);
  const { endpoints } = s.services[service];
  if (endpoints.length === 0) return;
  const pod = endpoints[hashText(`${line.text}/${s.nowUs}`, world.seed) % endpoints.length];
  const template = plan.runtime === RUNTIME.envoy ? ROUTINE[1] : ROUTINE[plan.runtime];
  world.recorder.log(s.nowUs, s.pods[pod].source, LEVELS.indexOf(line.level), template, 0, 0, world.words.of(line.text), 0, 0, 0, 0);
}

/** PgBouncer's stats line, once a stats_period of 60 s. */
export function poolerStats(world: World, index: number): void {
  const s = world.s;
  pushEvent(s.queue, s.nowUs + 60_000_000, PRIORITY[EVENT.poolerStats], EVENT.poolerStats, index, 0);
  const pooler = s.poolers[index];
  const { mark } = pooler;
  const transactions = pooler.transactions - mark.transactions;
  const queries = pooler.queries - mark.queries;
  const mean = (total: number, count: number): number => (count === 0 ? 0 : Math.round(total / count));
  world.recorder.log(
    s.nowUs,
    pooler.source,
    INFO,
    POOLER_STATS,
    0,
    0,
    Math.round(transactions / 60),
    Math.round(queries / 60),
    mean(pooler.transactionUs - mark.transactionUs, transactions),
    mean(pooler.queryUs - mark.queryUs, queries),
    mean(pooler.waitUs - mark.waitUs, transactions),
  );
  pooler.mark = {
    transactions: pooler.transactions,
    queries: pooler.queries,
    transactionUs: pooler.transactionUs,
    queryUs: pooler.queryUs,
    waitUs: pooler.waitUs,
  };
}
