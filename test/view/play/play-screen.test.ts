import { findByRole, getAllByRole, getByLabelText, getByRole, queryByRole, waitFor, within } from '@testing-library/dom';
import { userEvent } from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFrameStore } from '../../../src/stores/frame-store.ts';
import { createUiStore } from '../../../src/stores/ui-store.ts';
import type { Mounted } from '../../../src/view/context.ts';
import { mountPlay } from '../../../src/view/play/play-screen.ts';
import { paperCanvas } from './paper-canvas.ts';
import { card } from './fixture-card.ts';
import { at, FRAME } from './fixture-frame.ts';
import { fixturePort, TRACE, type FixturePort } from './fixture-port.ts';

/** The whole play screen by roles and labels; the map's canvas needs a browser and is looked at there. */
describe('the play screen', () => {
  let host: HTMLElement;
  let port: FixturePort;
  let play: Mounted;
  let written = '';
  const ui = createUiStore();
  const frames = createFrameStore({ frame: FRAME });

  beforeEach(() => {
    paperCanvas();
    Object.defineProperty(window, 'innerWidth', { value: 1440, configurable: true });
    host = document.createElement('div');
    document.body.replaceChildren(host);
    port = fixturePort();
    ui.setState({ ...createUiStore().getState() });
    frames.setState({ frame: FRAME, crash: null, progress: null, notice: '' });
    play = mountPlay(host, {
      port,
      frames,
      ui,
      scenario: card(),
      leave: () => undefined,
      restart: () => undefined,
      playFrom: () => undefined,
      exportRecording: () => undefined,
      writeUp: {
        components: async () => [],
        template: async () => '',
        read: async () => [],
        remarks: async () => [],
        grade: async () => ({ postmortem: null, response: null, story: null, forks: [] }),
      },
      mountTerminal: () => ({
        destroy: () => undefined,
        write: (line) => {
          written = line;
        },
      }),
    });
  });
  afterEach(() => play.destroy());

  it('reads the past with the playhead, and comes back', async () => {
    const head = getByRole(host, 'slider', { name: /^Playhead/ });
    expect(head.getAttribute('aria-valuetext')).toMatch(/^now, /);
    await userEvent.keyboard('c');
    await userEvent.keyboard('b');
    await waitFor(() => expect(head.getAttribute('aria-valuetext')).toMatch(/ ago$/));
    await userEvent.click(getByRole(host, 'tab', { name: /^Changes/ }));
    await waitFor(() => expect(within(getByRole(host, 'list', { name: /^Changes/ })).getAllByRole('listitem')).toHaveLength(2));
    expect(queryByRole(host, 'button', { name: /^Acknowledge/ })).toBeNull();
    await userEvent.keyboard('[[');
    await waitFor(() => expect(within(getByRole(host, 'list', { name: /^Changes/ })).getAllByRole('listitem')).toHaveLength(1));
    await userEvent.click(getByRole(host, 'button', { name: /back to now$/ }));
    await waitFor(() => expect(head.getAttribute('aria-valuetext')).toMatch(/^now, /));
    expect(getByRole(host, 'button', { name: /^Acknowledge/ })).toBeTruthy();
  });

  it('answers the three questions in one region', () => {
    const ribbon = getByRole(host, 'region', { name: 'What hurts, since when, what changed' });
    expect(ribbon.textContent).toMatch(/18\.6%.*of playlist opens fail.*SLO allows 0\.1%/s);
    expect(within(ribbon).getByRole('img', { name: /playlist opens served well.*6 changes, hurt since 14:16:30/ })).toBeTruthy();
  });

  it('acknowledges with the button and with the key A', async () => {
    await userEvent.click(getByRole(host, 'button', { name: 'Acknowledge PlaylistReadyBelow75' }));
    await userEvent.keyboard('a');
    expect(port.commands).toEqual([
      { kind: 'acknowledge', alert: 'PlaylistReadyBelow75-1' },
      { kind: 'acknowledge', alert: 'PlaylistReadyBelow75-1' },
    ]);
  });

  it('writes a message to the room as a status update; letters typed there are no commands', async () => {
    const line = getByLabelText(host, 'Message the room');
    await userEvent.type(line, 'a first look{Enter}');
    expect(port.commands).toEqual([{ kind: 'status-update', text: 'a first look' }]);
  });

  it('opens the runbook an alert names, and puts its command at the prompt without running it', async () => {
    await userEvent.click(getAllByRole(host, 'button', { name: 'Runbook playlist' })[0]);
    const article = await findByRole(host, 'article', { name: 'Runbook playlist' });
    const toTerminal = within(article).queryAllByRole('button', { name: 'To the terminal' })[0];
    if (toTerminal) {
      await userEvent.click(toTerminal);
      expect(written).not.toBe('');
    }
    expect(port.commands).toEqual([]);
  });

  it('says the same in the table as on the map, and selects with the keyboard', async () => {
    await userEvent.click(getByRole(host, 'tab', { name: 'Table' }));
    const row = within(getByRole(host, 'table', { name: 'Services' })).getByRole('row', { name: /^playlist/ });
    expect(row.textContent).toMatch(/18\.6%.*100%.*5 of 8, 3 not ready.*80 of 80, 284 wait/s);
    within(row).getByRole('button', { name: 'playlist' }).focus();
    await userEvent.keyboard('{Enter}');
    expect(ui.getState().selected).toBe('playlist');
    expect(await findByRole(host, 'region', { name: 'Details of playlist' })).toBeTruthy();
  });

  it('number keys bring panels to the front; 7 filters logs by text and a trace id opens its trace', async () => {
    await userEvent.keyboard('7');
    const search = await findByRole(host, 'search', { name: 'Filter logs' });
    await userEvent.type(within(search).getByLabelText('Text in the line'), 'HikariPool');
    await waitFor(() => expect(ui.getState().logs.text).toBe('HikariPool'));
    const link = (await waitFor(() => getAllByRole(host, 'button', { name: /^Trace 7b1e04c2/ })))[0];
    await userEvent.click(link);
    const table = await findByRole(host, 'table', { name: /Spans of trace 7b1e04c2/ });
    expect(within(table).getAllByRole('row')).toHaveLength(7);
  });

  it('opens the trace of a line whose request is still under way when that is over', async () => {
    const { trace } = port;
    port.trace = () => Promise.resolve(null);
    ui.setState({ traceId: TRACE.traceId });
    await userEvent.click(getByRole(host, 'tab', { name: /^Traces/ }));
    const traces = await findByRole(host, 'region', { name: 'Traces' });
    await waitFor(() => expect(within(traces).getByRole('status').textContent).toContain('not there yet'));
    port.trace = trace;
    await findByRole(host, 'table', { name: /Spans of trace 7b1e04c2/ }, { timeout: 4_000 });
  });

  it('shows log lines that take longer to read than the panel waits between two looks', async () => {
    const { logs } = port;
    port.logs = async (filter) => {
      await new Promise((resolve) => setTimeout(resolve, 1_300));
      return logs(filter);
    };
    await userEvent.keyboard('7');
    await waitFor(() => expect(getAllByRole(host, 'button', { name: /^Trace 7b1e04c2/ }).length).toBeGreaterThan(0), { timeout: 4_000 });
  });

  it('logs and traces end where the playhead stands', async () => {
    await userEvent.keyboard('7');
    const search = await findByRole(host, 'search', { name: 'Filter logs' });
    const logs = getByRole(host, 'region', { name: 'Logs' });
    ui.setState({ asOfUs: at(9) });
    await waitFor(() => expect(within(logs).getByText('No line up to here matches.')).toBeTruthy());
    expect(search.textContent).toContain('up to 14:25:00');
    ui.setState({ asOfUs: TRACE.endUs });
    await waitFor(() => expect(within(logs).queryByText('No line up to here matches.')).toBeNull());
    await userEvent.click(getByRole(host, 'tab', { name: /^Traces/ }));
    const traces = await findByRole(host, 'region', { name: 'Traces' });
    await waitFor(() => expect(within(traces).getByText(/^7b1e04c2/)).toBeTruthy());
    // begun, but nobody can know how it ends
    ui.setState({ asOfUs: TRACE.endUs - 1 });
    await waitFor(() => expect(within(traces).getByText(/^No trace matches/)).toBeTruthy());
    expect(traces.textContent).toContain('up to 14:28:');
    ui.setState({ asOfUs: null });
    await waitFor(() => expect(within(traces).getByText(/^7b1e04c2/)).toBeTruthy());
    expect(traces.textContent).not.toContain('up to');
  });

  it('lists changes with their letters and a way back that only goes to the prompt', async () => {
    await userEvent.click(getByRole(host, 'tab', { name: /Changes/ }));
    const list = getByRole(host, 'list', { name: 'Changes, newest first' });
    expect(
      within(list)
        .getAllByRole('listitem')
        .map((item) => item.querySelector('.letter')?.textContent),
    ).toEqual(['F', 'E', 'D', 'C', 'B', 'A']);
    await userEvent.click(within(list).getByRole('button', { name: /^Way back, to the terminal.*change B$/ }));
    expect(written).toBe('kubectl rollout undo deployment/playlist');
  });

  it('runs PromQL, shows its error in place, and pins it', async () => {
    await userEvent.keyboard('9');
    const box = await waitFor(() => getByLabelText(host, 'PromQL expression'));
    await userEvent.type(box, 'up{{{{bad{Enter}');
    await waitFor(() =>
      expect(
        getAllByRole(host, 'alert')
          .map((alert) => alert.textContent)
          .join(),
      ).toContain('parse error'),
    );
    await userEvent.clear(box);
    await userEvent.type(box, 'up{Enter}');
    await userEvent.click(getByRole(host, 'button', { name: 'Pin' }));
    await waitFor(() => expect(port.commands).toMatchObject([{ kind: 'evidence-pin', evidence: { kind: 'chart', expr: 'up' } }]));
  });

  it('pauses with Space and changes speed', async () => {
    (document.activeElement as HTMLElement | null)?.blur();
    await userEvent.keyboard(' ');
    await userEvent.click(getByRole(host, 'button', { name: '5 times' }));
    expect(port.calls).toEqual(expect.arrayContaining(['pause', 'speed 5', 'play']));
  });

  it('has a palette over everything, and a help of keys that closes with Escape', async () => {
    await userEvent.keyboard('{Control>}k{/Control}');
    await userEvent.type(getByRole(host, 'combobox', { name: 'What to do' }), 'notebook{Enter}');
    expect(queryByRole(host, 'dialog')).toBeNull();
    (document.activeElement as HTMLElement | null)?.blur();
    await userEvent.keyboard('?');
    expect(getByRole(host, 'dialog', { name: 'Keys' })).toBeTruthy();
    await userEvent.keyboard('{Escape}');
    expect(queryByRole(host, 'dialog')).toBeNull();
  });

  it('switches presets with function keys and keeps panels alive', async () => {
    const room = getByLabelText(host, 'Message the room');
    await userEvent.keyboard('{F2}');
    expect(getByRole(host, 'button', { name: 'Investigate' }).getAttribute('aria-current')).toBe('page');
    await userEvent.keyboard('{F1}');
    expect(getByLabelText(host, 'Message the room')).toBe(room);
  });

  it('says that the engine crashed and what is done about it', () => {
    frames.setState({ crash: 'out of memory' });
    const alerts = getAllByRole(host, 'alert')
      .map((alert) => alert.textContent)
      .join();
    expect(alerts).toMatch(/engine stopped.*restarts from the last checkpoint/s);
    expect(alerts).toContain('out of memory');
  });

  it('speaks a new page at once', async () => {
    frames.setState({ frame: { ...FRAME, alerts: [...FRAME.alerts, { ...FRAME.alerts[0], id: 'new', name: 'AuthErrors', summary: 'logins fail' }] } });
    await waitFor(() => expect(getAllByRole(host, 'alert').some((alert) => alert.textContent === 'Page: AuthErrors, logins fail')).toBe(true));
  });

  it('dividers move with arrow keys and go back with Enter', async () => {
    const divider = getAllByRole(host, 'separator')[0];
    expect(divider.getAttribute('aria-valuenow')).not.toBeNull();
    divider.focus();
    await userEvent.keyboard('{ArrowRight}{Enter}');
    expect(document.activeElement).toBe(divider);
  });

  it('holds nothing of the truth', () => {
    const words = document.body.outerHTML;
    for (const secret of ['idle-transaction-leak', 'transaction-left-open', 'redHerring']) expect(words).not.toContain(secret);
  });
});
