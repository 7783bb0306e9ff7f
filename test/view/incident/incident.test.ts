import { getByRole, getAllByRole, queryByRole, within } from '@testing-library/dom';
import { userEvent } from '@testing-library/user-event';
import { render } from 'lit-html';
import { describe, expect, it } from 'vitest';
import type { IncidentPhase, IncidentView } from '../../../src/contract/incident.ts';
import { mountIncidentPanel } from '../../../src/view/incident/incident-panel.ts';
import { phasesStrip } from '../../../src/view/incident/phases-strip.ts';
import { initialsOf, roleInitials } from '../../../src/view/incident/role-initials.ts';
import { mountSeverityControl } from '../../../src/view/incident/severity-control.ts';
import { fixtureContext } from '../fixture/context.ts';
import { at, EPOCH, FRAME, INCIDENT } from '../fixture/incident.ts';
import { mounted } from '../fixture/mounted.ts';

const during: IncidentView = { ...INCIDENT, phase: 'mitigate', mitigatedUs: null, resolvedUs: null };
const hurting = () => fixtureContext('', { ...FRAME, incident: during });

describe('incident controls', () => {
  it('acknowledge every page that waits, and no warning', async () => {
    const { host, context } = mounted(mountIncidentPanel, hurting());
    const buttons = getAllByRole(host, 'button', { name: /^Acknowledge/ });
    expect(buttons).toHaveLength(1);
    await userEvent.click(buttons[0]);
    expect(context.executed).toEqual([{ kind: 'acknowledge', alert: FRAME.alerts[0].id }]);
  });

  it.each([
    ['Mark mitigated', 'mark-mitigated'],
    ['Mark resolved', 'mark-resolved'],
  ] as const)('%s stands beside the reason when it is refused, and the reason goes when it is done', async (name, kind) => {
    const { host, context } = mounted(mountIncidentPanel, hurting());
    context.refuseNext('incident/users_hurt', '18.6% of playlist opens still fail');
    await userEvent.click(getByRole(host, 'button', { name }));
    const item = getByRole(host, 'button', { name }).closest('li')!;
    expect(within(item).getByRole('status').textContent).toContain('18.6% of playlist opens still fail');
    await userEvent.click(getByRole(host, 'button', { name }));
    expect(context.executed).toEqual([{ kind }, { kind }]);
    expect(within(item).queryByRole('status')).toBeNull();
  });

  it('show when it was mitigated and resolved instead of the buttons', () => {
    const { host } = mounted(mountIncidentPanel);
    expect(queryByRole(host, 'button', { name: /^Mark/ })).toBeNull();
    expect(host.textContent).toMatch(/Mitigated\s+14:28/);
  });

  it('post a status update with Ctrl Enter and say when the next one is due', async () => {
    const { host, context } = mounted(mountIncidentPanel, hurting());
    const field = getByRole<HTMLTextAreaElement>(host, 'textbox', { name: 'Status update' });
    await userEvent.type(field, 'Playlist opens fail. Next update 14:40.');
    await userEvent.keyboard('{Control>}{Enter}{/Control}');
    expect(context.executed).toEqual([{ kind: 'status-update', text: 'Playlist opens fail. Next update 14:40.' }]);
    expect(field.value).toBe('');
    expect(host.textContent).toMatch(/Update due 14:35, in\s+0:00/);
    for (const part of ['What users see', 'What is known', 'What is being done', 'Next update']) expect(host.textContent).toContain(part);
  });

  it('keep the text of an update that was refused, and do not send an empty one', async () => {
    const { host, context } = mounted(mountIncidentPanel, hurting());
    const field = getByRole<HTMLTextAreaElement>(host, 'textbox', { name: 'Status update' });
    await userEvent.click(getByRole(host, 'button', { name: /^Post update/ }));
    expect(context.executed).toEqual([]);
    context.refuseNext('incident/no_incident', 'no incident is open');
    await userEvent.type(field, 'All is well');
    await userEvent.click(getByRole(host, 'button', { name: /^Post update/ }));
    expect(field.value).toBe('All is well');
    expect(host.textContent).toContain('no incident is open');
  });

  it('say how late an update is', () => {
    const { host } = mounted(mountIncidentPanel, fixtureContext('', { ...FRAME, incident: { ...during, updateDueUs: FRAME.tUs - 190e6 } }));
    expect(host.textContent).toMatch(/late by\s+3:10/);
  });
});

describe('severity', () => {
  it('offers five levels with their meaning; arrow keys, digits, Enter and Escape work', async () => {
    const { host, context } = mounted(mountSeverityControl, fixtureContext('', { ...FRAME, incident: { ...during, severity: null } }));
    getByRole(host, 'button', { name: 'Declare severity' }).focus();
    await userEvent.keyboard('{Enter}');
    const items = within(getByRole(host, 'menu', { name: 'Severity' })).getAllByRole('menuitemradio');
    expect(items).toHaveLength(5);
    expect(items[1].textContent).toContain('many customers affected');
    expect(document.activeElement).toBe(items[0]);
    await userEvent.keyboard('{ArrowDown}');
    expect(document.activeElement).toBe(items[1]);
    await userEvent.keyboard('3');
    expect(document.activeElement).toBe(items[2]);
    await userEvent.keyboard('{Enter}');
    expect(context.executed).toEqual([{ kind: 'set-severity', severity: 'SEV-3' }]);
    expect(queryByRole(host, 'menu')).toBeNull();
    await userEvent.keyboard('{Enter}{Escape}');
    expect(queryByRole(host, 'menu')).toBeNull();
    expect(document.activeElement).toBe(getByRole(host, 'button'));
  });

  it('says why a level was refused, in place', async () => {
    const { host, context } = mounted(mountSeverityControl, hurting());
    context.refuseNext('incident/closed', 'the incident is resolved');
    await userEvent.click(getByRole(host, 'button', { name: 'Severity SEV-2, change' }));
    await userEvent.click(getAllByRole(host, 'menuitemradio')[4]);
    expect(getByRole(host, 'status').textContent).toContain('the incident is resolved');
  });
});

describe('phases and roles', () => {
  it.each([
    ['detect', 0],
    ['triage', 1],
    ['mitigate', 2],
    ['resolve', 3],
    ['write-up', 4],
  ] as [IncidentPhase, number][])('%s is now, what came before is done', (phase, index) => {
    const host = document.createElement('div');
    render(phasesStrip({ ...INCIDENT, phase }, EPOCH, at(45)), host);
    const items = getAllByRole(host, 'listitem', { hidden: true });
    expect(items.map((item) => item.getAttribute('aria-current'))).toEqual([0, 1, 2, 3, 4].map((at) => (at === index ? 'step' : null)));
    expect(items.filter((item) => item.textContent?.includes(', done'))).toHaveLength(index);
  });

  it.each([
    ['Amara Osei', 'AO'],
    ['player', 'PL'],
    ['Jean-Luc Picard', 'JP'],
    ['', ''],
  ])('initials of %j are %j', (name, expected) => {
    expect(initialsOf(name)).toBe(expected);
  });

  it('are spoken whole', () => {
    const host = document.createElement('div');
    render(roleInitials([{ name: 'Amara Osei', role: 'commander', you: true }]), host);
    expect(host.querySelector('.sr-only')!.textContent).toBe('Amara Osei, commander, you');
  });
});
