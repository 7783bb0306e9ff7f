import type { FleetCommand } from '../../contract/commands.ts';
import type { CommandResult } from '../../contract/refusals.ts';
import { DONE, refuse } from '../../contract/refusals.ts';
import type { World } from '../world.ts';
import { findDatabase } from './find.ts';

const GIB = 1024 * 1024 * 1024;
/** Source: Cloud SQL docs, quotas and limits. */
const MOST_GB = 65_536;

/** `gcloud sql instances patch`: an instance's storage is enlarged, in use or not, and whether the cloud does so by itself; what is left out stays. In force at once. */
export function setDisk(world: World, command: Extract<FleetCommand, { kind: 'set-disk' }>, actor: string): CommandResult {
  const database = findDatabase(world, command.database);
  if (typeof database !== 'number') return database;
  const { disk } = world.s.databases[database];
  if (disk === undefined) return refuse('command/no_disk', `the disk of ${command.database} is not simulated: it is as large as need be`);
  const { sizeGb = disk.sizeBytes / GIB, autoResize = disk.autoResize } = command;
  if (sizeGb * GIB < disk.sizeBytes)
    return refuse('command/disk_shrinks', `Invalid request: The disk size cannot decrease. Current size: ${disk.sizeBytes / GIB} GB, requested: ${sizeGb} GB.`);
  if (!Number.isInteger(sizeGb) || sizeGb > MOST_GB)
    return refuse('command/bad_disk', `Invalid request: Invalid disk size ${sizeGb} GB: expected a whole number, at most ${MOST_GB}.`);
  if (sizeGb * GIB === disk.sizeBytes && autoResize === disk.autoResize) return DONE;
  const before = `was ${disk.sizeBytes / GIB} GB${disk.autoResize ? ', automatic storage increase' : ''}`;
  disk.sizeBytes = sizeGb * GIB;
  disk.autoResize = autoResize;
  world.recorder.change({
    atUs: world.s.nowUs,
    kind: 'database',
    subject: command.database,
    title: `storage of ${command.database}: ${sizeGb} GB${autoResize ? ', automatic storage increase' : ''}`,
    detail: before,
    actor,
  });
  return DONE;
}
