import type { World } from '../world.ts';
import { type DiskState, fileAt, filesOf, FILE_BYTES, SLOT, type SlotState } from './disk.ts';
import { logPostgres } from './postgres.ts';
import { walSetting } from './wal-settings.ts';
import { FIRST_SENDER_PID, lsnOf, receivedBy, receivers, walPosition } from './wal-positions.ts';

/** Physical replication slots: what a primary keeps for its standbys, and whether it still has what they need. */

/** A slot's name may have no dashes. Source: PostgreSQL 15 slot.c, ReplicationSlotValidateName. */
export function slotName(world: World, { standby }: SlotState): string {
  return world.plan.scenario.fleet.databases[standby].name.replaceAll('-', '_');
}

/** How many transactions a slot's standby is known to have: those after them are kept. */
export function restartOf(world: World, index: number, slot: SlotState): number {
  const wal = world.s.databases[slot.standby].wal;
  return wal !== null && wal.upstream === index ? receivedBy(wal) : slot.restart;
}

/** A standby leaves for good: its slot stays, and with it all WAL from here on. */
export function leaveSlot(world: World, index: number, standby: number, received: number): void {
  const { disk } = world.s.databases[index];
  if (disk === undefined) return;
  for (const slot of disk.slots) if (slot.standby === standby) slot.restart = received;
}

/** What a primary with a disk of its own answers to a standby that wants to go on: null where it can. Source: PostgreSQL 15 walsender.c, slot.c. */
export function streamRefusal(world: World, standby: number): string | null {
  const { s } = world;
  const { wal } = s.databases[standby];
  const disk = wal === null || wal.upstream < 0 ? undefined : s.databases[wal.upstream].disk;
  if (wal === null || disk === undefined) return null;
  for (const slot of disk.slots)
    if (slot.standby === standby && slot.status === SLOT.dropped)
      return `could not start WAL streaming: ERROR:  replication slot "${slotName(world, slot)}" does not exist`;
  const file = fileAt(world, wal.upstream, receivedBy(wal));
  return file >= disk.oldestFile
    ? null
    : `could not receive data from WAL stream: ERROR:  requested WAL segment ${fileName(s.databases[wal.upstream].wal?.timeline ?? 1, file)} has already been removed`;
}

/** Where the log stands when the simulation begins, in files: 3F2/A8000000. */
const FIRST_FILE = 0x3f2_a8;

function fileName(timeline: number, file: number): string {
  const hex = (value: number): string => value.toString(16).toUpperCase().padStart(8, '0');
  const number = FIRST_FILE + file;
  return `${hex(timeline)}${hex(Math.floor(number / 256))}${hex(number % 256)}`;
}

/** First file that slots, up to max_slot_wal_keep_size, and wal_keep_size want kept, at most `file`. Source: PostgreSQL 15 xlog.c, KeepLogSeg. */
export function keptFrom(world: World, index: number, disk: DiskState, file: number): number {
  const present = fileAt(world, index, walPosition(world, index));
  const limit = walSetting(world, index, 'max_slot_wal_keep_size');
  let first = present;
  for (const slot of disk.slots) if (slot.status === SLOT.kept) first = Math.min(first, fileAt(world, index, restartOf(world, index, slot)));
  if (limit >= 0) first = Math.max(first, present - filesOf(limit));
  return Math.min(file, first, present - filesOf(walSetting(world, index, 'wal_keep_size')));
}

/** Slots whose WAL begins before the first file that is kept are lost. Source: PostgreSQL 15 slot.c, InvalidateObsoleteReplicationSlots. */
export function loseSlots(world: World, index: number, disk: DiskState, first: number): void {
  for (const slot of disk.slots) {
    const restart = restartOf(world, index, slot);
    if (slot.status !== SLOT.kept || fileAt(world, index, restart) >= first) continue;
    slot.status = SLOT.lost;
    slot.restart = restart;
    const at = lsnOf(world, index, restart);
    logPostgres(
      world,
      index,
      CHECKPOINTER_PID,
      '',
      '',
      'LOG',
      `invalidating slot "${slotName(world, slot)}" because its restart_lsn ${at} exceeds max_slot_wal_keep_size`,
    );
  }
}

export const CHECKPOINTER_PID = 27;

/** PID of the walsender that uses a slot; null while none does. */
export function senderOf(world: World, index: number, { standby, status }: SlotState): number | null {
  const at = receivers(world, index).findIndex((one) => one.standby === standby);
  return at < 0 || status !== SLOT.kept ? null : FIRST_SENDER_PID + at;
}

/** `wal_status` of pg_replication_slots. Source: PostgreSQL 15 xlog.c, GetWALAvailability. */
export function walStatus(world: World, index: number, disk: DiskState, slot: SlotState): 'reserved' | 'extended' | 'unreserved' | 'lost' {
  if (slot.status !== SLOT.kept) return 'lost';
  const file = fileAt(world, index, restartOf(world, index, slot));
  const present = fileAt(world, index, walPosition(world, index));
  if (file >= present - filesOf(walSetting(world, index, 'max_wal_size')) - 1) return 'reserved';
  return file >= keptFrom(world, index, disk, present) ? 'extended' : 'unreserved';
}

/** `safe_wal_size`: bytes that may be written until a slot is in danger of being lost; null without a limit, and once it is. Source: PostgreSQL 15 slotfuncs.c. */
export function safeWalBytes(world: World, index: number, slot: SlotState): number | null {
  const limit = walSetting(world, index, 'max_slot_wal_keep_size');
  if (limit < 0 || slot.status !== SLOT.kept) return null;
  const files = Math.max(filesOf(limit), filesOf(walSetting(world, index, 'wal_keep_size')));
  const end = fileAt(world, index, restartOf(world, index, slot)) + files + 1;
  return end * FILE_BYTES - walPosition(world, index) * world.plan.walBytes[index];
}
