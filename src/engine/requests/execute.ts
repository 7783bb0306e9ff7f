import { mix, uniform } from '../../base/hash.ts';
import { clientsTurn } from '../connect/connect.ts';
import { asksOn, resolved } from '../dns/serve.ts';
import { cacheGet, cacheSet, keyOf } from '../fleet/cache.ts';
import { commitsToDisk } from '../fleet/commit-to-disk.ts';
import { abandon, acquire, poolerDropped, release } from '../fleet/connections.ts';
import { getsThrough } from '../fleet/hung-connections.ts';
import { cachePatienceUs, cacheWayUs } from '../fleet/store-ways.ts';
import { produce, produced } from '../kafka/produce.ts';
import { BEHAVIOUR } from '../fleet/pod.ts';
import { sampleUs } from '../plan/distribution.ts';
import { OP } from '../plan/plan.ts';
import { EVENT } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { FLAG, INT, NONE } from './attempt-table.ts';
import { call, handshaken } from './calls.ts';
import { compute, releaseCpu } from './compute.ts';
import { logFailure, statusOfFailing } from './failure-logs.ts';
import { finish } from './finish.ts';
import { answerArrived, runStatement, statementDone } from './statements.ts';

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
    const pc = t.ints[row + INT.pc]++;
    switch (program.op[pc]) {
      case OP.end:
        finish(world, row, s.pods[t.ints[row + INT.pod]].failing === null ? 200 : statusOfFailing(world, row));
        return;
      case OP.compute:
        compute(world, row, program.a[pc], pc);
        return;
      case OP.call:
        t.ints[row + INT.pending] = 1;
        call(world, row, world.plan.sites[program.a[pc]]);
        return;
      case OP.fork: {
        const first = program.a[pc];
        const branches = program.b[pc];
        const guard = t.ints[row + INT.generation];
        t.ints[row + INT.pending] = branches;
        for (let i = 0; i < branches; i++) {
          if (s.attempts.ints[row + INT.generation] !== guard || s.attempts.ints[row + INT.pending] === 0) return; // a branch failed at once
          call(world, row, world.plan.sites[first + i]);
        }
        return;
      }
      case OP.acquire:
        acquire(world, row, s.pods[t.ints[row + INT.pod]].firstPool + program.a[pc]);
        return;
      case OP.query:
        if (!runStatement(world, row, program.a[pc], pc)) fail(world, row, OUTCOME.terminated);
        return;
      case OP.release:
        if ((t.ints[row + INT.flags] & FLAG.callTimedOut) !== 0 && (s.pods[t.ints[row + INT.pod]].behaviour & BEHAVIOUR.leavesTransactionOpen) !== 0)
          abandon(world, row);
        else if (!commit(world, row)) return;
        break;
      case OP.cacheGet: {
        const read = world.plan.cacheReads[program.a[pc]];
        const key = keyOf(read.keys, t.ints[row + INT.keyHi], t.ints[row + INT.keyLo], t.ints[row + INT.place], t.ints[row + INT.home]);
        const wayUs = s.links === undefined ? 0 : cacheWayUs(world, row, read.cache);
        if (wayUs < 0) {
          // nobody answers: a miss, as far as the client can tell
          pushEvent(s.queue, s.nowUs + cachePatienceUs(world, row), 0, EVENT.computed, row, t.ints[row + INT.generation]);
          return;
        }
        s.meters.cacheReads[s.pods[t.ints[row + INT.pod]].service]++;
        if (cacheGet(s.caches[read.cache], key, s.nowUs)) t.ints[row + INT.pc] = program.b[pc];
        // the round trip to the cache holds no core
        pushEvent(
          s.queue,
          s.nowUs + wayUs + sampleUs(read.duration, t.ints[row + INT.keyHi], t.ints[row + INT.keyLo], t.ints[row + INT.place], pc),
          0,
          EVENT.computed,
          row,
          t.ints[row + INT.generation],
        );
        return;
      }
      case OP.produce:
        if (produce(world, row, program.a[pc], pc)) return;
        break;
      case OP.produced:
        produced(world, row, program.a[pc]);
        break;
      case OP.resolve:
        if (asksOn(world, row)) return;
        break;
      case OP.resolved:
        resolved(world, row);
        break;
      case OP.sometimes:
        // by the request's key alone: the same request tried again needs the same steps
        if (uniform(mix(t.ints[row + INT.keyHi], t.ints[row + INT.keyLo], pc, SOMETIMES)) * 1e6 >= program.a[pc]) t.ints[row + INT.pc] = program.b[pc];
        break;
      case OP.whileFlag:
        if (!s.flags[program.a[pc]].on) t.ints[row + INT.pc] = program.b[pc];
        break;
      case OP.clientsTurn:
        if (!clientsTurn(world, row)) {
          handshaken(world, row);
          return;
        }
        break;
      case OP.handshaken:
        handshaken(world, row);
        return;
      case OP.cacheSet: {
        const read = world.plan.cacheReads[program.a[pc]];
        const key = keyOf(read.keys, t.ints[row + INT.keyHi], t.ints[row + INT.keyLo], t.ints[row + INT.place], t.ints[row + INT.home]);
        if (s.links === undefined || cacheWayUs(world, row, read.cache) >= 0) cacheSet(s.caches[read.cache], key, s.nowUs);
        break;
      }
    }
  }
}

export function computed(world: World, row: number): void {
  releaseCpu(world, row);
  proceed(world, row, OUTCOME.ok);
}

/** COMMIT and give the connection back; false when the server doesn't hear it, has lost the session, or has yet to write it to its disk. */
function commit(world: World, row: number): boolean {
  const connection = world.s.attempts.ints[row + INT.connection];
  if (connection !== NONE && !getsThrough(world, row, connection)) return false;
  if (connection !== NONE && world.plan.hasDisks && !commitsToDisk(world, row, connection)) return false;
  release(world, row, true);
  return true;
}

/** The answer of a statement has come from another region. */
export function statementAnswered(world: World, row: number): void {
  if (answerArrived(world, row)) proceed(world, row, OUTCOME.ok);
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
    t.ints[row + INT.outcome] = outcome;
    logFailure(world, row, outcome);
  }
  if (t.ints[row + INT.connection] !== NONE) {
    if (outcome === OUTCOME.queryWait || outcome === OUTCOME.slots) poolerDropped(world, row);
    else release(world, row, false);
  }
  const status = t.ints[row + INT.status] !== 0 ? t.ints[row + INT.status] : 500;
  finish(world, row, status);
}
