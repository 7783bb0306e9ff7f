/** The postmortem as data: claims beside prose, and what grading says about them. */
export type ClaimRole = 'trigger' | 'mechanism' | 'sustaining' | 'contributing' | 'ruled-out';

/** A typed claim of the cause map, or one read from prose. */
export interface Claim {
  readonly id: string;
  readonly role: ClaimRole;
  readonly component: string;
  /** A `FailureMode`. */
  readonly condition: string;
  /** Ids of claims this one leads to. */
  readonly leadsTo: readonly string[];
  readonly state: 'proposed' | 'confirmed' | 'rejected';
  /** Where in the Markdown it was read; absent when made by hand. */
  readonly quote?: string;
}

export interface PostmortemDocument {
  readonly markdown: string;
  readonly claims: readonly Claim[];
}

/** Points and the reason they were given. Every point of a score is explained by one of these. */
export interface ScorePart {
  readonly id: string;
  readonly title: string;
  readonly points: number;
  readonly outOf: number;
  /** One sentence each: what earned, what lost, with the words it judged. */
  readonly reasons: readonly ScoreReason[];
}

export interface ScoreReason {
  readonly verdict: 'earned' | 'lost' | 'note';
  readonly text: string;
  /** The sentence or claim this is about. */
  readonly quote?: string;
}

export interface PostmortemScore {
  readonly total: number;
  readonly outOf: 100;
  readonly label: 'publishable' | 'minor edits' | 'rework';
  readonly parts: readonly ScorePart[];
  /** Share of the cause found, 0…1, as in `score --texts`. */
  readonly causePoints: number;
}

export interface ResponseScore {
  readonly total: number;
  readonly outOf: 100;
  readonly parts: readonly ScorePart[];
}

/** A language remark: blame or a world that did not exist. */
export interface ProseFlag {
  readonly kind: 'blame' | 'counterfactual';
  /** Start and end offset in the text. */
  readonly span: readonly [number, number];
  readonly suggestion: string;
}
