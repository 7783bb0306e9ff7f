import type { World } from '../world.ts';
import { isUp } from './answers.ts';
import { type DiskState, fileAt, FILE_BYTES, filesOf, growDisk, makeFiles, preallocate } from './disk.ts';
import { logPostgres } from './postgres.ts';
import { CHECKPOINTER_PID, keptFrom, loseSlots } from './slots.ts';
import { walSetting } from './wal-settings.ts';
import { walPosition } from './wal-positions.ts';
import type { WalState } from './wal.ts';

/**
 * Checkpoints, and restartpoints of a standby: WAL from before the last one's beginning is removed, or its files are used again, unless somebody wants it
 * kept. One begins checkpoint_timeout after the last, or when so much has been written that max_wal_size would be passed before it ends; it is spread over
 * checkpoint_completion_target of either. Source: PostgreSQL 15 xlog.c, checkpointer.c.
 */
const COMPLETION_TARGET = 0.9;

/** Once a second: the disk grows where it may, and checkpoints begin and end. */
export function keepDisk(world: World, index: number): void {
  const { disk, wal } = world.s.databases[index];
  if (disk === undefined || wal === null) return;
  if (growDisk(world, index, disk)) tellOfGrowth(world, index, disk);
  if (disk.full) disk.full = !makeFiles(world, index, disk, walPosition(world, index));
  if (!isUp(world.s.lifecycles.database.state[index])) return;
  const filesBetween = filesOf(walSetting(world, index, 'max_wal_size')) / (1 + COMPLETION_TARGET);
  const written = fileAt(world, index, walPosition(world, index)) - fileAt(world, index, disk.nextRedo < 0 ? disk.redo : disk.nextRedo);
  const elapsed = (world.s.nowUs - disk.checkpointUs) / 1e6 / walSetting(world, index, 'checkpoint_timeout');
  if (disk.nextRedo >= 0) {
    if (elapsed >= COMPLETION_TARGET || written >= COMPLETION_TARGET * filesBetween) completeCheckpoint(world, index, disk, wal);
  } else if (written >= Math.floor(filesBetween) - 1) beginCheckpoint(world, index, disk, wal, 'wal');
  else if (elapsed >= 1) beginCheckpoint(world, index, disk, wal, 'time');
}

function beginCheckpoint(world: World, index: number, disk: DiskState, wal: WalState, why: 'wal' | 'time'): void {
  // skipped where nothing has been written
  if (disk.redo === wal.transactions) return;
  disk.nextRedo = wal.transactions;
  disk.checkpointUs = world.s.nowUs;
  log(world, index, `${wordOf(wal)} starting: ${why}`);
}

function completeCheckpoint(world: World, index: number, disk: DiskState, wal: WalState): void {
  const seconds = ((world.s.nowUs - disk.checkpointUs) / 1e6).toFixed(3);
  const distance = (disk.nextRedo - disk.redo) * world.plan.walBytes[index];
  const [removed, recycled] = removeOldWal(world, index, disk);
  preallocate(world, index, disk);
  log(
    world,
    index,
    `${wordOf(wal)} complete: ${disk.filesAdded} WAL file(s) added, ${removed} removed, ${recycled} recycled; total=${seconds} s; distance=${kilobytes(distance)} kB, estimate=${kilobytes(disk.distanceBytes)} kB`,
  );
  disk.filesAdded = 0;
}

/** Crash recovery, and a clean start, end with a checkpoint. False: there is no space for the file after the present one, and the startup process fails. Source: PostgreSQL 15 xlog.c, StartupXLOG. */
export function endRecovery(world: World, index: number): boolean {
  const { disk, wal } = world.s.databases[index];
  if (disk === undefined || wal === null) return true;
  if (!preallocate(world, index, disk)) return false;
  disk.nextRedo = wal.transactions;
  disk.checkpointUs = world.s.nowUs;
  removeOldWal(world, index, disk);
  disk.filesAdded = 0;
  return true;
}

/** @returns files removed, and kept for use again */
function removeOldWal(world: World, index: number, disk: DiskState): [removed: number, recycled: number] {
  const distance = (disk.nextRedo - disk.redo) * world.plan.walBytes[index];
  disk.distanceBytes = distance > disk.distanceBytes ? distance : 0.9 * disk.distanceBytes + 0.1 * distance;
  disk.redo = disk.nextRedo;
  disk.nextRedo = -1;
  const redoFile = fileAt(world, index, disk.redo);
  const first = keptFrom(world, index, disk, redoFile);
  loseSlots(world, index, disk, first);
  const old = Math.max(0, first - disk.oldestFile);
  disk.oldestFile += old;
  // the next checkpoint but one needs no more. Source: xlog.c, XLOGfileslop
  const wanted = Math.ceil((disk.redo * world.plan.walBytes[index] + (1 + COMPLETION_TARGET) * 1.1 * disk.distanceBytes) / FILE_BYTES);
  const least = redoFile + filesOf(walSetting(world, index, 'min_wal_size')) - 1;
  const most = redoFile + filesOf(walSetting(world, index, 'max_wal_size')) - 1;
  const recycled = Math.max(0, Math.min(old, Math.min(Math.max(wanted, least), most) + 1 - disk.endFile));
  disk.endFile += recycled;
  return [old - recycled, recycled];
}

function wordOf({ upstream }: WalState): string {
  return upstream < 0 ? 'checkpoint' : 'restartpoint';
}

function kilobytes(bytes: number): number {
  return Math.round(bytes / 1024);
}

function log(world: World, index: number, text: string): void {
  logPostgres(world, index, CHECKPOINTER_PID, '', '', 'LOG', text);
}

const GIB = 1024 * 1024 * 1024;

function tellOfGrowth(world: World, index: number, disk: DiskState): void {
  const { name } = world.plan.scenario.fleet.databases[index];
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'database',
    subject: name,
    title: `storage of ${name} increased`,
    detail: `${disk.sizeBytes / GIB} GB, automatically`,
    actor: 'cloudsql',
  });
}
