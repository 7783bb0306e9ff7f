import { SPAN_CLIENT } from '../../contract/records.ts';
import { poolPlan } from '../fleet/connections.ts';
import { finishStatement, startStatement } from '../fleet/postgres.ts';
import { sampleUs } from '../plan/distribution.ts';
import { EVENT } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { INT, joinLine, leaveLine, LINE, NONE, PHASE, TIME, timesOf } from './attempt-table.ts';

/** A statement: needs the transaction's session, then one of the database's cores. False when the session is gone. */
export function runStatement(world: World, row: number, index: number, pc: number): boolean {
  const s = world.s;
  const t = s.attempts;
  const connection = t.ints[row + INT.connection];
  if (connection === NONE) return false;
  const plan = poolPlan(world, s.pools.connections.pool[connection]);
  const database = s.databases[plan.database];
  const session = database.sessions[s.pools.connections.session[connection]];
  const q = world.plan.queries[index];
  if (session) startStatement(session, s.nowUs, q.statement, q.table, q.writes);
  t.ints[row + INT.phase] = PHASE.waiting;
  t.times[timesOf(row) + TIME.service] = sampleUs(q.duration, t.ints[row + INT.keyHi], t.ints[row + INT.keyLo], t.ints[row + INT.place], pc);
  if (database.busyCores >= world.plan.scenario.fleet.databases[plan.database].cores) {
    joinLine(s, database.cores, row, LINE.cores);
    return true;
  }
  takeCore(world, row, plan.database);
  return true;
}

function takeCore(world: World, row: number, database: number): void {
  const s = world.s;
  s.databases[database].busyCores++;
  s.databases[database].coreUs += s.attempts.times[timesOf(row) + TIME.service];
  pushEvent(s.queue, s.nowUs + s.attempts.times[timesOf(row) + TIME.service], 0, EVENT.queried, row * 16 + database, s.attempts.ints[row + INT.generation]);
}

/** A statement has had its time: its core goes to the next in line, even when its session was ended meanwhile. True when its attempt goes on. */
export function statementDone(world: World, row: number, database: number, alive: boolean): boolean {
  const s = world.s;
  const state = s.databases[database];
  state.busyCores--;
  const next = state.cores.head;
  if (next !== NONE) {
    leaveLine(s.attempts, state.cores, next);
    takeCore(world, next, database);
  }
  if (!alive || s.attempts.ints[row + INT.connection] === NONE) return false;
  const t = s.attempts;
  const connection = t.ints[row + INT.connection];
  const plan = poolPlan(world, s.pools.connections.pool[connection]);
  const session = state.sessions[s.pools.connections.session[connection]];
  if (session) finishStatement(session, s.nowUs);
  const tookUs = t.times[timesOf(row) + TIME.service];
  if (plan.pooler >= 0) {
    s.poolers[plan.pooler].queries++;
    s.poolers[plan.pooler].queryUs += tookUs;
  }
  const q = world.plan.program.a[t.ints[row + INT.pc] - 1];
  world.recorder.span(
    t.ints[row + INT.keyHi],
    t.ints[row + INT.keyLo],
    (t.ints[row + INT.place] + Math.imul(t.ints[row + INT.pc], 0x9e3779b1)) | 0,
    t.ints[row + INT.place],
    SPAN_CLIENT,
    world.words.queries[q],
    s.pods[t.ints[row + INT.pod]].source,
    s.nowUs - tookUs,
    s.nowUs,
    0,
    0,
    0,
  );
  return true;
}
