import type { ScorePart } from '../../contract/postmortem.ts';
import type { ParsedDocument } from '../sections.ts';
import { SECTIONS } from '../sections.ts';
import { openLedger } from '../../contract/score-ledger.ts';

const KNOWN = new Set([
  'UTC',
  'SLO',
  'SLI',
  'HTTP',
  'API',
  'CPU',
  'SEV',
  'INC',
  'ID',
  'OK',
  'SQL',
  'PR',
  'CI',
  'SRE',
  'IC',
  'TODO',
  'JSON',
  'URL',
  'DB',
  'P0',
  'P1',
  'P2',
  'COMMIT',
  'BEGIN',
  'ROLLBACK',
  'SELECT',
  'ALTER',
  'SYSTEM',
  'SET',
  'SHOW',
]);

/** Handed in whole, and readable by somebody from outside. */
export function gradeAudience(document: ParsedDocument): ScorePart {
  const ledger = openLedger('audience', 'Promptness and audience', 2);
  const filled = SECTIONS.filter((name) =>
    document.sections.some((section) => section.name === name && /[A-Za-z]{3}/.test(section.text.replace(/^\|.*\|$/gm, name === 'Timeline' ? 'row' : '$&'))),
  );
  ledger.give(
    filled.length >= 9 ? 1 : 0,
    1,
    `Handed in right after the incident with ${filled.length} of ${SECTIONS.length} sections filled.`,
    `Only ${filled.length} of ${SECTIONS.length} sections are filled.`,
  );
  const prose = document.text.replace(/`[^`]*`/g, ' ');
  const short = [...new Set(prose.match(/\b[A-Z][A-Z0-9]{1,5}\b/g) ?? [])].filter(
    (word) => !KNOWN.has(word) && !new RegExp(`${word}\\s*(?:\\(|:|=|is |means )|\\(${word}\\)`).test(prose),
  );
  ledger.give(
    filled.length >= 3 && short.length <= 2 ? 1 : 0,
    1,
    'It can be read from outside.',
    filled.length < 3 ? 'There is too little to read.' : `Abbreviations nobody explained: ${short.slice(0, 6).join(', ')}.`,
  );
  return ledger.part();
}
