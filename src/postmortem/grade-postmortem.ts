import type { PostmortemDocument, PostmortemScore } from '../contract/postmortem.ts';
import type { TruthModel } from '../scenario/model/truth.ts';
import { gradeActions } from './criteria/actions.ts';
import { gradeAudience } from './criteria/audience.ts';
import { gradeCauses } from './criteria/causes.ts';
import { gradeDetection } from './criteria/detection.ts';
import { gradeImpact } from './criteria/impact.ts';
import { gradeLanguage } from './criteria/language.ts';
import { gradeLessons } from './criteria/lessons.ts';
import { gradeResolution } from './criteria/resolution.ts';
import { gradeSummary } from './criteria/summary.ts';
import { gradeTimeline } from './criteria/timeline.ts';
import type { RunFacts } from '../session/run-facts.ts';
import { parseDocument } from './sections.ts';

/** Points from which the SRE workbook's reviewers would let it out as it is, or after small edits. */
const PUBLISHABLE = 85,
  MINOR_EDITS = 70;

/** Grades a postmortem against the truth of the scenario and the run it is about: 100 points, each explained. Deterministic, offline. */
export function gradePostmortem(document: PostmortemDocument, truth: TruthModel, facts: RunFacts): PostmortemScore {
  const parsed = parseDocument(document.markdown);
  const causes = gradeCauses(parsed, document.claims, truth);
  const parts = [
    gradeSummary(parsed, facts),
    gradeImpact(parsed, facts),
    gradeTimeline(parsed, facts),
    gradeDetection(parsed, facts),
    causes.part,
    gradeResolution(parsed, facts),
    gradeLessons(parsed, facts),
    gradeActions(parsed, facts),
    gradeLanguage(parsed),
    gradeAudience(parsed),
  ];
  const total = Math.round(parts.reduce((sum, part) => sum + part.points, 0));
  return {
    total,
    outOf: 100,
    label: total >= PUBLISHABLE ? 'publishable' : total >= MINOR_EDITS ? 'minor edits' : 'rework',
    parts,
    causePoints: causes.grade.causePoints,
  };
}
