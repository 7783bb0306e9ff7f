import stem from 'wink-porter2-stemmer';

/** Irregular verbs that incident prose uses; the stemmer alone cannot bring their forms together. Language, not incident knowledge. */
const IRREGULAR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    left: 'leave',
    held: 'hold',
    kept: 'keep',
    ran: 'run',
    gave: 'give',
    given: 'give',
    went: 'go',
    gone: 'go',
    took: 'take',
    taken: 'take',
    lost: 'lose',
    ate: 'eat',
    eaten: 'eat',
    broke: 'break',
    broken: 'break',
    began: 'begin',
    begun: 'begin',
    became: 'become',
    grew: 'grow',
    grown: 'grow',
    fell: 'fall',
    fallen: 'fall',
    led: 'lead',
    made: 'make',
    brought: 'bring',
    built: 'build',
    sat: 'sit',
    stood: 'stand',
    stuck: 'stick',
    sent: 'send',
    spent: 'spend',
    told: 'tell',
    thought: 'think',
    wrote: 'write',
    written: 'write',
    rose: 'rise',
    risen: 'rise',
    hung: 'hang',
    froze: 'freeze',
    frozen: 'freeze',
    forgot: 'forget',
    forgotten: 'forget',
    dried: 'dry',
    found: 'find',
    got: 'get',
    came: 'come',
    saw: 'see',
    seen: 'see',
    drove: 'drive',
    driven: 'drive',
    chose: 'choose',
    shut: 'shut',
    bound: 'bind',
    lay: 'lie',
    lying: 'lie',
    has: 'have',
    had: 'have',
    did: 'do',
    does: 'do',
    done: 'do',
    is: 'be',
    are: 'be',
    was: 'be',
    were: 'be',
    been: 'be',
    being: 'be',
    am: 'be',
    tying: 'tie',
    dying: 'die',
    threw: 'throw',
    thrown: 'throw',
    swallowed: 'swallow',
    bled: 'bleed',
    ceased: 'cease',
  }),
);

const cache = new Map<string, string>();

/** American spelling for the endings that differ, so that either form meets the other. */
function american(word: string): string {
  return word
    .replace(/^(.{3,})ogue(s?)$/, '$1og$2')
    .replace(/^(.{3,})is(e|ed|es|ing|ation|ations)$/, (whole, root: string, ending: string) =>
      /^(ra|prom|rev|superv|adv|surpr|exerc|compr|prec|no|po|adverti|prem|conc|ar|w)$/.test(root) ? whole : `${root}iz${ending}`,
    )
    .replace(/^(behavi|fav|col|hon|lab)our/, '$1or')
    .replace(/^cancell(ed|ing)$/, 'cancel$1')
    .replace(/^(.+)tre(s?)$/, '$1ter$2');
}

/** The form under which words are compared: lower case, American, irregular verbs in the present, Porter 2 stem. Numbers and versions lose a leading `v`. */
export function stemOf(word: string): string {
  const known = cache.get(word);
  if (known !== undefined) return known;
  const lower = word.toLowerCase();
  let result: string;
  if (/^v?\d/.test(lower)) result = lower.replace(/^v/, '');
  else if (lower.includes('_') || /\d/.test(lower)) result = lower;
  else result = stem(IRREGULAR.get(lower) ?? american(lower));
  if (cache.size < 20_000) cache.set(word, result);
  return result;
}

/** Does `stemmed` stand for `wanted`? Versions match by prefix: 2.41 is met by 2.41.0. */
export function sameStem(stemmed: string, wanted: string): boolean {
  return stemmed === wanted || (/^\d+\.\d/.test(wanted) && stemmed.startsWith(`${wanted}.`));
}
