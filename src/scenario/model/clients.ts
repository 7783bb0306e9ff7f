import type { Micros } from '../../contract/time.ts';
import type { SegmentsModel } from './cdn.ts';
import type { Criticality } from './protection.ts';

/** A class of users. Open loop: arrivals do not wait for answers. */
export interface ClientClassModel {
  readonly name: string;
  readonly userAgent: string;
  /** Client to Google front end, one way. */
  readonly hopUs: Micros;
  readonly timeoutUs: Micros;
  /** Times a person or app tries again after a failure. */
  readonly retries: number;
  readonly backoffBaseUs: Micros;
  readonly backoffMaxUs: Micros;
  readonly routes: readonly {
    readonly route: string;
    readonly method: 'GET' | 'POST' /** User actions a second over all regions, before the rate curve. */;
    readonly perSecond: number;
    /** Absent: CRITICAL. */
    readonly criticality?: Criticality;
    /** What the player then fetches from the CDN; absent: nothing. */
    readonly segments?: SegmentsModel;
  }[];
  /** Multiplier on `perSecond` over simulated time since play began, linear between points. */
  readonly curve: readonly { readonly atUs: Micros; readonly factor: number }[];
  /** What the app keeps of an answer, by route; null: nothing. */
  readonly cache: ClientCacheModel | null;
}

/** Answers each app keeps for itself: while it has one it asks for no other. */
export interface ClientCacheModel {
  readonly route: string;
  readonly ttlUs: Micros;
  /** People with the app open, over all regions. */
  readonly users: number;
}
