import { SPAN_CLIENT } from '../../contract/records.ts';
import { answers } from '../fleet/answers.ts';
import { poolPlan } from '../fleet/connections.ts';
import { hang } from '../fleet/hang.ts';
import { getsThrough } from '../fleet/hung-connections.ts';
import { finishStatement, logPostgres, readOnlyRefusal, startStatement } from '../fleet/postgres.ts';
import { hopUs } from '../fleet/primary-name.ts';
import { statementWayUs } from '../fleet/store-ways.ts';
import { DATABASE } from '../machines/lifecycle.ts';
import { sampleUs } from '../plan/distribution.ts';
import { EVENT } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import type { World } from '../world.ts';
import { OUTCOME, resume } from '../world.ts';
import { INT, joinLine, leaveLine, LINE, NONE, PHASE, TIME, timesOf } from './attempt-table.ts';

/** A statement: needs the transaction's session, then one of the database's cores. False when the connection is gone. */
export function runStatement(world: World, row: number, index: number, pc: number): boolean {
  const s = world.s;
  const t = s.attempts;
  const connection = t.ints[row + INT.connection];
  if (connection === NONE) return false;
  if (!getsThrough(world, row, connection)) return true;
  const pool = s.pools.connections.pool[connection];
  t.ints[row + INT.phase] = PHASE.waiting;
  let wayUs = poolPlan(world, pool).mayCross ? hopUs(world, connection) : 0;
  if (s.links !== undefined) wayUs += t.ints[row + INT.wayUs] = statementWayUs(world, row, connection, false);
  if (wayUs === 0) begin(world, row, connection, index, pc);
  else pushEvent(s.queue, s.nowUs + wayUs, 0, EVENT.statementArrives, row, t.ints[row + INT.generation]);
  return true;
}

/** A statement has come to a database of another region. */
export function statementArrives(world: World, row: number): void {
  const { ints } = world.s.attempts;
  const connection = ints[row + INT.connection];
  if (connection === NONE || !getsThrough(world, row, connection)) return;
  const pc = ints[row + INT.pc] - 1;
  begin(world, row, connection, world.plan.program.a[pc], pc);
}

function begin(world: World, row: number, connection: number, index: number, pc: number): void {
  const s = world.s;
  const t = s.attempts;
  const number = s.pools.connections.database[connection];
  const database = s.databases[number];
  const session = database.sessions[s.pools.connections.session[connection]];
  const q = world.plan.queries[index];
  if (q.writes && s.lifecycles.database.state[number] !== DATABASE.primary) {
    if (session) logPostgres(world, number, session.pid, session.user, session.database, 'ERROR', readOnlyRefusal(q.operation));
    resume(s, row, OUTCOME.readOnly);
    return;
  }
  if (session) startStatement(session, s.nowUs, q.statement, q.table, q.writes);
  t.times[timesOf(row) + TIME.service] = sampleUs(q.duration, t.ints[row + INT.keyHi], t.ints[row + INT.keyLo], t.ints[row + INT.place], pc);
  if (database.busyCores >= world.plan.scenario.fleet.databases[number].cores) joinLine(s, database.cores, row, LINE.cores);
  else takeCore(world, row, number);
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
  const connection = s.attempts.ints[row + INT.connection];
  const session = state.sessions[s.pools.connections.session[connection]];
  if (session) finishStatement(session, s.nowUs);
  if (!answers(world, connection)) {
    hang(world, row, connection);
    return false;
  }
  const { pooler, mayCross } = poolPlan(world, s.pools.connections.pool[connection]);
  const tookUs = s.attempts.times[timesOf(row) + TIME.service];
  if (pooler >= 0) {
    s.poolers[pooler].queries++;
    s.poolers[pooler].queryUs += tookUs;
  }
  let wayUs = mayCross ? hopUs(world, connection) : 0;
  if (s.links !== undefined) {
    const backUs = statementWayUs(world, row, connection, true);
    s.attempts.ints[row + INT.wayUs] += backUs;
    wayUs += backUs;
  }
  if (wayUs > 0) {
    pushEvent(s.queue, s.nowUs + wayUs, 0, EVENT.statementAnswered, row, s.attempts.ints[row + INT.generation]);
    return false;
  }
  spanOf(world, row, tookUs + linkUs(world, row));
  return true;
}

/** The answer is there, if nothing has happened to it on its way. */
export function answerArrived(world: World, row: number): boolean {
  const { attempts } = world.s;
  const connection = attempts.ints[row + INT.connection];
  if (connection === NONE) return false;
  if (!answers(world, connection)) {
    hang(world, row, connection);
    return false;
  }
  spanOf(world, row, attempts.times[timesOf(row) + TIME.service] + 2 * hopUs(world, connection) + linkUs(world, row));
  return true;
}

/** What links have added to a statement's ways. */
function linkUs({ s }: World, row: number): number {
  return s.links === undefined ? 0 : s.attempts.ints[row + INT.wayUs];
}

function spanOf(world: World, row: number, tookUs: number): void {
  const s = world.s;
  const t = s.attempts;
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
}
