import { TARGET_DOWN } from '../../contract/metrics.ts';
import { dropCallPools } from '../connect/call-connections.ts';
import { forgetNames } from '../dns/waiters.ts';
import { loseAtWork } from '../requests/lost.ts';
import { consumerDies } from '../kafka/group.ts';
import { closeConnection, serveWaiting } from '../fleet/connections.ts';
import { dropAll } from '../fleet/cpu-share.ts';
import { meterWorkers } from '../fleet/elastic-workers.ts';
import { CONNECTION } from '../fleet/client-pools.ts';
import type { Line } from '../requests/attempt-table.ts';
import { createLine, FLAG, freeAttempt, INT, INTS, leaveLine, LINE, PHASE } from '../requests/attempt-table.ts';
import { RUNTIME } from '../plan/plan.ts';
import { forgetThrottles } from '../protection/adaptive-throttling.ts';
import { forgetHosts } from '../protection/outlier-detector.ts';
import { settle } from '../requests/calls.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';

/** Everything a dead process was doing ends: its callers see a reset connection, its database connections close, its waiting lines empty. */
export function dropPodWork(world: World, pod: number): void {
  dropWork(world, pod, (row) => {
    if ((world.s.attempts.ints[row + INT.flags] & FLAG.probe) === 0) settle(world, row, OUTCOME.reset, 0);
    freeAttempt(world.s.attempts, row);
  });
  // a sidecar lives on
  if (world.plan.services[world.s.pods[pod].service].runtime === RUNTIME.envoy) forgetHosts(world.s.pods[pod].outliers ?? []);
  world.s.pods[pod].closedAllUs = world.s.nowUs;
}

/** The same when the whole machine has stopped: callers are not told, and wait. Databases notice at once, which real ones do not. */
export function losePodWork(world: World, pod: number): void {
  const { s } = world;
  s.pods[pod].listening = false;
  s.pods[pod].life++;
  if (s.pods[pod].record.target >= 0) s.meters.up[s.pods[pod].record.target] = TARGET_DOWN;
  dropWork(world, pod, (row) => loseAtWork(world, row));
  forgetHosts(s.pods[pod].outliers ?? []);
}

function dropWork(world: World, pod: number, end: (row: number) => void): void {
  const s = world.s;
  if (s.kafka !== undefined) consumerDies(world, pod);
  const t = s.attempts;
  for (let row = 0; row < t.ints.length; row += INTS) {
    const phase = t.ints[row + INT.phase];
    if (phase === PHASE.free || phase === PHASE.user || phase === PHASE.backoff || phase === PHASE.lost || t.ints[row + INT.pod] !== pod) continue;
    if (phase === PHASE.sending || phase === PHASE.answering) continue; // the network's by now
    const line = lineOf(world, row, pod);
    if (line !== null) leaveLine(t, line, row);
    end(row);
  }
  const { elastic } = s.pods[pod];
  if (elastic !== null) {
    meterWorkers(elastic, s.pods[pod], s.nowUs);
    s.pods[pod].workers = world.plan.services[s.pods[pod].service].model.workers;
  }
  s.pods[pod].bulkheads?.inUse.fill(0);
  forgetThrottles(s.pods[pod].throttles ?? []);
  if (s.callConnections !== undefined) dropCallPools(world, pod);
  if (s.dns !== undefined) forgetNames(world, pod);
  s.pods[pod].retainedKiB = 0;
  s.pods[pod].busy = 0;
  s.pods[pod].cpuBusy = 0;
  s.pods[pod].accept = createLine();
  s.pods[pod].cpu = createLine();
  if (s.pods[pod].share !== null) dropAll(s.pods[pod].share, s.nowUs);
  const { connections } = s.pools;
  const pools = world.plan.services[s.pods[pod].service].pools.length;
  for (let which = 0; which < pools; which++) {
    const pool = s.pods[pod].firstPool + which;
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
  const kind = s.attempts.ints[row + INT.lineKind];
  if (kind === LINE.accept) return s.pods[pod].accept;
  if (kind === LINE.cpu) return s.pods[pod].cpu;
  if (kind === LINE.none) return null;
  if (kind === LINE.pool)
    return findLine(
      world,
      row,
      world.plan.services[s.pods[pod].service].pools.map((_, which) => s.pools.waiting[s.pods[pod].firstPool + which]),
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
  while (t.ints[head + INT.linePrevious] >= 0) head = t.ints[head + INT.linePrevious];
  return candidates.find((line) => line.head === head) ?? null;
}
