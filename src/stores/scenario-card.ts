import type { MapPosition, TopologyService, TopologyStore } from './topology.ts';

/**
 * What the page may know of a scenario: everything a player sees before and during play, nothing of the truth. Built by `app` from the
 * loaded scenario; the ground truth is left out on purpose, so that no store and no element can hold it.
 */
export interface ScenarioCard {
  readonly id: string;
  readonly title: string;
  readonly brief: string;
  readonly incidentId: string;
  /** 1 (gentle) to 5 (hard). */
  readonly difficulty: number;
  readonly minutes: number;
  readonly practises: readonly string[];
  readonly defaultSeed: number;
  readonly company: string;
  readonly namespace: string;
  readonly playStartUnixMs: number;
  readonly regions: readonly { readonly name: string; readonly zones: readonly string[]; readonly share: number }[];
  readonly edge: { readonly name: string; readonly service: string; readonly map: MapPosition };
  readonly services: readonly TopologyService[];
  readonly stores: readonly TopologyStore[];
  readonly slos: readonly {
    readonly name: string;
    readonly route: string;
    readonly kind: 'availability' | 'latency';
    readonly noun: string;
    readonly objective: number;
    readonly thresholdUs: number;
  }[];
  readonly runbooks: readonly { readonly name: string; readonly markdown: string }[];
}
