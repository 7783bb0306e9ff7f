import type { DiskModel } from '../../scenario/model/data-store.ts';
import type { World } from '../world.ts';
import { walPosition } from './wal-positions.ts';

/**
 * An instance's disk: its tables, and the files of pg_wal. Files are numbered from where the log stands when the simulation begins, all of one size;
 * the newest of them are recycled ones that wait to be written.
 */
export interface DiskState {
  sizeBytes: number;
  autoResize: boolean;
  /** The oldest file that is kept, and the one that would come after the newest. */
  oldestFile: number;
  endFile: number;
  /** Files made since the last checkpoint. */
  filesAdded: number;
  /** Where the last checkpoint began, in transactions; and the one under way, -1 none. */
  redo: number;
  nextRedo: number;
  /** When the last one began, be it over or not. */
  checkpointUs: number;
  /** How much WAL checkpoints have lately been apart: a moving average that rises at once. */
  distanceBytes: number;
  /** One a standby of the plan. */
  slots: SlotState[];
  /** Of a standby: nothing more can be received. */
  full: boolean;
  /** Until when flushes that have been asked for keep the disk busy. */
  busyUntilUs: number;
}

/** A physical replication slot: WAL from `restart` on is kept for its standby. */
export interface SlotState {
  standby: number;
  status: number;
  /** What its standby had, in transactions, when it stopped being its standby; until then that is asked of the standby. */
  restart: number;
}

export const SLOT = { kept: 0, lost: 1, dropped: 2 } as const;

/** wal_segment_size. */
export const FILE_BYTES = 16 * 1024 * 1024;
const MEBIBYTES_PER_FILE = 16;
/** A new instance keeps min_wal_size. */
const FIRST_FILES = 80 / MEBIBYTES_PER_FILE;
/** PreallocXlogFiles makes the next file once so much of the present one is used. Source: PostgreSQL 15 xlog.c. */
const PREALLOCATE_FROM = 0.75;

export function createDisk(model: DiskModel, standbys: readonly number[]): DiskState {
  return {
    sizeBytes: model.sizeBytes,
    autoResize: model.autoResize,
    oldestFile: 0,
    endFile: FIRST_FILES,
    filesAdded: 0,
    redo: 0,
    nextRedo: -1,
    checkpointUs: 0,
    distanceBytes: 0,
    slots: standbys.map((standby) => ({ standby, status: SLOT.kept, restart: 0 })),
    full: false,
    busyUntilUs: 0,
  };
}

export function filesOf(mebibytes: number): number {
  return Math.floor(mebibytes / MEBIBYTES_PER_FILE);
}

export function fileAt(world: World, index: number, transactions: number): number {
  return Math.floor((transactions * world.plan.walBytes[index]) / FILE_BYTES);
}

export function walSize(disk: DiskState): number {
  return (disk.endFile - disk.oldestFile) * FILE_BYTES;
}

export function usedBytes(world: World, index: number, disk: DiskState): number {
  return world.plan.tableBytes[index] + walSize(disk);
}

/** Makes files for so many transactions' WAL, where they aren't there already; false: no space is left for one. */
export function makeFiles(world: World, index: number, disk: DiskState, transactions: number): boolean {
  return makeFilesUntil(world, index, disk, Math.ceil((transactions * world.plan.walBytes[index]) / FILE_BYTES));
}

function makeFilesUntil(world: World, index: number, disk: DiskState, end: number): boolean {
  for (; disk.endFile < end; disk.endFile++) {
    // a file is filled with zeros before it is used
    if (usedBytes(world, index, disk) + FILE_BYTES > disk.sizeBytes) return false;
    disk.filesAdded++;
  }
  return true;
}

/** The next file, if the present one is nearly full. False: no space is left for it. */
export function preallocate(world: World, index: number, disk: DiskState): boolean {
  const files = (walPosition(world, index) * world.plan.walBytes[index]) / FILE_BYTES;
  const file = Math.floor(files);
  return makeFilesUntil(world, index, disk, files - file >= PREALLOCATE_FROM ? file + 2 : file + 1);
}

const GIB = 1024 * 1024 * 1024;
/** How often the cloud looks. Source: Cloud SQL docs, instance settings, automatic storage increase. */
const RESIZE_EVERY_US = 30e6;

/** Automatic storage increase: when less than 5 GB and a twenty-fifth of the size is left, at most 25 GB, as much is added. Source: as above. @returns whether it has grown */
export function growDisk(world: World, index: number, disk: DiskState): boolean {
  if (!disk.autoResize || world.s.nowUs % RESIZE_EVERY_US !== 0) return false;
  const step = Math.min(25, 5 + Math.floor(disk.sizeBytes / GIB / 25)) * GIB;
  if (disk.sizeBytes - usedBytes(world, index, disk) >= step) return false;
  const limit = world.plan.scenario.fleet.databases[index].disk?.autoResizeLimitBytes ?? 0;
  const size = limit === 0 ? disk.sizeBytes + step : Math.min(disk.sizeBytes + step, limit);
  if (size <= disk.sizeBytes) return false;
  disk.sizeBytes = size;
  return true;
}
