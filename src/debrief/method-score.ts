import type { ScorePart } from '../contract/postmortem.ts';
import { openLedger } from '../contract/score-ledger.ts';
import { actionsOf } from '../session/run-facts.ts';
import type { RunFacts } from '../session/run-facts.ts';
import { clockOf } from '../contract/utc-time.ts';

/** Looking before changing, a stated guess with evidence before acting on it, and a look afterwards whether it helped. */
export function gradeMethod(facts: RunFacts): ScorePart {
  const ledger = openLedger('method', 'Method', 20);
  const first = actionsOf(facts.commands)[0],
    untilUs = first?.atUs ?? facts.endUs;
  const when = first === undefined ? 'in the whole run' : `before the first change (“${first.what}”, ${clockOf(facts.epoch, first.atUs)})`;
  const looks = new Set(facts.observations.filter((seen) => seen.atUs <= untilUs).map((seen) => `${seen.kind} ${seen.what}`));
  ledger.give(
    looks.size >= 3 ? 6 : looks.size * 2,
    6,
    `${looks.size} ${looks.size === 1 ? 'thing' : 'things'} looked at ${when}.`,
    looks.size === 0
      ? `Nothing was looked at ${when}.`
      : `Only ${looks.size} ${looks.size === 1 ? 'thing' : 'things'} looked at ${when}; three different ones would do.`,
  );
  const { hypotheses, pins } = facts.incident;
  const early = hypotheses.filter((hypothesis) => hypothesis.createdUs <= untilUs);
  ledger.give(
    early.length > 0 ? 5 : hypotheses.length > 0 ? 2 : 0,
    5,
    early.length > 0 ? `${early.length} ${early.length === 1 ? 'hypothesis' : 'hypotheses'} written down ${when}.` : 'Hypotheses were written down.',
    hypotheses.length === 0 ? 'No hypothesis was written down.' : `The first hypothesis came after the first change.`,
    early[0]?.text ?? hypotheses[0]?.text,
  );
  const spoken = pins.filter((pin) => pin.hypothesis !== undefined),
    earlyPins = spoken.filter((pin) => pin.atUs <= untilUs);
  ledger.give(
    earlyPins.length > 0 ? 5 : pins.length > 0 ? 2 : 0,
    5,
    earlyPins.length > 0
      ? `${earlyPins.length} ${earlyPins.length === 1 ? 'piece' : 'pieces'} of evidence tied to a hypothesis ${when}.`
      : 'Evidence was pinned.',
    pins.length === 0 ? 'No evidence was pinned.' : `None of the pinned evidence was tied to a hypothesis ${when}.`,
    earlyPins[0]?.evidence.title ?? pins[0]?.evidence.title,
  );
  const settled = hypotheses.filter((hypothesis) => hypothesis.state !== 'open');
  ledger.give(
    settled.length > 0 ? 2 : 0,
    2,
    `${settled.length} of ${hypotheses.length} hypotheses were settled: supported or ruled out.`,
    'No hypothesis was marked supported or ruled out.',
  );
  const last = actionsOf(facts.commands).at(-1);
  const verified = last !== undefined && facts.observations.some((seen) => seen.atUs > last.atUs);
  ledger.give(
    last !== undefined && verified ? 2 : 0,
    2,
    'After the last change somebody looked whether it helped.',
    last === undefined ? 'Nothing was changed, so nothing could be checked.' : 'Nobody looked at anything after the last change.',
  );
  return ledger.part();
}
