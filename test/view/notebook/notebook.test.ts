import { getByLabelText, getByRole, getAllByRole, within } from '@testing-library/dom';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { mountNotebook } from '../../../src/view/notebook/notebook.ts';
import { FRAME, INCIDENT } from '../fixture/incident.ts';
import { fixtureContext } from '../fixture/context.ts';
import { mounted } from '../fixture/mounted.ts';

describe('the notebook', () => {
  it('adds a hypothesis with Enter, under an id that is not taken, and is ready for the next', async () => {
    const { host, context } = mounted(mountNotebook);
    const field = getByRole<HTMLInputElement>(host, 'textbox', { name: 'New hypothesis' });
    await userEvent.type(field, 'The pool is too small{Enter}');
    expect(context.executed).toEqual([{ kind: 'hypothesis-add', id: 'h3', text: 'The pool is too small' }]);
    expect(field.value).toBe('');
    expect(document.activeElement).toBe(field);
  });

  it('adds nothing without words', async () => {
    const { host, context } = mounted(mountNotebook);
    await userEvent.click(getByRole(host, 'button', { name: 'Add hypothesis' }));
    expect(context.executed).toEqual([]);
  });

  it('keeps what was typed and says why when it is refused', async () => {
    const { host, context } = mounted(mountNotebook);
    context.refuseNext('incident/too_many', 'there are already 50 hypotheses');
    const field = getByRole<HTMLInputElement>(host, 'textbox', { name: 'New hypothesis' });
    await userEvent.type(field, 'One more{Enter}');
    expect(getByRole(host, 'status').textContent).toContain('there are already 50 hypotheses');
    expect(field.value).toBe('One more');
  });

  it('changes a state through radio buttons', async () => {
    const { host, context } = mounted(mountNotebook);
    const group = getByRole(host, 'group', { name: /^State of: Something in B/ });
    expect(within(group).getByRole<HTMLInputElement>('radio', { name: 'open' }).checked).toBe(true);
    await userEvent.click(within(group).getByRole('radio', { name: 'ruled out' }));
    expect(context.executed).toEqual([{ kind: 'hypothesis-state', id: 'h1', state: 'ruled-out' }]);
  });

  it.each([
    ['for', '+'],
    ['against', '-'],
  ] as const)('gives an unused pin to a hypothesis as evidence %s', async (word, sign) => {
    const { host, context } = mounted(mountNotebook);
    const attach = getByRole(host, 'group', { name: /^Evidence for or against: Something in B/ });
    await userEvent.click(within(attach).getByRole('button', { name: `Add as evidence ${word}` }));
    expect(context.executed).toEqual([{ kind: 'evidence-pin', id: 'p2', evidence: INCIDENT.pins[1].evidence, hypothesis: 'h1', sign }]);
  });

  it('shows evidence with its sign, opens it where it came from, and unpins it', async () => {
    const { host, context } = mounted(mountNotebook);
    await userEvent.click(getByRole(host, 'button', { name: /^for: Sessions idle in transaction/ }));
    expect(context.visited).toEqual([{ kind: 'metrics', expr: 'pg_stat_activity_count{state="idle in transaction"}' }]);
    await userEvent.click(getByRole(host, 'button', { name: 'Unpin Sessions idle in transaction' }));
    expect(context.executed).toEqual([{ kind: 'evidence-unpin', id: 'p1' }]);
  });

  it('keeps pins without a hypothesis at the bottom', () => {
    const { host } = mounted(mountNotebook);
    const unused = getByRole(host, 'region', { name: 'Pins not used yet' });
    expect(
      within(unused)
        .getAllByRole('button')
        .map((one) => one.textContent?.trim() || one.getAttribute('aria-label')),
    ).toEqual(['active=20, waiting=41', 'Unpin active=20, waiting=41']);
  });

  it('says what will appear while it is empty', () => {
    const { host } = mounted(mountNotebook, fixtureContext('', { ...FRAME, incident: { ...INCIDENT, hypotheses: [], pins: [] } }));
    expect(host.textContent).toContain('Write down what could explain it');
  });

  it('does not lose what is being typed when a frame arrives', async () => {
    const { host, context } = mounted(mountNotebook);
    await userEvent.type(getByLabelText(host, 'New hypothesis'), 'half a thought');
    context.frames.setState({ frame: { ...FRAME, incident: { ...INCIDENT, hypotheses: INCIDENT.hypotheses.slice(0, 1) } } });
    expect(getByLabelText<HTMLInputElement>(host, 'New hypothesis').value).toBe('half a thought');
    expect(getAllByRole(host, 'group', { name: /^State of/ })).toHaveLength(1);
  });
});
