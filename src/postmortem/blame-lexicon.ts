/**
 * Words that point at people or at a world that did not exist. After Etsy's debriefing guide (counterfactuals, "human error"), PagerDuty's
 * postmortem guide (names, alternate reality) and the SRE workbook's bad example (animated language). A hit is a hint the writer may decline.
 */
export interface BlameRule {
  readonly kind: 'blame' | 'counterfactual';
  readonly pattern: RegExp;
  /** Words that mean people (or `human error`) come with the pattern itself; otherwise a person has to be the subject. */
  readonly needsPerson: boolean;
  readonly suggestion: string;
}

const PEOPLE_WORDS =
  'he|she|they|we|i|you|somebody|someone|nobody|no one|everyone|everybody|whoever|team|teams|on-?call|engineers?|operators?|developers?|devs?|reviewers?|qa|ops|support|vendor|contractor|sre|sres|ic|commander|admins?|authors?|dbas?|manager|management|marketing|networking|people|staff|intern|colleagues?|guy|guys|committer|responders?';
export const PERSON = new RegExp(`\\b(?:${PEOPLE_WORDS})\\b|(?:^|\\s)@\\w+`, 'i');

const WHAT_MADE_IT = 'Say what was visible then, and what made this the sensible thing to do.';
const SYSTEM = 'Name the system condition instead: what let this happen, what did not stop it?';
const FACTS = 'Replace the judgement by the measurement behind it.';
const HAPPENED = 'Describe what did happen and what was known, not a world that did not exist.';

export const BLAME_RULES: readonly BlameRule[] = [
  {
    kind: 'counterfactual',
    needsPerson: true,
    suggestion: HAPPENED,
    pattern: /\b(?:should|could|would|ought to|might)(?: not|n['’]t)?(?: \w+)? have(?:n['’]t)? \w+/gi,
  },
  {
    kind: 'counterfactual',
    needsPerson: false,
    suggestion: HAPPENED,
    pattern:
      /\b(?:should|ought to)(?: not|n['’]t)?(?: \w+)? have(?:n['’]t)? (?:been )?(?:noticed|caught|seen|spotted|tested|checked|reviewed|known|read|rolled|waited|asked|escalated|paged|done)\b/gi,
  },
  {
    kind: 'counterfactual',
    needsPerson: false,
    suggestion: HAPPENED,
    pattern: new RegExp(
      `\\bif (?:only )?(?:(?:the )?(?:\\w+ )?(?:${PEOPLE_WORDS})|[A-Z][a-z]+) (?:had|were|was|would)\\b|\\bhad (?:${PEOPLE_WORDS}) \\w+ed\\b|\\bif only\\b`,
      'gi',
    ),
  },
  {
    kind: 'blame',
    needsPerson: true,
    suggestion: SYSTEM,
    pattern:
      /\b(?:forgot(?:ten)?|neglect(?:ed|s)|overlook(?:ed|s)|refus(?:ed|es) to|ignor(?:ed|es|ing)|rubber[- ]stamp(?:ed|s)?|lost control|wasted|fail(?:ed|s)? to|panick(?:ed|s)|rushed|broke|mishandled|botched|caused|missed|slept|deleted|took down|didn['’]t (?:bother|care|think|realise|realize|know|understand)|did not (?:bother|care|think|understand))\b/gi,
  },
  {
    kind: 'blame',
    needsPerson: true,
    suggestion: WHAT_MADE_IT,
    pattern:
      /\b(?:didn['’]t|did not|never) (?:even )?(?:bother(?:ed)?|check(?:ed)?|test(?:ed)?|told|tell|read|wr[oi]te|act|react|notice[d]?|look(?:ed)?|understand|understood|follow(?:ed)?|review(?:ed)?|ask(?:ed)?|care[d]?|think|thought|know|knew|verif(?:y|ied)|monitor(?:ed)?)\b/gi,
  },
  {
    kind: 'blame',
    needsPerson: false,
    suggestion: WHAT_MADE_IT,
    pattern:
      /\b(?:nobody|no one) (?:even )?(?:bother(?:ed)?|check(?:ed)?|test(?:ed)?|told|read|wrote|acted|reacted|noticed|looked|understood|followed|reviewed|asked|cared|thought|knew|was paying)\b|\beveryone assumed\b|\bassumed (?:that )?(?:someone|somebody)\b/gi,
  },
  {
    kind: 'blame',
    needsPerson: false,
    suggestion: SYSTEM,
    pattern:
      /\b(?:careless(?:ly|ness)?|negligen\w+|incompeten\w+|stupid(?:ly|ity)?|lazy|laziness|sloppy|reckless(?:ly)?|ignorance|clueless|thoughtless(?:ly)?|irresponsib\w+|amateur\w*|panicked|screwed up|messed up|screw[- ]up|asleep at|idiot\w*|dumb|inexcusable|unacceptable|embarrassing(?:ly)?|common sense|rubber[- ]stamp(?:ed|s)?)\b/gi,
  },
  {
    kind: 'blame',
    needsPerson: false,
    suggestion: FACTS,
    pattern: /\bobvious(?:ly)?\b|\bof course\b|\buseless\b|\brubbish\b|\bridiculous(?:ly)?\b|\bcan['’]t believe\b|!!/gi,
  },
  { kind: 'blame', needsPerson: true, suggestion: FACTS, pattern: /\b(?:clearly|simply)\b/gi },
  {
    kind: 'blame',
    needsPerson: false,
    suggestion: FACTS,
    pattern:
      /\b(?:bad|poor|wrong|terrible|awful) (?:decision|judge?ment|communication|call|attitude|discipline|engineering)\b|['’]s (?:bad|careless|sloppy|poor|wrong|stupid|reckless) \w+|\bbad \w+ by\b/gi,
  },
  {
    kind: 'blame',
    needsPerson: false,
    suggestion: SYSTEM,
    pattern:
      /\b(?:human|operator|user|pilot|developer|engineer|pebkac) error\b|\b(?:human|someone['’]s|somebody['’]s) mistake\b|\bfault of (?:the )?(?:team|engineers?|developers?|on-?call|[A-Z]\w+)|\b(?:his|her|their|my|our|your|\w+['’]s) fault\b|\bto blame\b|\b(?:we|i|they) blame\b|\bmade (?:a|the|this) (?:\w+ )?mistake\b|\bkeep(?:s)? making\b/gi,
  },
  {
    kind: 'blame',
    needsPerson: true,
    suggestion: SYSTEM,
    pattern:
      /\bthe wrong (?:command|value|button|version|setting|host|cluster|flag)\b|\btoo (?:slow|late)\b|\bleft it (?:off|on)\b|\bcaused the (?:outage|incident)\b|\bscrewed\b/gi,
  },
  {
    kind: 'blame',
    needsPerson: false,
    suggestion: SYSTEM,
    pattern:
      /\bteam (?:was|were) (?:too )?(?:slow|late|negligent|careless|unprepared)\b|\bwithout (?:telling|asking|informing|warning) (?:anyone|anybody|us|the)\b|\bwe were (?:just |simply )?lucky that [A-Z][a-z]+ was\b|\bwe got careless\b|\btypo took\b|\bshould not have had access\b/gi,
  },
  {
    kind: 'blame',
    needsPerson: false,
    suggestion: SYSTEM,
    pattern:
      /\b(?:someone|somebody|whoever) (?:\w+ly )?(?:removed|disabled|left|changed|turned|deleted|broke|wrote|approved|merged|deployed|pushed|rolled|ran|introduced)\b|\b(?:junior|inexperienced|rookie|newbie) (?:engineer|developer|dev|operator|colleague|hire|member)\b|\b(?:was|were) (?:asleep|distracted|inattentive|not paying attention)\b|\b(?:responsible|accountable) for (?:the|this) (?:outage|incident|failure|mess)\b/gi,
  },
  {
    kind: 'counterfactual',
    needsPerson: false,
    suggestion: HAPPENED,
    pattern:
      /^had (?:the |our |a )?\w+ .{3,80}\b(?:would|could|might)(?: not|n['’]t)? have\b|\bwhy (?:did(?:n['’]t)?|was|were) (?:nobody|no one|anyone|we|they|he|she)\b/gi,
  },
  {
    kind: 'blame',
    needsPerson: false,
    suggestion: 'Change the system rather than ask people to be better.',
    pattern:
      /\b(?:be|being) more careful\b|^(?:remind|train|raise awareness|pay (?:more )?attention|double[- ]check)\b|\bpay(?:ing)? (?:more|closer|better) attention\b/gi,
  },
];

/** What a person does. After a capitalised name these make the sentence about that person. */
export const PERSON_VERBS =
  /^(?:(?:then|just|simply|also|never|only|accidentally|carelessly|wrongly|mistakenly) )?(?:broke|deleted|ran|forgot|ignored|pushed|shipped|deployed|merged|approved|failed|should|could|ought|didn['’]t|did not|never|took|screwed|messed|caused|missed|overlooked|refused|introduced|wrote|made|rolled|rushed|pasted|typed|changed|neglected|panicked|disabled|needs to|has to|was (?:careless|too|asleep|negligent|wrong|slow|supposed)|is (?:to blame|responsible)|knew|thought|assumed|decided|insisted)\b/;
