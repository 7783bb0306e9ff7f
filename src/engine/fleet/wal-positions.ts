import type { World } from '../world.ts';
import { isUp } from './answers.ts';
import type { WalState } from './wal.ts';

/** Positions in the log as PostgreSQL shows them. */

/** wal_sender_timeout and wal_receiver_timeout: who has heard nothing for so long gives the stream up. Source: PostgreSQL 15 guc_tables.c. */
const STREAM_TIMEOUT_US = 60e6;
/** Where the log stands when the simulation begins. */
const FIRST_BYTE = 0x3f2_a800_0000;

/** `3F2/A8000060`. @param transactions of the instance, from the beginning of the simulation on */
export function lsnOf(world: World, index: number, transactions: number): string {
  const byte = FIRST_BYTE + transactions * world.plan.walBytes[index];
  const low = byte % 0x1_0000_0000;
  return `${((byte - low) / 0x1_0000_0000).toString(16).toUpperCase()}/${low.toString(16).toUpperCase()}`;
}

/** Transactions a standby has on its disk, replayed or not. */
export function receivedBy(wal: WalState): number {
  return wal.transactions + wal.received;
}

/** Transactions whose WAL an instance has written. */
export function walPosition(world: World, index: number): number {
  const { wal } = world.s.databases[index];
  return wal === null ? 0 : wal.upstream < 0 ? wal.transactions : receivedBy(wal);
}

/** Walsenders of an instance, in the order of its standbys. */
export const FIRST_SENDER_PID = 1402;

export interface Receiver {
  readonly standby: number;
  readonly name: string;
  readonly address: string;
  readonly wal: WalState;
  readonly bytesBehind: number;
  /** Age of the oldest transaction it has not replayed; null: it has all. */
  readonly lagUs: number | null;
}

/** Standbys whose stream the primary has not given up. */
export function receivers(world: World, primary: number): Receiver[] {
  const { s, plan } = world;
  const own = s.databases[primary].wal;
  if (own === null) return [];
  return plan.standbys[primary].flatMap((standby) => {
    const { wal } = s.databases[standby];
    if (wal === null || wal.upstream !== primary || !isStreaming(world, standby, wal)) return [];
    const { name } = plan.scenario.fleet.databases[standby];
    const lagUs = wal.length === 0 ? null : s.nowUs - wal.ahead[wal.head];
    return [{ standby, name, address: addressOf(world, standby), wal, bytesBehind: (own.transactions - wal.transactions) * plan.walBytes[primary], lagUs }];
  });
}

/** pg_stat_replication shows an address, whatever name the instance is known by. */
export function addressOf(world: World, database: number): string {
  const { host } = world.plan.scenario.fleet.databases[database];
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) ? host : `10.${132 - 4 * world.plan.databaseRegions[database]}.0.${90 + database}`;
}

/** Whether a standby and its primary still take their stream for alive. */
export function isStreaming(world: World, standby: number, wal: WalState): boolean {
  return wal.upstream >= 0 && isUp(world.s.lifecycles.database.state[standby]) && world.s.nowUs - wal.heardUs < STREAM_TIMEOUT_US;
}
