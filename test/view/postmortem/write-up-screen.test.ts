import { findByRole, findByText, fireEvent, getAllByRole, getByRole, queryAllByRole, queryByRole, waitFor, within } from '@testing-library/dom';
import { userEvent } from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { writeUpStoresOf } from '../../../src/stores/write-up-stores.ts';
import { mountWriteUp } from '../../../src/view/postmortem/write-up-screen.ts';
import { fixtureContext } from '../fixture/context.ts';
import { mounted } from '../fixture/mounted.ts';

async function opened(saved?: string) {
  const { host, context } = mounted(mountWriteUp, fixtureContext(saved));
  await findByRole(host, 'textbox', { name: 'Root cause' });
  await findByRole(host, 'button', { name: /^Confirm: Trigger/ });
  return { host, context, store: writeUpStoresOf(context.port).writeUp };
}
const box = (host: HTMLElement, name: string) => getByRole<HTMLTextAreaElement>(host, 'textbox', { name });

describe('the write-up', () => {
  it('has a text box for each of the eleven sections', async () => {
    const { host } = await opened();
    for (const name of [
      'Summary',
      'Impact',
      'Timeline',
      'Root cause',
      'Contributing factors',
      'Detection',
      'Response',
      'What went well',
      'What went poorly',
      'Where we got lucky',
      'Action items',
    ])
      expect(box(host, name)).toBeTruthy();
    expect(box(host, 'Root cause').value).toContain('v2.41.0');
  });

  it('opens the template when nothing was saved, and what was saved otherwise', async () => {
    const { host } = mounted(mountWriteUp, fixtureContext('# Mine\n\n## Summary\n\nMy own words.\n'));
    expect((await findByRole<HTMLTextAreaElement>(host, 'textbox', { name: 'Summary' })).value).toBe('My own words.');
  });

  it('proposes claims under the section they were read from; confirming one puts it into the map for grading', async () => {
    const { host, store } = await opened();
    const claims = getByRole(host, 'list', { name: 'Claims read from Root cause' });
    expect(within(claims).getAllByRole('listitem')).toHaveLength(2);
    await userEvent.click(getByRole(host, 'button', { name: /^Confirm: Trigger/ }));
    expect(store.getState().claims[0].state).toBe('confirmed');
    await findByText(claims, 'you confirmed');
  });

  it('lets a claim be changed in place', async () => {
    const { host, store } = await opened();
    await userEvent.click(getByRole(host, 'button', { name: /^Change: Mechanism/ }));
    const form = await findByRole(host, 'form', { name: 'Change claim' });
    fireEvent.change(within(form).getByLabelText('Component'), { target: { value: 'gateway' } });
    await userEvent.click(within(form).getByRole('button', { name: 'Save claim' }));
    expect(store.getState().claims[1]).toMatchObject({ component: 'gateway', state: 'confirmed' });
  });

  it('takes a rejected claim away and does not propose it again while the text is edited', async () => {
    const { host, store } = await opened();
    await userEvent.click(getByRole(host, 'button', { name: /^Reject: Trigger/ }));
    await waitFor(() => expect(queryByRole(host, 'button', { name: /^Confirm: Trigger/ })).toBeNull());
    await userEvent.type(box(host, 'Summary'), ' More.');
    await waitFor(() => expect(store.getState().saving).toBe('saved'), { timeout: 3000 });
    expect(queryByRole(host, 'button', { name: /^Confirm: Trigger/ })).toBeNull();
  });

  it('after a Confirm the keyboard is on the next one', async () => {
    const { host } = await opened();
    const confirms = (): HTMLElement[] => queryAllByRole(host, 'button', { name: /^Confirm: / });
    const count = confirms().length;
    expect(count).toBeGreaterThan(1);
    confirms()[0].focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(confirms()).toHaveLength(count - 1));
    await waitFor(() => expect(document.activeElement).toBe(confirms()[0]));
  });

  it('adds a claim by hand with N and links two with E, by keyboard alone', async () => {
    const { host, store } = await opened();
    const map = getByRole(host, 'group', { name: 'Cause map' });
    within(map).getAllByRole('button')[0].focus();
    await userEvent.keyboard('n');
    const form = await findByRole(host, 'form', { name: 'New claim' });
    fireEvent.change(within(form).getByLabelText('Role'), { target: { value: 'sustaining' } });
    within(form).getByLabelText<HTMLElement>('Component').focus();
    await userEvent.keyboard('{Enter}');
    expect(store.getState().claims.at(-1)).toMatchObject({ role: 'sustaining', state: 'confirmed' });
    const node = await findByRole(host, 'button', { name: /^Sustaining/ });
    expect(node.getAttribute('aria-pressed')).toBe('true');
    node.focus();
    await userEvent.keyboard('e');
    await findByText(host, /Choose what it leads to/);
    getAllByRole(getByRole(host, 'group', { name: 'Cause map' }), 'button')
      .find((one) => one.textContent?.includes('Mechanism'))!
      .focus();
    await userEvent.keyboard('{Enter}');
    expect(store.getState().claims.at(-1)!.leadsTo).toEqual([store.getState().claims[1].id]);
  });

  it('walks the map with arrow keys', async () => {
    const { host } = await opened();
    const nodes = within(getByRole(host, 'group', { name: 'Cause map' })).getAllByRole('button');
    nodes[0].focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(document.activeElement).toBe(nodes[1]);
    await userEvent.keyboard('{ArrowLeft}');
    expect(document.activeElement).toBe(nodes[0]);
  });

  it('shows the same map as a form, with a tick box for every arrow', async () => {
    const { host, store } = await opened();
    await userEvent.click(getByRole(host, 'tab', { name: 'List' }));
    const list = await findByRole(host, 'list', { name: 'Claims' });
    const arrow = within(list).getByRole<HTMLInputElement>('checkbox', { name: 'Mechanism: playlist-db, Sessions idle in transaction' });
    expect(arrow.checked).toBe(true);
    await userEvent.click(arrow);
    expect(store.getState().claims[0].leadsTo).toEqual([]);
  });

  it('remarks on language with a rewrite that can be used, and forgets a remark that is kept', async () => {
    const { host } = await opened();
    const remarks = await findByRole(host, 'list', { name: 'Language remarks on Root cause' });
    await userEvent.click(within(remarks).getByRole('button', { name: /^Use this/ }));
    await waitFor(() => expect(box(host, 'Root cause').value).toContain('The canary ran for 6 minutes in the canary.'));
    await userEvent.keyboard('{Control>}z{/Control}');
    await userEvent.click(await findByRole(host, 'button', { name: /^Keep as it is/ }));
    await waitFor(() => expect(queryByRole(host, 'list', { name: 'Language remarks on Root cause' })).toBeNull());
    expect(box(host, 'Root cause').value).toContain('Dev should have seen it');
  });

  it('undoes and redoes typing with the keyboard', async () => {
    const { host } = await opened();
    const impact = box(host, 'Impact');
    await userEvent.type(impact, 'Listeners waited.');
    await userEvent.keyboard('{Control>}z{/Control}');
    await waitFor(() => expect(impact.value).toBe('Listeners'));
    await userEvent.keyboard('{Control>}{Shift>}z{/Shift}{/Control}');
    await waitFor(() => expect(impact.value).toBe('Listeners waited.'));
  });

  it('keeps blank lines while they are typed', async () => {
    const { host } = await opened();
    const impact = box(host, 'Impact');
    await userEvent.type(impact, 'One.{Enter}{Enter}');
    await waitFor(() => expect(impact.value).toBe('One.\n\n'));
    await userEvent.type(impact, 'Two.');
    await waitFor(() => expect(impact.value).toBe('One.\n\nTwo.'));
  });

  it('inserts evidence, a live figure and a line of the log', async () => {
    const { host, store } = await opened();
    await userEvent.click(box(host, 'Impact'));
    await userEvent.click(getByRole(host, 'tab', { name: 'Live figures' }));
    await userEvent.click(await findByRole(host, 'button', { name: /^Insert figure: Failed user actions/ }));
    await waitFor(() => expect(box(host, 'Impact').value).toBe('49,100 failed'));
    await userEvent.click(getByRole(host, 'tab', { name: /^Evidence/ }));
    await userEvent.click(await findByRole(host, 'button', { name: 'Insert evidence: active=20, waiting=41' }));
    await waitFor(() => expect(box(host, 'Impact').value).toBe('49,100 failed [active=20, waiting=41](pin:p2)'));
    expect(await findByText(host, 'Figure 1')).toBeTruthy();
    await userEvent.click(getByRole(host, 'tab', { name: 'Timeline' }));
    await userEvent.click(await findByRole(host, 'button', { name: /^Insert into the timeline: kubectl rollout undo/ }));
    await waitFor(() => expect(store.getState().markdown).toContain('| 14:14 | `kubectl rollout undo deploy/playlist` |'));
  });

  it('adds an action item from a form', async () => {
    const { host } = await opened();
    const form = within(getByRole(host, 'form', { name: 'New action item', hidden: true }));
    fireEvent.input(form.getByLabelText('Action'), { target: { value: 'Page when callers wait over 1 s' } });
    fireEvent.change(form.getByLabelText('Type'), { target: { value: 'detect' } });
    fireEvent.click(form.getByRole('button', { name: 'Add action item', hidden: true }));
    await waitFor(() => expect(box(host, 'Action items').value).toContain('| Page when callers wait over 1 s | detect |'));
  });

  it('saves by itself, cause map included', async () => {
    const { host, context } = await opened();
    await userEvent.click(getByRole(host, 'button', { name: /^Confirm: Trigger/ }));
    await userEvent.type(box(host, 'Detection'), 'A page.');
    await waitFor(() => expect(context.saved.at(-1)).toContain('A page.'), { timeout: 3000 });
    expect(context.saved.at(-1)).toContain('```cause-map');
  });

  it('hands in with Ctrl Enter: only then is anything graded, and only what was confirmed', async () => {
    const { host, context } = await opened();
    const { debrief } = writeUpStoresOf(context.port);
    await userEvent.click(getByRole(host, 'button', { name: /^Confirm: Trigger/ }));
    expect(debrief.getState().state).toBe('idle');
    box(host, 'Summary').focus();
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    await waitFor(() => expect(debrief.getState().state).toBe('done'));
    expect(context.graded.map((document) => document.claims.map((claim) => claim.role))).toEqual([['trigger']]);
    expect(context.visited).toContainEqual({ kind: 'preset', preset: 'debrief' });
  });

  it('says so when the write-up cannot be opened, and opens on retry', async () => {
    const context = fixtureContext();
    const template = context.writeUp.template;
    let broken = true;
    (context.writeUp as { template: () => Promise<string> }).template = () => (broken ? Promise.reject(new Error('the worker stopped')) : template());
    const { host } = mounted(mountWriteUp, context);
    await findByText(host, 'the worker stopped');
    broken = false;
    await userEvent.click(getByRole(host, 'button', { name: 'Retry' }));
    await findByRole(host, 'textbox', { name: 'Summary' });
  });
});
