import type { ScorePart } from '../../contract/postmortem.ts';
import { isClose, quantitiesIn } from '../quantities.ts';
import { firstPageUs } from '../../session/run-facts.ts';
import type { RunFacts } from '../../session/run-facts.ts';
import type { ParsedDocument } from '../sections.ts';
import { sectionText } from '../sections.ts';
import { sentencesOf } from '../text/tokens.ts';
import { spanOf } from '../../contract/utc-time.ts';
import { openLedger } from '../../contract/score-ledger.ts';

const BETTER =
  /\b(?:earl(?:y|ier)|sooner|better|faster|first sign|before users|minutes before|no alert|nothing (?:alerts?|watch\w*)|blind|missing (?:alert|signal)|not (?:alerted|monitored|watched))\b/i;
const SIGNAL = /\b(?:alert|metric|signal|monitor\w*|wait\w*|pending|saturation|dashboard|log|sessions?|latency|queue|pool|probe|trace|gauge|count\w*|ratio)\b/i;

/** Who or what noticed, how long after onset, and a signal that shows it sooner. */
export function gradeDetection(document: ParsedDocument, facts: RunFacts): ScorePart {
  const ledger = openLedger('detection', 'Detection', 6);
  const text = sectionText(document, 'Detection');
  const who =
    /\b(?:page[ds]?|paging|alert(?:s|ed)?|burn[- ]rate|support|tickets?|customers?|users?|monitoring|on-?call)\b/i.test(text) ||
    facts.alerts.some((alert) => text.includes(alert.name));
  ledger.give(who ? 2 : 0, 2, 'It says what noticed.', text === '' ? 'The section is empty.' : 'It does not say who or what noticed.');
  const pageUs = firstPageUs(facts),
    onsetUs = facts.outcome.hurtSinceUs;
  if (pageUs === null || onsetUs === null || pageUs < onsetUs)
    ledger.give(text === '' ? 0 : 2, 2, 'No page followed an onset within this run; there is no delay to compare.', 'The section is empty.');
  else {
    const real = (pageUs - onsetUs) / 1_000_000;
    const stated = quantitiesIn(text).filter((figure) => figure.kind === 'duration');
    const right = stated.find((figure) => isClose(figure.value, real) || Math.abs(figure.value - real) <= 60);
    ledger.give(
      right ? 2 : 0,
      2,
      `The delay is right (${spanOf(pageUs - onsetUs)}).`,
      stated.length === 0 ? 'The delay from onset to detection is missing.' : `The delay was ${spanOf(pageUs - onsetUs)}.`,
      right?.text ?? stated[0]?.text,
    );
  }
  const better = sentencesOf(text).find((sentence) => BETTER.test(sentence.text) && SIGNAL.test(sentence.text));
  ledger.give(better ? 2 : 0, 2, 'It names a signal that shows it sooner.', 'It names no signal that shows it sooner.', better?.text);
  return ledger.part();
}
