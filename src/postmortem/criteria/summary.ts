import type { ScorePart } from '../../contract/postmortem.ts';
import { quantitiesIn } from '../quantities.ts';
import type { RunFacts } from '../../session/run-facts.ts';
import type { ParsedDocument } from '../sections.ts';
import { sectionText } from '../sections.ts';
import { sentencesOf } from '../text/tokens.ts';
import { openLedger } from '../../contract/score-ledger.ts';

/** Up to five sentences: what, when, how long, who was affected, how it ended. */
export function gradeSummary(document: ParsedDocument, facts: RunFacts): ScorePart {
  const ledger = openLedger('summary', 'Summary', 8);
  const text = sectionText(document, 'Summary'),
    figures = quantitiesIn(text),
    sentences = sentencesOf(text);
  const has = (pattern: RegExp): boolean => pattern.test(text);
  const names = [...facts.components, ...facts.nouns.flatMap((noun) => noun.split(' ').filter((word) => word.length > 3))];
  const what = names.some((name) => text.toLowerCase().includes(name.toLowerCase()));
  const long = figures.some((figure) => figure.kind === 'duration') || figures.filter((figure) => figure.kind === 'time').length >= 2;
  ledger.give(
    sentences.length >= 1 && sentences.length <= 5 ? 1.5 : 0,
    1.5,
    'The summary is short.',
    sentences.length === 0 ? 'There is no summary.' : `The summary has ${sentences.length} sentences; five are enough.`,
  );
  ledger.give(what ? 1.5 : 0, 1.5, 'It says what was affected.', 'It does not say what was affected.');
  ledger.give(figures.some((figure) => figure.kind === 'time') ? 1.5 : 0, 1.5, 'It says when.', 'It does not say when (a time, UTC).');
  ledger.give(long ? 1 : 0, 1, 'It says how long.', 'It does not say how long.');
  ledger.give(
    has(/\b(?:users?|listeners?|customers?|people|clients?|everyone|visitors?|subscribers?)\b/i) || figures.some((figure) => figure.kind === 'percent')
      ? 1.5
      : 0,
    1.5,
    'It says who was affected.',
    'It does not say who was affected.',
  );
  ledger.give(
    has(
      /\b(?:restor\w+|recover\w+|resolv\w+|roll(?:ed|ing) back|rollback|undo\w*|undid|revert\w*|ended|mitigat\w+|brought .{1,30} back|fix(?:ed|ing)?|back to normal)\b/i,
    )
      ? 1
      : 0,
    1,
    'It says how it ended.',
    'It does not say how it ended.',
  );
  return ledger.part();
}
