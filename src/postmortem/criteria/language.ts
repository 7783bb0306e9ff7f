import type { ScorePart } from '../../contract/postmortem.ts';
import { proseFlags } from '../prose-flags.ts';
import type { ParsedDocument } from '../sections.ts';
import { openLedger } from '../../contract/score-ledger.ts';

const PER_HIT = 2;
/** A document with hardly a word in it is not blameless, it is empty. */
const LEAST_WORDS = 40;

export function gradeLanguage(document: ParsedDocument): ScorePart {
  const ledger = openLedger('language', 'Blameless language', 10);
  const text = document.text,
    flags = proseFlags(text);
  const words = (text.replace(/^#.*$/gm, '').match(/[A-Za-z]{2,}/g) ?? []).length;
  if (words < LEAST_WORDS) {
    ledger.give(0, 10, '', 'There is too little text to judge.');
    return ledger.part();
  }
  const lost = Math.min(10, flags.length * PER_HIT);
  ledger.give(
    10 - lost,
    10,
    flags.length === 0 ? 'What happened is told without blame.' : 'The rest is told without blame.',
    `${flags.length} ${flags.length === 1 ? 'place points' : 'places point'} at people or at a world that did not exist; ${PER_HIT} points each.`,
  );
  for (const flag of flags) ledger.note(`${flag.kind === 'blame' ? 'Blame' : 'Counterfactual'}: ${flag.suggestion}`, text.slice(...flag.span));
  return ledger.part();
}
