import type { CdnModel, SegmentsModel } from '../../scenario/model/cdn.ts';
import type { FleetModel } from '../../scenario/model/fleet.ts';
import { zipfOf, type Zipf } from '../fleet/cache.ts';
import type { TokenBucketSettings } from '../protection/token-bucket.ts';
import { type Duration, durationOf } from './distribution.ts';
import type { EdgePlan } from './plan.ts';

export interface CdnPlan {
  readonly model: CdnModel;
  readonly tracks: Zipf;
  /** Of each track: as many as the player that fetches most asks for. */
  readonly segmentsPerTrack: number;
  /** Segments of all tracks. */
  readonly objects: number;
  readonly time: Duration;
  /** Number among the fleet's externals. */
  readonly origin: number;
  /** null: the origin has no limit. */
  readonly limit: TokenBucketSettings | null;
  /** By point of presence: where its proxies are, as the load balancer's metrics say, of `CONTINENTS`. */
  readonly continents: readonly number[];
}

/** What a player fetches after a good answer of its stream's route, and where. */
export interface SegmentsPlan {
  readonly first: number;
  /** All of them. */
  readonly count: number;
  readonly timeoutUs: number;
  readonly retries: number;
  readonly pointOfPresence: number;
  /** User to point of presence, one way. */
  readonly hopUs: number;
}

/** Values of `proxy_continent`. Source: docs.cloud.google.com/load-balancing/docs/https/https-logging-monitoring. */
export const CONTINENTS = ['America', 'Asia', 'Europe'] as const;

export function compileCdn(fleet: FleetModel, { pointsOfPresence }: EdgePlan): CdnPlan | undefined {
  const { cdn: model, clients, externals = [] } = fleet;
  if (model === undefined) return undefined;
  const segmentsPerTrack = Math.max(
    1,
    ...clients.flatMap(({ routes }) => routes.map(({ segments }) => (segments === undefined ? 0 : segments.first + segments.ahead))),
  );
  const { maxRate } = model.origin;
  return {
    model,
    tracks: zipfOf(model.tracks.count, model.tracks.exponent),
    segmentsPerTrack,
    objects: model.tracks.count * segmentsPerTrack,
    time: durationOf(model.time),
    origin: externals.findIndex(({ name }) => name === model.origin.external),
    limit: maxRate === undefined ? null : { maxTokens: Math.max(1, maxRate), tokensPerFill: 1, fillIntervalUs: 1e6 / maxRate },
    continents: pointsOfPresence.map(({ region }) => continentOf(region)),
  };
}

/** @param pointOfPresence where they are asked for */
export function segmentsOf(model: SegmentsModel | undefined, hopUs: number, pointOfPresence: number): SegmentsPlan | null {
  if (model === undefined) return null;
  const { first, ahead, timeoutUs, retries } = model;
  return { first, count: first + ahead, timeoutUs, retries, pointOfPresence, hopUs };
}

/** Google's regions begin with where they are. */
function continentOf(region: string): number {
  if (/^(?:europe|me|africa)-/.test(region)) return CONTINENTS.indexOf('Europe');
  return CONTINENTS.indexOf(/^(?:asia|australia)-/.test(region) ? 'Asia' : 'America');
}
