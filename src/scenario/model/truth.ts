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
  /** Ways to say it: a sentence asserts the claim when every group of one way is present, a group being alternatives (words or phrases, stemmed). */
  readonly says: readonly (readonly (readonly string[])[])[];
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
