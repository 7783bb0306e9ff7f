import type { DiskInspection } from '../../contract/inspection-disk.ts';
import { type DiskState, SLOT, usedBytes, walSize } from '../fleet/disk.ts';
import { restartOf, safeWalBytes, senderOf, slotName, walStatus } from '../fleet/slots.ts';
import { lsnOf } from '../fleet/wal-positions.ts';
import type { World } from '../world.ts';

/** An instance's disk, and what its slots keep on it. */
export function inspectDisk(world: World, index: number, disk: DiskState): DiskInspection {
  return {
    sizeBytes: disk.sizeBytes,
    usedBytes: usedBytes(world, index, disk),
    walBytes: walSize(disk),
    autoResize: disk.autoResize,
    autoResizeLimitBytes: world.plan.scenario.fleet.databases[index].disk?.autoResizeLimitBytes ?? 0,
    slots: disk.slots.flatMap((slot) =>
      slot.status === SLOT.dropped
        ? []
        : [
            {
              name: slotName(world, slot),
              activePid: senderOf(world, index, slot),
              restartLsn: slot.status === SLOT.lost ? null : lsnOf(world, index, restartOf(world, index, slot)),
              walStatus: walStatus(world, index, disk, slot),
              safeWalBytes: safeWalBytes(world, index, slot),
            },
          ],
    ),
  };
}
