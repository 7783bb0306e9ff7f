import type { ScorePart } from '../../contract/postmortem.ts';
import { isDate, isMeasurable, isRole, isVague, parseActionItems } from '../action-items.ts';
import type { ActionItem } from '../action-items.ts';
import type { RunFacts } from '../../session/run-facts.ts';
import type { ParsedDocument } from '../sections.ts';
import { sectionText } from '../sections.ts';
import { openLedger } from '../../contract/score-ledger.ts';

/** Three to eight items; a stranger can tell on the due date whether each is done. */
export function gradeActions(document: ParsedDocument, facts: RunFacts): ScorePart {
  const ledger = openLedger('actions', 'Action items', 18);
  const items = parseActionItems(sectionText(document, 'Action items'));
  ledger.give(
    items.length >= 3 && items.length <= 8 ? 3 : items.length > 0 ? 1 : 0,
    3,
    `There are ${items.length} items.`,
    items.length === 0 ? 'There are no action items.' : 'Three to eight items are wanted.',
  );
  for (const type of ['prevent', 'detect', 'mitigate'] as const) {
    const item = items.find((candidate) => candidate.type === type);
    ledger.give(item ? 1 : 0, 1, `One is there to ${type}.`, `None is there to ${type}.`, item?.action);
  }
  const share = (outOf: number, holds: (item: ActionItem) => boolean, won: string, missed: string): void => {
    const good = items.filter(holds),
      bad = items.find((item) => !holds(item));
    ledger.give(items.length === 0 ? 0 : (outOf * good.length) / items.length, outOf, `${won}: ${good.length} of ${items.length}.`, missed, bad?.quote);
    if (good.length > 0 && bad !== undefined) ledger.note(missed, bad.quote);
  };
  share(3, (item) => isRole(item.owner, facts.components), 'Owned by a role', 'Each item needs one owner, a role.');
  share(3, (item) => isDate(item.due), 'With a due date', 'Each item needs a due date.');
  share(4, (item) => isMeasurable(item.doneWhen), 'With an end state a stranger can check', 'Say what can be checked when it is done.');
  share(
    2,
    (item) => item.action !== '' && !isVague(item.action),
    'Named by a concrete change',
    '“Improve”, “look into”, “remind” cannot be finished; name the change.',
  );
  return ledger.part();
}
