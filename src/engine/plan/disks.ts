import type { FleetModel } from '../../scenario/model/fleet.ts';
import type { ReplicaPlan } from './replicas.ts';

/** WAL of a small transaction: a row with its index entries and the commit record, and its share of full-page images. An assumption. */
const WAL_BYTES = 1_184;

export interface DiskPlan {
  readonly walBytes: readonly number[];
  readonly tableBytes: readonly number[];
  readonly hasDisks: boolean;
}

/** What instances write and keep. All of a group write what its primary does. */
export function compileDisks({ databases }: FleetModel, { firstPrimary }: ReplicaPlan): DiskPlan {
  return {
    walBytes: firstPrimary.map((primary) => databases[primary].disk?.walBytesPerTransaction ?? WAL_BYTES),
    tableBytes: databases.map(({ tables }) => tables.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)),
    hasDisks: databases.some(({ disk }) => disk !== undefined),
  };
}
