import type { SessionState } from './postgres.ts';
import { NEVER, OWNER } from './postgres.ts';

/** A lock as pg_locks lists it; `relation` null: on its own virtual transaction id. */
export interface HeldLock {
  readonly relation: string | null;
  readonly mode: 'AccessShareLock' | 'RowExclusiveLock' | 'ShareUpdateExclusiveLock' | 'ExclusiveLock';
}

/**
 * Reads hold AccessShareLock until their transaction ends, writes RowExclusiveLock, a vacuum ShareUpdateExclusiveLock; none of them blocks
 * another. Source: PostgreSQL 15 docs, explicit-locking.
 */
export function locksOf(session: SessionState): HeldLock[] {
  if (session.xactStartUs === NEVER) return [];
  const locks: HeldLock[] = [{ relation: null, mode: 'ExclusiveLock' }];
  if (session.table !== '') {
    const mode = session.owner === OWNER.vacuum ? 'ShareUpdateExclusiveLock' : session.writes ? 'RowExclusiveLock' : 'AccessShareLock';
    locks.push({ relation: session.table, mode });
  }
  return locks;
}
