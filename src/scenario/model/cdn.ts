import type { Micros } from '../../contract/time.ts';
import type { DurationModel } from './duration.ts';

/** Cloud CDN in front of a bucket: a cache at each of the load balancer's points of presence. */
export interface CdnModel {
  readonly host: string;
  /** Objects the cache of a point of presence holds. */
  readonly capacityKeys: number;
  readonly ttlUs: Micros;
  /** What people play: the track of rank k in proportion to k^-exponent. Each of its segments is an object. */
  readonly tracks: { readonly count: number; readonly exponent: number };
  /** From the request at a point of presence to the last byte of an object that is there. */
  readonly time: DurationModel;
  readonly origin: {
    /** One of the fleet's externals: its time, failures and slowness are those of filling a cache. */
    readonly external: string;
    /** Requests a second over all points of presence; more are answered 429. Absent: as many as there are. */
    readonly maxRate?: number;
  };
}

/** What a player fetches from the CDN after a good answer. */
export interface SegmentsModel {
  /** Before anything is heard: the user waits for them. */
  readonly first: number;
  /** Fetched after those, ahead of what is played. */
  readonly ahead: number;
  /** For each try. */
  readonly timeoutUs: Micros;
  readonly retries: number;
}
