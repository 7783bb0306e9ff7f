import type { Claim, ScorePart } from '../../contract/postmortem.ts';
import type { TruthModel } from '../../scenario/model/truth.ts';
import { gradeCause } from '../grade-cause.ts';
import type { CauseGrade } from '../grade-cause.ts';
import type { ParsedDocument } from '../sections.ts';
import { sectionText } from '../sections.ts';
import { openLedger } from '../../contract/score-ledger.ts';

/** The text the cause is read from: the sections for it, without them the summary, or a text without any sections. */
export function causeText(document: ParsedDocument): string {
  const own = sectionText(document, 'Root cause', 'Contributing factors');
  if (own !== '') return own;
  return document.sections.length === 0 ? document.text : sectionText(document, 'Summary');
}

export interface CausePart {
  readonly part: ScorePart;
  readonly grade: CauseGrade;
}

/** Trigger, mechanism and at least two latent factors, kept apart, with evidence. The cause itself is ten of the eighteen points. */
export function gradeCauses(document: ParsedDocument, claims: readonly Claim[], truth: TruthModel): CausePart {
  const ledger = openLedger('causes', 'Trigger and contributing factors', 18);
  const grade = gradeCause(causeText(document), truth, claims);
  const core = 10 * grade.causePoints;
  ledger.give(core, 10, 'What set it off and how it worked, as far as it is told rightly.', 'What set it off or how it worked is not told wholly or rightly.');
  for (const reason of grade.reasons) ledger.note(`${reason.verdict === 'earned' ? '✓' : reason.verdict === 'lost' ? '✗' : '·'} ${reason.text}`, reason.quote);
  const factors = grade.findings.filter((finding) => finding.claim.role === 'contributing' && finding.credit > 0);
  const wide = sectionText(document, 'Detection', 'What went poorly');
  const elsewhere =
    wide === ''
      ? []
      : gradeCause(wide, truth).findings.filter(
          (finding) => finding.claim.role === 'contributing' && finding.credit > 0 && !factors.some((known) => known.claim.id === finding.claim.id),
        );
  const found = [...factors, ...elsewhere];
  ledger.give(
    Math.min(2, found.length) * 2,
    4,
    `Conditions that let it happen: ${found.map((finding) => finding.claim.title).join('; ')}.`,
    found.length === 0 ? 'No condition of this incident is named that was there before and let it happen.' : 'One more condition that let it happen is wanted.',
    found[0]?.quote,
  );
  ledger.give(
    keptApart(document, claims, truth) ? 2 : 0,
    2,
    'Trigger and latent conditions are kept apart.',
    'Keep what set it off apart from what let it happen: a section (or a role in the cause map) each.',
  );
  const evidence =
    /\]\(pin:[^)]+\)/.test(causeText(document)) || claims.some((claim) => claim.state === 'confirmed' && claim.quote !== undefined && /pin:/.test(claim.quote));
  const figures = (causeText(document).match(/`[^`]+`|\b\d+(?:\.\d+)?\s?(?:%|ms|s|min|minutes|of \d+|connections|sessions)\b/g) ?? []).length;
  ledger.give(
    evidence ? 2 : figures >= 2 ? 1.5 : figures === 1 ? 0.5 : 0,
    2,
    evidence ? 'Evidence is linked.' : 'Figures or outputs are cited.',
    'Say how you know: link a pinned chart, log line, trace or output.',
  );
  return { part: ledger.part(), grade };
}

function keptApart(document: ParsedDocument, claims: readonly Claim[], truth: TruthModel): boolean {
  const confirmed = claims.filter((claim) => claim.state === 'confirmed');
  if (confirmed.some((claim) => claim.role === 'trigger') && confirmed.some((claim) => claim.role === 'contributing')) return true;
  const root = sectionText(document, 'Root cause'),
    factors = sectionText(document, 'Contributing factors');
  if (root === '' || factors === '') return false;
  return (
    gradeCause(factors, truth)
      .findings.filter((finding) => finding.claim.role === 'trigger')
      .every((finding) => finding.credit < 1) && gradeCause(root, truth).causePoints > 0
  );
}
