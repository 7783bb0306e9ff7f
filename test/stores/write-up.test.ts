import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Claim } from '../../src/contract/postmortem.ts';
import { createWriteUpStore, documentOf, textOf } from '../../src/stores/write-up.ts';

const read = (role: Claim['role'], component: string, condition: string, leadsTo: readonly string[] = [], id = `${role} ${component}`): Claim => ({
  id,
  role,
  component,
  condition,
  leadsTo,
  state: 'proposed',
  quote: `${component} ${condition}`,
});

function opened(text = '# T\n') {
  const store = createWriteUpStore();
  store.getState().open(text);
  return store;
}

describe('undo', () => {
  it('takes back a word at a time while one section is written', () => {
    const store = opened('');
    for (const text of ['o', 'on', 'one', 'one ', 'one t', 'one tw', 'one two']) store.getState().write(text, 'section 0');
    store.getState().undo();
    expect(store.getState().markdown).toBe('one');
    store.getState().undo();
    expect(store.getState().markdown).toBe('');
    store.getState().redo();
    expect(store.getState().markdown).toBe('one');
  });

  it('does not melt edits of two sections', () => {
    const store = opened('');
    store.getState().write('a', 'section 0');
    store.getState().write('ab', 'section 1');
    store.getState().undo();
    expect(store.getState().markdown).toBe('a');
  });

  it('covers the cause map in the same order as the prose', () => {
    const store = opened('');
    store.getState().write('a', 'section 0');
    store.getState().addClaim({ role: 'trigger', component: 'playlist', condition: 'bad-release' });
    store.getState().undo();
    expect(store.getState().claims).toEqual([]);
    expect(store.getState().markdown).toBe('a');
  });

  it('all the way back and forward again is where one was (law)', () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant('write' as const), text: fc.string({ maxLength: 12 }) }),
      fc.record({ kind: fc.constant('claim' as const), text: fc.constantFrom('gateway', 'playlist') }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const store = opened('start');
        for (const { kind, text } of steps) {
          if (kind === 'write') store.getState().write(text, 'section 0');
          else store.getState().addClaim({ role: 'mechanism', component: text, condition: 'queue-buildup' });
        }
        const end = textOf(store.getState());
        while (store.getState().past.length > 0) store.getState().undo();
        expect(textOf(store.getState())).toBe('start');
        while (store.getState().future.length > 0) store.getState().redo();
        expect(textOf(store.getState())).toBe(end);
      }),
    );
  });
});

describe('claims read from the text', () => {
  const trigger = read('trigger', 'playlist', 'transaction-left-open', ['mechanism playlist-db']);
  const mechanism = read('mechanism', 'playlist-db', 'sessions-idle-in-transaction');

  it('are proposals with ids of their own that keep their edges', () => {
    const store = opened();
    store.getState().propose([trigger, mechanism]);
    const [first, second] = store.getState().claims;
    expect(first.state).toBe('proposed');
    expect(first.leadsTo).toEqual([second.id]);
    expect(documentOf(store.getState()).claims).toEqual([]);
  });

  it('go when the text no longer makes them, unless confirmed', () => {
    const store = opened();
    store.getState().propose([trigger, mechanism]);
    store.getState().confirm(store.getState().claims[0].id);
    store.getState().propose([]);
    expect(store.getState().claims.map((claim) => claim.state)).toEqual(['confirmed']);
  });

  it('are not proposed again once rejected, not even after saving and opening', () => {
    const store = opened();
    store.getState().propose([trigger]);
    store.getState().reject(store.getState().claims[0].id);
    const again = opened(textOf(store.getState()));
    again.getState().propose([{ ...trigger, id: 'other' }]);
    expect(again.getState().claims.map((claim) => claim.state)).toEqual(['rejected']);
    expect(documentOf(again.getState()).claims).toEqual([]);
  });

  it('only tell a claim made by hand where the text says it', () => {
    const store = opened();
    const id = store.getState().addClaim({ role: 'mechanism', component: 'playlist-db', condition: 'sessions-idle-in-transaction' });
    store.getState().propose([mechanism]);
    expect(store.getState().claims).toHaveLength(1);
    expect(store.getState().claims[0]).toMatchObject({ id, state: 'confirmed', quote: mechanism.quote });
  });

  it('that are removed take the arrows to them away', () => {
    const store = opened();
    const a = store.getState().addClaim({ role: 'trigger', component: 'playlist', condition: 'bad-release' });
    const b = store.getState().addClaim({ role: 'mechanism', component: 'playlist', condition: 'pool-exhausted' });
    store.getState().link(a, b);
    store.getState().link(a, a);
    expect(store.getState().claims[0].leadsTo).toEqual([b]);
    store.getState().reject(b);
    expect(store.getState().claims).toEqual([expect.objectContaining({ id: a, leadsTo: [] })]);
  });
});
