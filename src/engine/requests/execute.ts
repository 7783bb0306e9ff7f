import { mix, uniform } from '../../base/hash.ts';
import { ERROR, SPAN_CLIENT, WARN } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { keyOf, cacheGet, cacheSet } from '../fleet/cache.ts';
import { abandon, acquire, poolerDropped, poolPlan, release } from '../fleet/connections.ts';
import { BEHAVIOUR } from '../fleet/pod-table.ts';
import { finishStatement, slotRefusal, slotsLeft, startStatement } from '../fleet/postgres.ts';
import { sampleUs } from '../plan/distribution.ts';
import { OP, RUNTIME } from '../plan/plan.ts';
import { EVENT } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { FLAG, joinLine, leaveLine, LINE, NONE, PHASE } from './attempt-table.ts';
import { call } from './calls.ts';
import { finish } from './finish.ts';

const SOMETIMES = 0x736f;

/** Runs an attempt's program until it must wait for something, ends, or fails. */
export function proceed(world: World, row: number, outcome: number): void {
  const s = world.s;
  if (outcome !== OUTCOME.ok) {
    fail(world, row, outcome);
    return;
  }
  const { program } = world.plan;
  for (;;) {
    const t = s.attempts;
    const pc = t.pc[row]++;
    switch (program.op[pc]) {
      case OP.end:
        finish(world, row, 200);
        return;
      case OP.compute:
        compute(world, row, program.a[pc], pc);
        return;
      case OP.call:
        t.pending[row] = 1;
        call(world, row, program.a[pc]);
        return;
      case OP.fork: {
        const first = program.a[pc];
        const branches = program.b[pc];
        const guard = t.generation[row];
        t.pending[row] = branches;
        for (let i = 0; i < branches; i++) {
          if (s.attempts.generation[row] !== guard || s.attempts.pending[row] === 0) return; // a branch failed at once
          call(world, row, first + i);
        }
        return;
      }
      case OP.acquire:
        acquire(world, row, s.pods.firstPool[t.pod[row]] + program.a[pc]);
        return;
      case OP.query:
        query(world, row, program.a[pc], pc);
        return;
      case OP.release:
        if ((t.flags[row] & FLAG.callTimedOut) !== 0 && (s.pods.behaviour[t.pod[row]] & BEHAVIOUR.leavesTransactionOpen) !== 0) abandon(world, row);
        else release(world, row);
        break;
      case OP.cacheGet: {
        const read = world.plan.cacheReads[program.a[pc]];
        const key = keyOf(read.keys, t.keyHi[row], t.keyLo[row], t.place[row]);
        s.meters.cacheReads[s.pods.service[t.pod[row]]]++;
        if (cacheGet(s.caches[read.cache], key, s.nowUs)) t.pc[row] = program.b[pc];
        // the round trip to the cache holds no core
        pushEvent(
          s.queue,
          s.nowUs + sampleUs(world.plan.durations, read.duration, t.keyHi[row], t.keyLo[row], t.place[row], pc),
          0,
          EVENT.computed,
          row,
          t.generation[row],
        );
        return;
      }
      case OP.sometimes:
        // by the request's key alone: the same request tried again needs the same steps
        if (uniform(mix(t.keyHi[row], t.keyLo[row], pc, SOMETIMES)) * 1e6 >= program.a[pc]) t.pc[row] = program.b[pc];
        break;
      case OP.cacheSet: {
        const read = world.plan.cacheReads[program.a[pc]];
        cacheSet(s.caches[read.cache], keyOf(read.keys, t.keyHi[row], t.keyLo[row], t.place[row]), s.nowUs);
        break;
      }
    }
  }
}

/** A compute step: takes one of the pod's cores, or waits for one. */
function compute(world: World, row: number, duration: number, pc: number): void {
  const s = world.s;
  const t = s.attempts;
  const pod = t.pod[row];
  const us = sampleUs(world.plan.durations, duration, t.keyHi[row], t.keyLo[row], t.place[row], pc);
  if (s.pods.cpuBusy[pod] >= s.pods.cores[pod]) {
    joinLine(t, s.pods.cpu[pod], row, LINE.cpu, s.nowUs);
    t.serviceUs[row] = us;
    return;
  }
  startCompute(world, row, pod, us);
}

function startCompute(world: World, row: number, pod: number, us: number): void {
  const s = world.s;
  s.pods.cpuBusy[pod]++;
  s.pods.cpuUsedUs[pod] += us;
  s.attempts.flags[row] |= FLAG.holdsCpu;
  pushEvent(s.queue, s.nowUs + us, 0, EVENT.computed, row, s.attempts.generation[row]);
}

export function computed(world: World, row: number): void {
  releaseCpu(world, row);
  proceed(world, row, OUTCOME.ok);
}

function releaseCpu(world: World, row: number): void {
  const s = world.s;
  const t = s.attempts;
  if ((t.flags[row] & FLAG.holdsCpu) === 0) return;
  t.flags[row] &= ~FLAG.holdsCpu;
  const pod = t.pod[row];
  s.pods.cpuBusy[pod]--;
  const next = s.pods.cpu[pod].head;
  if (next === NONE) return;
  leaveLine(t, s.pods.cpu[pod], next);
  startCompute(world, next, pod, t.serviceUs[next]);
}

/** A statement: needs the transaction's session, then one of the database's cores. */
function query(world: World, row: number, index: number, pc: number): void {
  const s = world.s;
  const t = s.attempts;
  const connection = t.connection[row];
  if (connection === NONE) {
    fail(world, row, OUTCOME.terminated);
    return;
  }
  const plan = poolPlan(world, s.pools.connections.pool[connection]);
  const database = s.databases[plan.database];
  const session = database.sessions[s.pools.connections.session[connection]];
  const q = world.plan.queries[index];
  if (session) startStatement(session, s.nowUs, q.statement, q.table, q.writes);
  t.phase[row] = PHASE.waiting;
  t.serviceUs[row] = sampleUs(world.plan.durations, q.duration, t.keyHi[row], t.keyLo[row], t.place[row], pc);
  if (database.busyCores >= world.plan.scenario.fleet.databases[plan.database].cores) {
    joinLine(t, database.cores, row, LINE.cores, s.nowUs);
    return;
  }
  startQuery(world, row, plan.database);
}

function startQuery(world: World, row: number, database: number): void {
  const s = world.s;
  s.databases[database].busyCores++;
  s.databases[database].coreUs += s.attempts.serviceUs[row];
  pushEvent(s.queue, s.nowUs + s.attempts.serviceUs[row], 0, EVENT.queried, row * 16 + database, s.attempts.generation[row]);
}

/** A statement has had its time; frees the core even when its session was ended meanwhile. */
export function queried(world: World, row: number, database: number, alive: boolean): void {
  const s = world.s;
  const state = s.databases[database];
  state.busyCores--;
  const next = state.cores.head;
  if (next !== NONE) {
    leaveLine(s.attempts, state.cores, next);
    startQuery(world, next, database);
  }
  if (!alive || s.attempts.connection[row] === NONE) return;
  const t = s.attempts;
  const connection = t.connection[row];
  const plan = poolPlan(world, s.pools.connections.pool[connection]);
  const session = state.sessions[s.pools.connections.session[connection]];
  if (session) finishStatement(session, s.nowUs);
  const tookUs = t.serviceUs[row];
  if (plan.pooler >= 0) {
    s.poolers[plan.pooler].queries++;
    s.poolers[plan.pooler].queryUs += tookUs;
  }
  const q = world.plan.program.a[t.pc[row] - 1];
  world.recorder.span(
    t.keyHi[row],
    t.keyLo[row],
    (t.place[row] + Math.imul(t.pc[row], 0x9e3779b1)) | 0,
    t.place[row],
    SPAN_CLIENT,
    world.words.queries[q],
    s.pods.source[t.pod[row]],
    s.nowUs - tookUs,
    s.nowUs,
    0,
    0,
    0,
  );
  proceed(world, row, OUTCOME.ok);
}

const HIKARI_TIMEOUT = logTemplateIndex('hikariTimeout');
const CONNECTION_FAILED = logTemplateIndex('connectionFailed');
const GO_CONNECTION_FAILED = logTemplateIndex('goConnectionFailed');
const SESSION_BROKEN = logTemplateIndex('sessionBroken');

/** The attempt cannot go on: rolls back, answers with an error. */
function fail(world: World, row: number, outcome: number): void {
  const s = world.s;
  const t = s.attempts;
  if (outcome !== OUTCOME.failed) {
    t.outcome[row] = outcome;
    logFailure(world, row, outcome);
  }
  if (t.connection[row] !== NONE) {
    if (outcome === OUTCOME.queryWait || outcome === OUTCOME.slots) poolerDropped(world, row);
    else release(world, row);
  }
  const status = t.status[row] !== 0 ? t.status[row] : 500;
  finish(world, row, status);
}

function logFailure(world: World, row: number, outcome: number): void {
  const s = world.s;
  const t = s.attempts;
  const { recorder, words, plan } = world;
  const pod = t.pod[row];
  const source = s.pods.source[pod];
  const service = plan.services[s.pods.service[pod]];
  const pool = s.pods.firstPool[pod] + Math.max(0, plan.program.a[t.pc[row] - 1]);
  switch (outcome) {
    case OUTCOME.poolTimeout: {
      const { pools } = s;
      recorder.log(
        s.nowUs,
        source,
        ERROR,
        HIKARI_TIMEOUT,
        t.keyHi[row],
        t.keyLo[row],
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
        t.keyHi[row],
        t.keyLo[row],
        text,
        t.tries[row] + 1,
        0,
        0,
        0,
      );
      return;
    }
    case OUTCOME.queryWait:
      recorder.log(s.nowUs, source, ERROR, CONNECTION_FAILED, t.keyHi[row], t.keyLo[row], words.of('FATAL: query_wait_timeout'), 0, 0, 0, 0);
      return;
    case OUTCOME.terminated:
      recorder.log(
        s.nowUs,
        source,
        WARN,
        SESSION_BROKEN,
        t.keyHi[row],
        t.keyLo[row],
        words.of('FATAL: terminating connection due to administrator command'),
        0,
        0,
        0,
        0,
      );
      return;
    case OUTCOME.idleTimeout:
      recorder.log(
        s.nowUs,
        source,
        WARN,
        SESSION_BROKEN,
        t.keyHi[row],
        t.keyLo[row],
        words.of('FATAL: terminating connection due to idle-in-transaction timeout'),
        0,
        0,
        0,
        0,
      );
      return;
    default:
  }
}
