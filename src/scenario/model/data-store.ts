import type { Micros } from '../../contract/time.ts';
import type { DurationModel } from './duration.ts';
import type { MapPosition } from './map-position.ts';

/** Where state is kept. */

export interface DatabaseModel {
  readonly name: string;
  readonly region: string;
  /** null: no zone's power is its own. */
  readonly zone: string | null;
  /** The primary it follows from the start. */
  readonly replicaOf: string | null;
  readonly host: string;
  readonly version: string;
  readonly databases: readonly string[];
  readonly cores: number;
  /** Initial settings that differ from PostgreSQL's defaults, e.g. `max_connections: '100'`. */
  readonly settings: Readonly<Record<string, string>>;
  readonly tables: readonly { readonly database: string; readonly name: string; readonly rows: number; readonly sizeBytes: number }[];
  /** Sessions that are always there: exporter, analytics, replication. */
  readonly residents: readonly {
    readonly user: string;
    readonly database: string;
    readonly application: string;
    readonly kind: 'client' | 'replication';
    readonly query: string;
  }[];
  /** Time to open a connection. */
  readonly connect: DurationModel;
  /** Absent: as large and as fast as need be. */
  readonly disk?: DiskModel | undefined;
  readonly map: MapPosition;
}

/** Where an instance keeps its tables and its write-ahead log. */
export interface DiskModel {
  readonly sizeBytes: number;
  /** The cloud enlarges it when little is left. */
  readonly autoResize: boolean;
  /** Up to which size it does; 0 any. */
  readonly autoResizeLimitBytes: number;
  /** Writes a second; null: any number. */
  readonly iops: number | null;
  /** null: the usual. */
  readonly walBytesPerTransaction: number | null;
}

export interface PoolerModel {
  readonly name: string;
  readonly region: string;
  readonly version: string;
  readonly database: string;
  readonly mode: 'transaction';
  readonly defaultPoolSize: number;
  readonly maxClientConnections: number;
  readonly serverIdleTimeoutUs: Micros;
  readonly serverLoginRetryUs: Micros;
  readonly queryWaitTimeoutUs: Micros;
  readonly map: MapPosition;
}

export interface CacheModel {
  readonly name: string;
  readonly region: string;
  readonly capacityKeys: number;
  readonly ttlUs: Micros;
  readonly time: DurationModel;
  readonly map: MapPosition;
}

/** Somebody else's service, outside of all regions. */
export interface ExternalModel {
  readonly name: string;
  readonly host: string;
  /** From sending to the answer. */
  readonly time: DurationModel;
  /** Share answered 503, 0…1. */
  readonly failures: number;
  readonly map: MapPosition;
}
