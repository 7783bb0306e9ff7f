import type { Segment } from './segments.ts';
import type { Sentence, Token } from './tokens.ts';

/** How far the writer stands behind what is said at a token. */
export type Commitment = 'asserted' | 'hypothesised' | 'dismissed';

export interface CommitmentReading {
  /** One a token. */
  readonly at: readonly Commitment[];
  /** This sentence opens by taking back the one before ("This was ruled out"). */
  readonly dismissesPrevious: boolean;
}

const MODAL =
  /\b(?:might|may|possibly|perhaps|maybe|potentially|conceivably|presumably|probably|likely|could (?:have|be|also|possibly|potentially|explain|mean)|can be|would explain|apparently|seems?|seemed|not (?:been )?(?:confirmed|proven|verified)|unconfirmed|unproven)\b/;
const BELIEF =
  /\b(?:suspect(?:s|ed)?|theory|hypothes[ie]s|hypothesi[sz]ed?|we (?:think|thought|believed?|assumed?|guess(?:ed)?)|(?:was|were) (?:thought|believed|assumed)|(?:possible|potential|candidate|suspected) (?:root )?(?:causes?|reasons?|explanations?|factors?)|guess|unclear (?:whether|if)|not sure (?:whether|if)|wonder(?:ed)?|working assumption|one (?:idea|possibility|option)|could be that)\b/;
const EARLIER =
  /\b(?:first|initially|at first|at the start|early on|originally|for a while|to begin with)\b.{0,25}\b(?:suspect|thought|believ|assum|look|blam|point|consider|investigat|theor|hypothes|claim|argu|alleg|rumou?r)/;
const BELIEVED_FIRST =
  /\b(?:suspect|thought|believ|assum)\w* (?:at first|initially|first|early on)\b|\b(?:first|initial|original|early|earlier) (?:idea|guess|theory|suspicion|hypothesis|thought|assumption|belief|suspect)\b/;
const LOOKED_AT = /\b(?:first|initially|at first|originally)\b.{0,40}\b(?:looked like|seemed|appeared|suspected|considered)\b/;
/** Says that something did not matter or did not happen. Read together with what it is said of. */
const DISMISSAL =
  /\b(?:unrelated|irrelevant|innocent|harmless|coincidences?|coincidental(?:ly)?|coincided|red herrings?|ruled (?:it |this |that |them |these |those |both )?out|ruling out|rule out|exonerated|exculpated|(?:not|nor|neither|never|no)\b.{0,40}\b(?:related|connected|the cause|the culprit|responsible|to blame|at fault|the reason|the problem|involved|a factor|a role|contribut\w*|relevant|explain|evidence)|nothing to do with|no (?:role|part|bearing|effect|evidence|sign|indication|connection (?:with|to|between)|link (?:with|to|between)|relation)|dis(?:proved|proven|counted|missed|carded|confirmed)|refuted|debunked|excluded (?:it|this|that|them|these|those|both)|(?:show[ns]?|showed|found|proved|proven) (?:\w+ ){1,4}to be (?:wrong|false|untrue|incorrect|unfounded)|(?:turned|turns) out (?:to be )?(?:wrong|false|incorrect|fine|clean|healthy|innocent|harmless|not)|proved (?:to be )?(?:wrong|false|incorrect|unfounded)|(?:is|was|are|were|be|being) (?:simply |just |plainly )?(?:false|wrong|untrue|incorrect|a myth|unfounded|mistaken|excluded|eliminated|cleared|a symptom of something else)|(?:false|untrue|wrong|incorrect) (?:that|to (?:say|claim))|did not (?:matter|help|hold up)|changed nothing|made no difference)\b/;
const TAKES_BACK =
  /^(?:but |and |however |yet |though )*(?:(?:this|that|it|they|these|those|both|neither|which|the (?:theory|idea|hypothesis|suspicion|claim|assumption|guess))\b|we (?:later |then |soon |quickly |have )*(?:ruled|dismissed|excluded|discarded|refuted|disproved|discounted)|(?:later |since |then )?(?:ruled out|dismissed|disproved))/;
/** `We asked whether …`: what follows is put up for examination, and stands or falls with the verdict. */
const EXAMINED = /\b(?:consider|check|ask|examin|investigat|discuss|wonder|look|test|explor|studi)\w* (?:\w+ ){0,3}whether\b/;
/** `The data showed both claims to be wrong`, of what the sentence before said. */
const CLAIMS_WRONG =
  /\b(?:both|these|those|the|this|that|either|neither) (?:claims?|theor(?:y|ies)|ideas?|hypothes[ie]s|suspicions?|assumptions?|explanations?)\b.{0,24}\b(?:wrong|false|untrue|incorrect|unfounded|right|correct|confirmed)\b/;
/** Dismissals that reach over all that follows in the sentence, not just their own clause. */
const GOVERNS =
  /\b(?:no evidence|no (?:sign|indication)|(?:false|untrue|wrong|incorrect) (?:that|to (?:say|claim))|ruled out|rule out|ruling out|nothing to do with|(?:theory|idea|hypothesis|suspicion|claim|assumption|notion|belief) (?:that|of)|exclude(?:d)? (?:that|the)|dismiss(?:ed)? (?:that|the)|disproved)\b/;

export function readCommitment(sentence: Sentence, segments: readonly Segment[]): CommitmentReading {
  const { tokens } = sentence;
  const at = new Array<Commitment>(tokens.length).fill('asserted');
  const texts = segments.map((segment) => words(tokens, segment.from, segment.to));
  const whole = texts.join(' ; ');
  const breaks = segments.map((segment, index) => index > 0 && (CONTRAST.has(segment.opener) || segment.opener === ':' || segment.opener === ';'));
  const blockOf = (index: number): [number, number] => {
    let first = index,
      last = index;
    while (first > 0 && !breaks[first]) first -= 1;
    while (last + 1 < segments.length && !breaks[last + 1]) last += 1;
    return [first, last];
  };
  const mark = (first: number, last: number, as: Commitment): void => {
    for (let index = first; index <= last; index += 1) {
      const segment = segments[index];
      if (segment === undefined) continue;
      for (let token = segment.from; token < segment.to; token += 1) if (at[token] !== 'dismissed') at[token] = as;
    }
  };
  if (/\b(?:could not|can not|have not|not yet|did not) (?:yet )?(?:be )?(?:verif|confirm|prove)/.test(whole)) mark(0, segments.length - 1, 'hypothesised');
  if (sentence.question) mark(0, segments.length - 1, 'hypothesised');
  segments.forEach((_, index) => {
    const [first, last] = blockOf(index);
    if (MODAL.test(texts[index])) mark(index, index, 'hypothesised');
    if (BELIEF.test(texts[index])) mark(index, last, 'hypothesised');
    if (EARLIER.test(texts[index]) || BELIEVED_FIRST.test(texts[index]) || LOOKED_AT.test(texts[index])) mark(first, last, 'dismissed');
  });
  let dismissesPrevious = false;
  segments.forEach((_, index) => {
    const text = texts[index];
    if (!DISMISSAL.test(text)) return;
    if (TAKES_BACK.test(text)) {
      const [first] = blockOf(index);
      if (index > first) mark(first, index - 1, 'dismissed');
      else if (index > 0) mark(blockOf(index - 1)[0], index - 1, 'dismissed');
      else dismissesPrevious = /^(?:but |and |however |yet )*(?:this|that|it|they|these|those|both|which)\b/.test(text);
    }
    if (GOVERNS.test(text)) mark(index, blockOf(index)[1], 'dismissed');
    else mark(index, index, 'dismissed');
  });
  if (
    /\b(?:disproved?|refuted?|debunked?|contradict(?:s|ed)?|ruled? (?:out )?|excluded?)\b.{0,12}\b(?:it|this|that|them|these|those)\b/.test(whole) &&
    segments.length <= 2
  )
    dismissesPrevious = true;
  if (
    /^(?:it|this|that|they) (?:was|were|is) not\b(?! (?:closed|returned|released|rolled|committed|ended))/.test(texts[0] ?? '') &&
    (texts[0] ?? '').split(' ').length <= 3
  )
    dismissesPrevious = true;
  if (CLAIMS_WRONG.test(whole) && DISMISSAL.test(whole) && !/\b(?:theory|idea|hypothesis|suspicion|claim|assumption) (?:that|of)\b/.test(whole))
    dismissesPrevious = true;
  const examined = texts.findIndex((text) => EXAMINED.test(text)),
    verdict = examined === -1 ? -1 : texts.findIndex((text, index) => index >= examined && DISMISSAL.test(text));
  if (verdict !== -1) mark(examined, verdict, 'dismissed');
  const governed = /\b(?:theory|idea|hypothesis|suspicion|claim|assumption|notion|belief) (?:that|of)\b/.test(whole) && DISMISSAL.test(whole);
  if (governed) {
    const index = texts.findIndex((text) => /\b(?:theory|idea|hypothesis|suspicion|claim|assumption|notion|belief) (?:that|of)\b/.test(text));
    mark(index, blockOf(index)[1], 'dismissed');
  }
  return { at, dismissesPrevious };
}

const CONTRAST = new Set(['but', 'however', 'whereas', 'yet', 'instead', 'although', 'though']);

function words(tokens: readonly Token[], from: number, to: number): string {
  return tokens
    .slice(from, to)
    .filter((token) => token.isWord)
    .map((token) => token.word)
    .join(' ');
}
