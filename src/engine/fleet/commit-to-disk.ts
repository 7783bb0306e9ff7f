import { EVENT } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { FLAG, INT } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { crash, noSpaceFor } from './database-life.ts';
import { makeFiles } from './disk.ts';
import { SESSION } from './postgres.ts';

/**
 * The end of a writing transaction: its WAL is flushed, one write to the disk after the other, and it needs a file. False: it waits for the disk and comes
 * again, or there is no space and the server panics, since what it says is committed must be on disk. Source: PostgreSQL 15 docs, wal-internals; xlog.c, XLogWrite (a critical section).
 */
export function commitsToDisk(world: World, row: number, connection: number): boolean {
  const { s } = world;
  const { connections } = s.pools;
  const index = connections.database[connection];
  const { disk, wal, sessions } = s.databases[index];
  const session = sessions[connections.session[connection]];
  if (disk === undefined || wal === null || session === null || !session.writes) return true;
  const { ints } = s.attempts;
  const { iops = null } = world.plan.scenario.fleet.databases[index].disk ?? {};
  if (iops !== null && (ints[row + INT.flags] & FLAG.flushed) === 0) {
    ints[row + INT.flags] |= FLAG.flushed;
    ints[row + INT.pc]--;
    disk.busyUntilUs = Math.max(s.nowUs, disk.busyUntilUs) + 1e6 / iops;
    session.state = SESSION.active;
    session.query = 'COMMIT';
    session.queryStartUs = s.nowUs;
    session.stateChangeUs = s.nowUs;
    pushEvent(s.queue, Math.round(disk.busyUntilUs), 0, EVENT.computed, row, ints[row + INT.generation]);
    return false;
  }
  ints[row + INT.flags] &= ~FLAG.flushed;
  if (makeFiles(world, index, disk, wal.transactions + 1)) return true;
  crash(world, index, session.pid, noSpaceFor(session.pid));
  return false;
}
