import { mix, uniform } from '../../base/hash.ts';
import { cacheGet, cacheSet, keyOf } from '../fleet/cache.ts';
import { abandon, acquire, poolerDropped, release } from '../fleet/connections.ts';
import { BEHAVIOUR } from '../fleet/pod-table.ts';
import { sampleUs } from '../plan/distribution.ts';
import { OP } from '../plan/plan.ts';
import { EVENT } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { FLAG, NONE } from './attempt-table.ts';
import { call } from './calls.ts';
import { compute, releaseCpu } from './compute.ts';
import { logFailure } from './failure-logs.ts';
import { finish } from './finish.ts';
import { runStatement, statementDone } from './statements.ts';

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
        if (!runStatement(world, row, program.a[pc], pc)) fail(world, row, OUTCOME.terminated);
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

export function computed(world: World, row: number): void {
  releaseCpu(world, row);
  proceed(world, row, OUTCOME.ok);
}

/** A statement has had its time. @param alive its attempt is still the one that began it */
export function queried(world: World, row: number, database: number, alive: boolean): void {
  if (statementDone(world, row, database, alive)) proceed(world, row, OUTCOME.ok);
}

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
