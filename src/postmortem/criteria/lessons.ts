import type { ScorePart } from '../../contract/postmortem.ts';
import type { RunFacts } from '../../session/run-facts.ts';
import type { ParsedDocument, SectionName } from '../sections.ts';
import { sectionText } from '../sections.ts';
import { sentencesOf } from '../text/tokens.ts';
import { openLedger } from '../../contract/score-ledger.ts';

const ASKED: readonly (readonly [SectionName, number])[] = [
  ['What went well', 3],
  ['What went poorly', 3],
  ['Where we got lucky', 2],
];

/** Each filled, with something that belongs to this run: a figure, a time, a service, an alert. */
export function gradeLessons(document: ParsedDocument, facts: RunFacts): ScorePart {
  const ledger = openLedger('lessons', 'Well, poorly, lucky', 8);
  for (const [name, outOf] of ASKED) {
    const text = sectionText(document, name);
    const telling = sentencesOf(text).filter((sentence) => sentence.tokens.filter((token) => token.isWord).length >= 5);
    const specific = telling.find((sentence) => isSpecific(sentence.text, facts));
    const earned = specific ? outOf : telling.length > 0 ? outOf / 2 : 0;
    ledger.give(
      earned,
      outOf,
      `“${name}” ${specific ? 'is specific to this run' : 'is filled'}.`,
      telling.length > 0 ? `“${name}” could be about any incident: name a time, a figure, a service.` : `“${name}” is empty.`,
      specific?.text,
    );
  }
  return ledger.part();
}

function isSpecific(text: string, facts: RunFacts): boolean {
  const plain = text.toLowerCase();
  return (
    /\d|`/.test(text) ||
    facts.components.some((name) => plain.includes(name)) ||
    facts.alerts.some((alert) => text.includes(alert.name)) ||
    facts.nouns.some((noun) => plain.includes(noun.split(' ')[0].toLowerCase()))
  );
}
