/** An instance's disk, and the replication slots that keep WAL on it. */
export interface DiskInspection {
  readonly sizeBytes: number;
  readonly usedBytes: number;
  readonly walBytes: number;
  readonly autoResize: boolean;
  /** 0: none. */
  readonly autoResizeLimitBytes: number;
  /** A row each of pg_replication_slots. */
  readonly slots: readonly {
    readonly name: string;
    /** null: no walsender uses it. */
    readonly activePid: number | null;
    /** null once it is lost. */
    readonly restartLsn: string | null;
    readonly walStatus: 'reserved' | 'extended' | 'unreserved' | 'lost';
    readonly safeWalBytes: number | null;
  }[];
}
