import type { Micros } from '../../contract/time.ts';

/**
 * What really happens, for grading only. Never shown, logged or named before the debrief. Grading asks whether prose or cause map
 * asserts these claims; the words that express them live here, in the scenario file, not in code.
 */
export interface TruthModel {
  readonly claims: readonly TruthClaimModel[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  readonly redHerrings: readonly RedHerringModel[];
  readonly reference: readonly ReferenceActionModel[];
  /** Told in the debrief, one paragraph of Markdown. */
  readonly story: string;
  /** Further things prose may claim, none of them true here: so that what is read from prose before grading hints at nothing. */
  readonly vocabulary?: readonly VocabularyModel[];
}

export interface VocabularyModel {
  readonly component: string;
  readonly condition: string;
  readonly says: readonly (readonly (readonly string[])[])[];
}

export type ClaimRole = 'trigger' | 'mechanism' | 'sustaining' | 'contributing';

export interface TruthClaimModel {
  readonly id: string;
  readonly role: ClaimRole;
  /** A service, database, pooler or `alerting`, `delivery`. */
  readonly component: string;
  /** From `contract/failure-modes.ts`. */
  readonly condition: string;
  readonly title: string;
  /** Share of the cause points, all claims together sum to 1. */
  readonly weight: number;
  /**
   * Ways to say it: a sentence asserts the claim when every group of one way is present, a group being alternatives (words or phrases,
   * stemmed). The last group of a way is its predicate, which carries the polarity (`not close`: present when `close` is denied); the one
   * before it is what the predicate is said of, in the same sentence; the others are context and may stand in the three sentences before.
   */
  readonly says: readonly (readonly (readonly string[])[])[];
  /** Other names for it in a cause map that are as good. */
  readonly accepts?: readonly { readonly component: string; readonly condition: string }[];
  /** How it could be seen while it went on; absent when no signal shows it. */
  readonly seenBy?: SeenByModel;
}

export interface SeenByModel {
  /** PromQL: yields a sample while the claim can be seen. */
  readonly expr: string;
  /** In words, e.g. `pg_stat_activity by state`. */
  readonly where: string;
  /** Any of these in what a person opened (command line, expression, name) means that they looked there. */
  readonly looks: readonly string[];
}

export interface RedHerringModel {
  readonly id: string;
  readonly component: string;
  readonly condition: string;
  readonly title: string;
  readonly says: readonly (readonly (readonly string[])[])[];
}

/** A good response, run by the debrief's counterfactual. */
export interface ReferenceActionModel {
  readonly atUs: Micros;
  readonly sh: string;
}
