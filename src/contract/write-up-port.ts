import type { HarmFrame, RibbonSeries } from './frame.ts';
import type { Cancellation, Progress } from './ports.ts';
import type { Claim, ClaimRole, PostmortemDocument, PostmortemScore, ProseFlag, ResponseScore } from './postmortem.ts';
import type { Micros } from './time.ts';

/**
 * What the write-up asks of whoever reads and grades it. The implementation runs in a worker of its own: it holds the scenario's
 * ground truth, so nothing but the answers below may cross to the page, and nothing of `Debrief` before `grade` is called.
 * In the Markdown a pinned piece of evidence is cited as a link, `[title](pin:ID)`.
 */
export interface WriteUpPort {
  /** Names a claim may be about: the fleet's services and stores, then `alerting` and `delivery`. */
  components(): Promise<readonly string[]>;
  /** A fresh document with the eleven sections, timeline prefilled from the log so far. */
  template(): Promise<string>;
  /** Claims the prose makes, all `proposed`, each with the sentence it was read from. */
  read(markdown: string): Promise<readonly Claim[]>;
  /** Language remarks; hints only. */
  remarks(markdown: string): Promise<readonly ProseFlag[]>;
  /**
   * Hands the document in. `onPart` is called as parts become known, each call holding everything known so far; forks are run
   * one at a time and take tens of seconds. Rejects with the reason when the worker fails; resolves with what is known when cancelled.
   */
  grade(document: PostmortemDocument, onPart: (debrief: Debrief, progress: Progress | null) => void, cancel?: Cancellation): Promise<Debrief>;
}

/** Everything a debrief shows. Null: not known yet. */
export interface Debrief {
  readonly postmortem: PostmortemScore | null;
  readonly response: ResponseScore | null;
  readonly story: Story | null;
  readonly forks: readonly ForkOutcome[];
}

/** One run of the same seed: what was done, nothing, or the reference response. */
export interface ForkOutcome {
  readonly id: 'you' | 'nothing' | 'reference';
  readonly title: string;
  /** The actions of this run, in words or shell lines. */
  readonly actions: readonly { readonly atUs: Micros; readonly what: string }[];
  /** Health of the worst-hit SLI's users. */
  readonly ribbon: RibbonSeries;
  readonly harm: HarmFrame;
  /** First bad second, and end of the last one if it stayed well; null when there is none. */
  readonly hurtSinceUs: Micros | null;
  readonly recoveredUs: Micros | null;
}

/** What really happened, beside what was looked at and done. */
export interface Story {
  /** One paragraph of Markdown. */
  readonly markdown: string;
  /** What users do, in words: `playlist opens`. */
  readonly noun: string;
  readonly lanes: readonly StoryLane[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  readonly actions: readonly StoryAction[];
}

export interface StoryLane {
  readonly id: string;
  readonly role: Exclude<ClaimRole, 'ruled-out'> | 'red-herring';
  readonly component: string;
  readonly title: string;
  /** When it was so, where that can be told from the run; null otherwise. `toUs` null: until the end. */
  readonly fromUs: Micros | null;
  readonly toUs: Micros | null;
  /** First moment it could be seen, and where. */
  readonly visible: { readonly atUs: Micros; readonly where: string } | null;
  /** First time somebody looked there after that. */
  readonly looked: { readonly atUs: Micros; readonly where: string } | null;
}

export interface StoryAction {
  readonly atUs: Micros;
  readonly kind: 'did' | 'looked';
  /** Short words for the chart; `what` is the whole line. */
  readonly label: string;
  readonly what: string;
  readonly refused: boolean;
  /** Users were hurt more by it than without it. */
  readonly hurt: boolean;
}
