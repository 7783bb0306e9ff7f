import { failsRequest } from '../faults/request-failure.ts';
import { INT } from './attempt-table.ts';
import { ERROR, WARN } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { logUnresolvedPool } from '../dns/unresolved-logs.ts';
import { refusalOf } from '../fleet/passwords.ts';
import { poolPlan } from '../fleet/connections.ts';
import { readOnlyRefusal, slotRefusal, slotsLeft } from '../fleet/postgres.ts';
import { logExpiredRecord } from '../kafka/expired-record.ts';
import { RUNTIME } from '../plan/plan.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';

const HIKARI_TIMEOUT = logTemplateIndex('hikariTimeout');
const CONNECTION_FAILED = logTemplateIndex('connectionFailed');
const GO_CONNECTION_FAILED = logTemplateIndex('goConnectionFailed');
const SESSION_BROKEN = logTemplateIndex('sessionBroken');

/** What a server logs when it cannot go on with a request for want of a database connection. */
export function logFailure(world: World, row: number, outcome: number): void {
  const s = world.s;
  const t = s.attempts;
  const { recorder, words, plan } = world;
  const pod = t.ints[row + INT.pod];
  const source = s.pods[pod].source;
  const service = plan.services[s.pods[pod].service];
  const pool = s.pods[pod].firstPool + Math.max(0, plan.program.a[t.ints[row + INT.pc] - 1]);
  switch (outcome) {
    case OUTCOME.poolTimeout: {
      const { pools } = s;
      if (service.runtime === RUNTIME.go) {
        // database/sql has no time limit of its own: the caller's context ends
        recorder.log(
          s.nowUs,
          source,
          ERROR,
          GO_CONNECTION_FAILED,
          t.ints[row + INT.keyHi],
          t.ints[row + INT.keyLo],
          words.of('context deadline exceeded'),
          t.ints[row + INT.tries] + 1,
          0,
          0,
          0,
        );
        return;
      }
      recorder.log(
        s.nowUs,
        source,
        ERROR,
        HIKARI_TIMEOUT,
        t.ints[row + INT.keyHi],
        t.ints[row + INT.keyLo],
        words.of(service.pools[pools.which[pool]].model.name),
        service.pools[pools.which[pool]].model.acquireTimeoutUs,
        pools.open[pool],
        pools.inUse[pool],
        pools.waiting[pool].length,
      );
      return;
    }
    case OUTCOME.slots: {
      const database = poolPlan(world, pool).database;
      const text = words.of(`FATAL: ${slotRefusal(plan.scenario.fleet.databases[database].version, slotsLeft(s.databases[database], true) <= 0)}`);
      recorder.log(
        s.nowUs,
        source,
        ERROR,
        service.runtime === RUNTIME.go ? GO_CONNECTION_FAILED : CONNECTION_FAILED,
        t.ints[row + INT.keyHi],
        t.ints[row + INT.keyLo],
        text,
        t.ints[row + INT.tries] + 1,
        0,
        0,
        0,
      );
      return;
    }
    case OUTCOME.wrongPassword: {
      const text = words.of(`FATAL: ${refusalOf(poolPlan(world, pool))}`);
      const template = service.runtime === RUNTIME.go ? GO_CONNECTION_FAILED : CONNECTION_FAILED;
      recorder.log(s.nowUs, source, ERROR, template, t.ints[row + INT.keyHi], t.ints[row + INT.keyLo], text, t.ints[row + INT.tries] + 1, 0, 0, 0);
      return;
    }
    case OUTCOME.queryWait:
      recorder.log(
        s.nowUs,
        source,
        ERROR,
        CONNECTION_FAILED,
        t.ints[row + INT.keyHi],
        t.ints[row + INT.keyLo],
        words.of('FATAL: query_wait_timeout'),
        0,
        0,
        0,
        0,
      );
      return;
    case OUTCOME.terminated:
      recorder.log(
        s.nowUs,
        source,
        WARN,
        SESSION_BROKEN,
        t.ints[row + INT.keyHi],
        t.ints[row + INT.keyLo],
        words.of('FATAL: terminating connection due to administrator command'),
        0,
        0,
        0,
        0,
      );
      return;
    case OUTCOME.readOnly:
      logStatementFailure(world, row, '25006', `ERROR: ${readOnlyRefusal(plan.queries[plan.program.a[t.ints[row + INT.pc] - 1]].operation)}`);
      return;
    case OUTCOME.connectionFailure:
      // pgjdbc's words
      logStatementFailure(world, row, '08006', 'An I/O error occurred while sending to the backend.');
      return;
    case OUTCOME.idleTimeout:
      recorder.log(
        s.nowUs,
        source,
        WARN,
        SESSION_BROKEN,
        t.ints[row + INT.keyHi],
        t.ints[row + INT.keyLo],
        words.of('FATAL: terminating connection due to idle-in-transaction timeout'),
        0,
        0,
        0,
        0,
      );
      return;
    case OUTCOME.lookupTimedOut:
    case OUTCOME.noSuchHost:
      logUnresolvedPool(world, row, pool, outcome);
      return;
    case OUTCOME.recordExpired:
      logExpiredRecord(world, row);
      return;
    default:
  }
}

const LAYOUTS: Readonly<Record<number, number | undefined>> = {
  [RUNTIME.node]: logTemplateIndex('routineJson'),
  [RUNTIME.java]: logTemplateIndex('routineSpring'),
  [RUNTIME.go]: logTemplateIndex('routineGo'),
};

/** What a pod answers whose code cannot answer everything; writes what the code has to say. */
export function statusOfFailing(world: World, row: number): number {
  const { ints } = world.s.attempts;
  const pod = world.s.pods[ints[row + INT.pod]];
  for (const failing of pod.failing ?? []) {
    if (!failsRequest(failing, ints[row + INT.endpoint], ints[row + INT.client], ints[row + INT.keyHi], ints[row + INT.keyLo])) continue;
    const template = LAYOUTS[world.plan.services[pod.service].runtime];
    const { recorder, words } = world;
    if (template !== undefined)
      recorder.log(world.s.nowUs, pod.source, failing.level, template, ints[row + INT.keyHi], ints[row + INT.keyLo], words.of(failing.says), 0, 0, 0, 0);
    return failing.status;
  }
  return 200;
}

const STATEMENT_FAILED = logTemplateIndex('statementFailed');

function logStatementFailure(world: World, row: number, sqlState: string, text: string): void {
  const { ints } = world.s.attempts;
  const { source } = world.s.pods[ints[row + INT.pod]];
  world.recorder.log(
    world.s.nowUs,
    source,
    WARN,
    STATEMENT_FAILED,
    ints[row + INT.keyHi],
    ints[row + INT.keyLo],
    world.words.of(sqlState),
    world.words.of(text),
    0,
    0,
    0,
  );
}
