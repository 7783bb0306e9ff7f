import { Hasher } from '../../../src/base/hash.ts';
import { fleetScenario } from '../../../src/cli/bench/fleet-scenario.ts';
import type { CdnState } from '../../../src/engine/cdn/cdn-state.ts';
import { createEngine, type Engine } from '../../../src/engine/engine.ts';
import { hashWorld } from '../../../src/engine/snapshot/snapshot.ts';
import { createRecorder } from '../../../src/telemetry/recorder.ts';

export interface StreamingOptions {
  readonly perSecond?: number;
  /** Keys of a client class's route. */
  readonly segments?: string;
  /** Keys of the CDN. */
  readonly cdn?: string;
  readonly maxRate?: number;
  /** Of sending an object. */
  readonly time?: string;
  /** Of the bucket. */
  readonly origin?: string;
  readonly client?: string;
  readonly regions?: string;
  /** Homes of the service. */
  readonly homes?: string;
}

export const TWO_REGIONS = {
  regions: `
  - {name: us-east1, zones: [us-east1-b], share: 50%, pointsOfPresence: [{name: iad, share: 100%, hop: 1ms}]}
  - {name: europe-west1, cluster: c-west, zones: [europe-west1-b], share: 50%, pointsOfPresence: [{name: bru, share: 100%, hop: 1ms}]}`,
  homes: '{us-east1: {replicas: 1}, europe-west1: {replicas: 1}}',
};

const fleet = (options: StreamingOptions): string => `schemaVersion: 1
name: streaming
regions: ${options.regions ?? '[{name: us-east1, zones: [us-east1-b], share: 100%, pointsOfPresence: [{name: iad, share: 100%, hop: 1ms}]}]'}
nodePools:
  - {name: pool, nodesPerZone: 1, cpu: 8, memory: 64Gi}
${options.homes === undefined ? '' : '  - {name: other, region: europe-west1, nodesPerZone: 1, cpu: 8, memory: 64Gi}\n'}services:
  - name: entry
    runtime: go
    workers: 100000
    cpu: {request: 1, limit: 1}
    memory: {limit: 32Gi}
    regions: ${options.homes ?? '{us-east1: {replicas: 1}}'}
    endpoints: [{route: /stream, steps: [{compute: {constant: 0s}}]}]
externals: [{name: media, host: storage.googleapis.com, ${options.origin ?? 'time: {constant: 1ms}'}}]
cdn:
  host: media.example
  origin: {external: media${options.maxRate === undefined ? '' : `, maxRate: ${options.maxRate}`}}
  time: {constant: ${options.time ?? '5ms'}}
  ${options.cdn ?? 'capacityKeys: 2000\n  tracks: {count: 20000, exponent: 0.9}'}
loadBalancer: {name: edge, host: api.example, service: entry, hop: 1ms, logSampleRate: 100%}
clients:
  - name: ios
    hop: 10ms
    timeout: 10s
    routes: [{route: /stream, perSecond: ${options.perSecond ?? 100}, segments: {${options.segments ?? 'first: 1'}}}]
    curve: [{at: 0s, factor: 0}, {at: 1us, factor: 1}]
    ${options.client ?? ''}
slos:
  - {route: /stream, kind: availability, noun: plays, objective: 99%}
  - {route: /stream, kind: latency, threshold: 200ms, noun: plays, objective: 99%}
`;

export interface Line {
  readonly status: number;
  readonly details: string;
  readonly seconds: number;
  readonly atUs: number;
  readonly url: string;
  /** Point of presence. */
  readonly cacheId: string;
  readonly cacheHit: boolean;
}

export interface Streaming {
  readonly engine: Engine;
  readonly cdn: CdnState;
  /** Runs so many seconds further, and counts hits, misses and what the origin was asked meanwhile. */
  during(seconds: number): { readonly hits: number; readonly misses: number; readonly asked: number };
  /** User actions since play began: how many have ended, failed and slow. */
  harm(): { readonly total: number; readonly failed: number; readonly slow: number };
  /** The CDN's lines in the load balancer's log. */
  lines(): readonly Line[];
  /** A series of the load balancer, over all whose labels hold these. */
  count(name: string, labels: Readonly<Record<string, string>>): number;
  digest(): string;
}

export function streaming(options: StreamingOptions = {}, seed = 1): Streaming {
  const scenario = fleetScenario(fleet(options));
  const recorder = createRecorder({ startUnixMs: 1_795_334_400_000, playStartUs: scenario.warmupUs });
  const engine = createEngine(scenario, seed, recorder, { onScrape: () => undefined, onTimeline: () => undefined });
  let nowUs = scenario.warmupUs;
  engine.advance(nowUs);
  const state = (): CdnState => engine.world.s.cdn as CdnState;
  const count = (name: string, labels: Readonly<Record<string, string>>): number =>
    engine.instruments.descriptors.reduce((sum, series, slot) => {
      const fits = series.name === `loadbalancing_googleapis_com_https_${name}` && Object.entries(labels).every(([key, value]) => series.labels[key] === value);
      return fits ? sum + engine.instruments.values[slot] : sum;
    }, 0);
  const counts = () => ({
    hits: count('request_count', { cache_result: 'HIT' }),
    misses: count('request_count', { cache_result: 'MISS' }),
    asked: count('backend_request_count', {}),
  });
  return {
    engine,
    get cdn() {
      return state();
    },
    during: (seconds) => {
      const before = counts();
      engine.advance((nowUs += seconds * 1e6));
      const after = counts();
      return { hits: after.hits - before.hits, misses: after.misses - before.misses, asked: after.asked - before.asked };
    },
    harm: () => {
      const { failed, slow, ribbonTotal } = engine.world.s.harm;
      return { total: ribbonTotal[0].reduce((sum, part) => sum + part, 0), failed, slow };
    },
    count,
    lines: () =>
      recorder.logs({ services: ['edge'], take: 'newest', limit: 1e6 }).flatMap(({ text, tUs }) => {
        const { httpRequest, jsonPayload } = JSON.parse(text) as {
          readonly httpRequest: { readonly requestUrl: string; readonly status: number; readonly latency: string; readonly cacheHit?: boolean };
          readonly jsonPayload: { readonly statusDetails: string; readonly cacheId?: string };
        };
        if (jsonPayload.cacheId === undefined) return [];
        return [
          {
            status: httpRequest.status,
            details: jsonPayload.statusDetails,
            seconds: Number(httpRequest.latency.slice(0, -1)),
            atUs: tUs - scenario.warmupUs,
            url: httpRequest.requestUrl,
            cacheId: jsonPayload.cacheId,
            cacheHit: httpRequest.cacheHit === true,
          },
        ];
      }),
    digest: () => {
      const hasher = new Hasher();
      hashWorld(engine.world, hasher);
      return hasher.digest();
    },
  };
}

/** Within 3.3 standard errors of a share: one run in a thousand misses. */
export function mostOff(share: number, draws: number): number {
  return 3.3 * Math.sqrt((share * (1 - share)) / draws) + 0.001;
}
