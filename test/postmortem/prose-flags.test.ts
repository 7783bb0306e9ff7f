import { describe, expect, it } from 'vitest';
import { proseFlags } from '../../src/postmortem/prose-flags.ts';
import { REWRITE_PAIRS } from './rewrite-pairs.ts';

const kinds = (text: string): string[] => proseFlags(text).map((flag) => `${flag.kind}: ${text.slice(...flag.span)}`);

describe('language remarks', () => {
  it.each(REWRITE_PAIRS)('%s', (blameful, blameless) => {
    expect(kinds(blameful)).not.toEqual([]);
    expect(kinds(blameless)).toEqual([]);
  });

  it.each([
    'The health check failed and traffic failed over to the other region.',
    'PgBouncer refused the connection, and the setting was ignored by the pooler.',
    'Connections were refused by Postgres.',
    'The error was caused by a missing index.',
    'Autovacuum caused lock waits.',
    'Playlist ran out of connections and its pods failed to start.',
    'An alert on waiting connections would have fired at 14:01.',
    'The scheduler simply retries.',
    'Kubernetes should restart the pod.',
    'The customer wrote: “you should have told us, this is ridiculous!!”',
    'Our on-call engineer rolled back at 14:24 UTC.',
    'The support team received 37 tickets.',
    'The responder scaled the deployment to 14 replicas, which took the last database slots.',
    'Done when: the build should fail if a transaction spans a call.',
    'Retries pushed the queue over its limit.',
  ])('lets stand: %s', (text) => expect(kinds(text)).toEqual([]));

  it.each([
    ['We should have rolled back sooner.', ['counterfactual: should have rolled']],
    ['Had the reviewer looked closer, this would not have happened.', ['counterfactual: Had the reviewer looked closer, this would not have']],
    ['Marek shipped v2.41 without testing it.', ['blame: Marek shipped']],
    ['Someone removed the finally block.', ['blame: Someone removed']],
    ['It was his fault.', ['blame: his fault']],
    ['The team failed to test the rollback.', ['blame: failed to']],
    ['Redis broke. Dana broke it.', ['blame: Dana broke']],
  ])('%s', (text, expected) => expect(kinds(text)).toEqual(expected));

  it('gives offsets into the text it was given, across sentences and quotations', () => {
    const text = 'All was well. He said “somebody forgot it”.\n\n- It was human error.\n';
    expect(kinds(text)).toEqual(['blame: human error']);
  });
});
