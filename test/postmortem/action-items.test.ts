import { describe, expect, it } from 'vitest';
import { isDate, isMeasurable, isRole, isVague, parseActionItems } from '../../src/postmortem/action-items.ts';

describe('action items', () => {
  it('reads a table by its headers, in any order', () => {
    const items = parseActionItems(
      '| Type | Action | Owner role | Due | Done when | Effort |\n|---|---|---|---|---|---|\n| detect | Page on pool wait | playlist on-call lead | 2026-12-04 | The page fires in a drill within 2 min | S |\n| | | | | | |\n',
    );
    expect(items).toEqual([
      expect.objectContaining({
        action: 'Page on pool wait',
        type: 'detect',
        owner: 'playlist on-call lead',
        due: '2026-12-04',
        doneWhen: 'The page fires in a drill within 2 min',
        effort: 'S',
      }),
    ]);
  });

  it('reads bullets too', () => {
    const [item] = parseActionItems(
      '- Set idle_in_transaction_session_timeout to 60 s (prevent); owner: database team; due: 2026-12-01; done when SHOW prints 1min',
    );
    expect(item).toEqual(expect.objectContaining({ type: 'prevent', owner: 'database team', due: '2026-12-01', doneWhen: 'SHOW prints 1min' }));
  });

  it.each([
    ['Improve pool monitoring', true],
    ['Look into retries', true],
    ['Be more careful with deploys', true],
    ['Make the canary better', true],
    ['Page when callers wait over 1 s for a connection', false],
    ['Set the retry budget to 10%', false],
  ])('vague? %s: %s', (action, vague) => expect(isVague(action)).toBe(vague));

  it.each([
    ['done', false],
    ['Monitoring is better', false],
    ['The page fires in the replay within 2 min', true],
    ['No release reaches 100% in under 30 min', true],
  ])('measurable? %s: %s', (text, measurable) => expect(isMeasurable(text)).toBe(measurable));

  it('knows roles and dates', () => {
    expect(isRole('playlist on-call lead', [])).toBe(true);
    expect(isRole('catalog owners', ['catalog'])).toBe(true);
    expect(isRole('Dana', ['playlist'])).toBe(false);
    expect(['2026-12-01', '12 Dec', 'in 2 weeks', 'end of sprint'].map(isDate)).toEqual([true, true, true, true]);
    expect(isDate('soon')).toBe(false);
  });
});
