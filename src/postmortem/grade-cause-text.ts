import type { Claim } from '../contract/postmortem.ts';
import type { TruthModel } from '../scenario/model/truth.ts';
import { gradeCause } from './grade-cause.ts';

/** One line of `score --texts`. */
export interface CauseTextGrade {
  /** 0…1. */
  readonly causePoints: number;
  /** Claims of the truth that the text asserts or denies, by id. */
  readonly claims: readonly {
    readonly id: string;
    readonly role: Claim['role'];
    readonly status: 'asserted' | 'supposed' | 'reversed' | 'denied' | 'mentioned';
    readonly quote: string;
  }[];
  readonly reasons: readonly string[];
}

/** Grades a text as a Root cause section alone. */
export function gradeCauseText(text: string, truth: TruthModel): CauseTextGrade {
  const grade = gradeCause(text, truth);
  const turned = new Set(grade.reversed.flatMap((link) => [link.from, link.to]));
  const claims = grade.findings.flatMap((finding) => {
    const status = turned.has(finding.claim.id)
      ? 'reversed'
      : finding.credit === 1
        ? 'asserted'
        : finding.credit > 0
          ? 'supposed'
          : finding.denied
            ? 'denied'
            : finding.mentioned
              ? 'mentioned'
              : null;
    return status === null ? [] : [{ id: finding.claim.id, role: finding.claim.role, status, quote: finding.quote } as const];
  });
  return {
    causePoints: grade.causePoints,
    claims,
    reasons: grade.reasons.map((reason) => (reason.quote === undefined ? reason.text : `${reason.text} “${reason.quote}”`)),
  };
}
