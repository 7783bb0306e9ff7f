import { closeConnection, serveWaiting } from '../fleet/connections.ts';
import { CONNECTION } from '../fleet/client-pools.ts';
import type { Line } from '../requests/attempt-table.ts';
import { createLine, FLAG, freeAttempt, leaveLine, LINE, PHASE } from '../requests/attempt-table.ts';
import { settle } from '../requests/calls.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';

/** Everything a dead process was doing ends: its callers see a reset connection, its database connections close, its waiting lines empty. */
export function dropPodWork(world: World, pod: number): void {
  const s = world.s;
  const t = s.attempts;
  for (let row = 0; row < t.capacity; row++) {
    if (t.phase[row] === PHASE.free || t.phase[row] === PHASE.user || t.phase[row] === PHASE.backoff || t.pod[row] !== pod) continue;
    const line = lineOf(world, row, pod);
    if (line !== null) leaveLine(t, line, row);
    if ((t.flags[row] & FLAG.probe) === 0) settle(world, row, OUTCOME.reset, 0);
    freeAttempt(t, row);
  }
  s.pods.busy[pod] = 0;
  s.pods.cpuBusy[pod] = 0;
  s.pods.accept[pod] = createLine();
  s.pods.cpu[pod] = createLine();
  const { connections } = s.pools;
  const pools = world.plan.services[s.pods.service[pod]].pools.length;
  for (let which = 0; which < pools; which++) {
    const pool = s.pods.firstPool[pod] + which;
    s.pools.idle[pool].length = 0;
    s.pools.inUse[pool] = 0;
    s.pools.waiting[pool] = createLine();
    for (let connection = 0; connection < connections.capacity; connection++) {
      if (connections.state[connection] !== CONNECTION.free && connections.pool[connection] === pool) closeConnection(world, connection);
    }
    serveWaiting(world, pool);
  }
}

function lineOf(world: World, row: number, pod: number): Line | null {
  const s = world.s;
  const kind = s.attempts.lineKind[row];
  if (kind === LINE.accept) return s.pods.accept[pod];
  if (kind === LINE.cpu) return s.pods.cpu[pod];
  if (kind === LINE.none) return null;
  if (kind === LINE.pool)
    return findLine(
      world,
      row,
      world.plan.services[s.pods.service[pod]].pools.map((_, which) => s.pools.waiting[s.pods.firstPool[pod] + which]),
    );
  if (kind === LINE.pooler)
    return findLine(
      world,
      row,
      s.poolers.map((pooler) => pooler.waiting),
    );
  return findLine(
    world,
    row,
    s.databases.map((database) => database.cores),
  );
}

/** Walks to the head of the row's line to see which one it is. */
function findLine(world: World, row: number, candidates: readonly Line[]): Line | null {
  const t = world.s.attempts;
  let head = row;
  while (t.linePrevious[head] >= 0) head = t.linePrevious[head];
  return candidates.find((line) => line.head === head) ?? null;
}
