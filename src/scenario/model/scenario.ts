import type { FleetCommand } from '../../contract/commands.ts';
import type { Fault } from '../../contract/faults/fault.ts';
import type { Micros } from '../../contract/time.ts';
import type { FleetModel } from './fleet.ts';
import type { TruthModel } from './truth.ts';

/** A scenario after loading and validation. Times in `timeline` count from where play begins and may be negative (before it). */
export interface ScenarioModel {
  readonly id: string;
  /** Names the moment or the symptom, never the cause. */
  readonly title: string;
  readonly brief: string;
  /** e.g. `INC-0417`. */
  readonly incidentId: string;
  readonly difficulty: 1 | 2 | 3 | 4 | 5;
  readonly minutes: number;
  readonly practises: readonly string[];
  /** Unix milliseconds on the wall clock where play begins. */
  readonly playStartUnixMs: number;
  /** Healthy running before the first timeline entry plus the time from there to play: at least ten minutes. */
  readonly warmupUs: Micros;
  readonly defaultSeed: number;
  readonly fleet: FleetModel;
  readonly faults: readonly Fault[];
  readonly timeline: readonly TimelineEntry[];
  readonly alertRules: readonly AlertRuleGroupModel[];
  readonly runbooks: readonly { readonly name: string; readonly markdown: string }[];
  readonly messages: readonly MessageModel[];
  readonly truth: TruthModel;
  /** Hash of everything above, as 16 hex digits. */
  readonly hash: string;
}

export interface TimelineEntry {
  readonly atUs: Micros;
  readonly actor: string;
  readonly command: FleetCommand;
  /** Part of the ordinary background; removing all noise must change harm by less than 2%. */
  readonly noise: boolean;
}

/** A Prometheus rule group, as in a rule file. */
export interface AlertRuleGroupModel {
  readonly name: string;
  readonly intervalUs: Micros;
  readonly rules: readonly AlertRuleModel[];
}

export type AlertRuleModel =
  | {
      readonly kind: 'alert';
      readonly alert: string;
      readonly expr: string;
      readonly forUs: Micros;
      readonly keepFiringForUs: Micros;
      readonly labels: Readonly<Record<string, string>>;
      readonly annotations: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'record'; readonly record: string; readonly expr: string; readonly labels: Readonly<Record<string, string>> };

/** Somebody outside who writes when users have been hurt for a while. Placeholders: {badPercent}, {failedSoFar}, {route}. */
export interface MessageModel {
  readonly from: string;
  readonly role: string;
  readonly text: string;
  /** Sent once failed or slow actions reach this number… */
  readonly afterHurtActions: number;
  /** …and not before this time since play began. */
  readonly notBeforeUs: Micros;
}
