import { getByRole, queryByRole, waitFor, within } from '@testing-library/dom';
import { userEvent } from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Debrief, WriteUpPort } from '../../../src/contract/write-up-port.ts';
import { writeUpStoresOf } from '../../../src/stores/write-up-stores.ts';
import { mountDebrief } from '../../../src/view/debrief/debrief-screen.ts';
import { handIn } from '../../../src/view/debrief/grading.ts';
import { reportMarkdown } from '../../../src/view/debrief/report-markdown.ts';
import { DEBRIEF } from '../fixture/debrief.ts';
import { fixtureContext } from '../fixture/context.ts';
import { EPOCH } from '../fixture/incident.ts';
import { mounted } from '../fixture/mounted.ts';

const NOTHING: Debrief = { postmortem: null, response: null, story: null, forks: [] };

/** A grader whose answers the test gives when it likes. */
function slowGrader() {
  const calls: {
    part: Parameters<WriteUpPort['grade']>[1];
    done: (debrief: Debrief) => void;
    failed: (error: Error) => void;
    cancel: Parameters<WriteUpPort['grade']>[2];
  }[] = [];
  const grade: WriteUpPort['grade'] = (_document, part, cancel) =>
    new Promise((done, failed) => {
      calls.push({ part, done, failed, cancel });
    });
  return { grade, calls };
}

afterEach(() => vi.restoreAllMocks());

describe('the debrief', () => {
  it('is closed until the postmortem is handed in', async () => {
    const { host, context } = mounted(mountDebrief);
    expect(host.textContent).toContain('opens when the postmortem is handed in');
    await userEvent.click(getByRole(host, 'button', { name: 'To the write-up' }));
    expect(context.visited).toEqual([{ kind: 'preset', preset: 'write-up' }]);
  });

  it('shows what needs no run at once, then each run as it comes, with progress', async () => {
    const { host, context } = mounted(mountDebrief);
    const store = writeUpStoresOf(context.port).debrief;
    const grader = slowGrader();
    void handIn(store, grader, { markdown: '# x', claims: [] });
    grader.calls[0].part({ ...NOTHING, postmortem: DEBRIEF.postmortem }, { stage: 'comparing', ratio: 0.1, note: 'Running your play again' });
    await waitFor(() => expect(getByRole(host, 'progressbar').getAttribute('aria-valuenow')).toBe('10'));
    expect(getByRole(host, 'region', { name: 'Postmortem score' }).textContent).toContain('81');
    expect(getByRole(host, 'region', { name: 'Response score' }).textContent).toContain('Needs the runs below');
    grader.calls[0].done(DEBRIEF);
    await waitFor(() => expect(getByRole(host, 'region', { name: 'Response score' }).textContent).toContain('78'));
    expect(queryByRole(host, 'progressbar')).toBeNull();
  });

  it('explains every part: points, why, what would raise it, the words judged', async () => {
    const { host, context } = mounted(mountDebrief);
    await handIn(writeUpStoresOf(context.port).debrief, context.writeUp, { markdown: '# x', claims: [] });
    await waitFor(() => expect(within(getByRole(host, 'region', { name: 'Response score' })).getAllByRole('heading', { level: 3 })).toHaveLength(5));
    const text = getByRole(host, 'region', { name: 'Response score' }).textContent!;
    expect(text).toMatch(/Harm to users\s*32\s*\/ 40/);
    expect(text).toContain('would raise it: Scaling playlist to 14 at 14:18');
    expect(text).toContain('kubectl scale deploy/playlist --replicas=14');
  });

  it('tells what happened in words too, lanes without a time and what was never looked at included', async () => {
    const { host, context } = mounted(mountDebrief);
    await handIn(writeUpStoresOf(context.port).debrief, context.writeUp, { markdown: '# x', claims: [] });
    await waitFor(() => expect(getByRole(host, 'list', { name: 'What happened', hidden: true })).toBeTruthy());
    const text = getByRole(host, 'list', { name: 'What happened', hidden: true }).textContent!;
    expect(text).toContain('Could be seen from 14:01: Waiting for a connection. Never looked at');
    expect(text).toContain('No limit on idle transactions');
    expect(getByRole(host, 'list', { name: 'What you did', hidden: true }).textContent).toMatch(/kubectl scale deploy\/playlist --replicas=14\s*harm rose/);
  });

  it('compares the runs in a table with what was kept', async () => {
    const { host, context } = mounted(mountDebrief);
    await handIn(writeUpStoresOf(context.port).debrief, context.writeUp, { markdown: '# x', claims: [] });
    await waitFor(() => expect(within(getByRole(host, 'region', { name: 'What if' })).getAllByRole('row')).toHaveLength(4));
    expect(getByRole(host, 'region', { name: 'What if' }).textContent).toContain('kept 179,496 of them');
  });

  it('can be stopped, keeps what it has, and goes on when asked', async () => {
    const { host, context } = mounted(mountDebrief);
    const grader = slowGrader();
    Object.assign(context.writeUp, { grade: grader.grade });
    void handIn(writeUpStoresOf(context.port).debrief, context.writeUp, { markdown: '# x', claims: [] });
    await waitFor(() => getByRole(host, 'button', { name: 'Stop' }));
    await userEvent.click(getByRole(host, 'button', { name: 'Stop' }));
    expect(grader.calls[0].cancel!.aborted).toBe(true);
    grader.calls[0].done({ ...NOTHING, postmortem: DEBRIEF.postmortem });
    await waitFor(() => getByRole(host, 'button', { name: 'Compare again' }));
    expect(getByRole(host, 'region', { name: 'Postmortem score' }).textContent).toContain('81');
    await userEvent.click(getByRole(host, 'button', { name: 'Compare again' }));
    expect(grader.calls).toHaveLength(2);
  });

  it('says what failed and what still holds, and lets one try again', async () => {
    const { host, context } = mounted(mountDebrief);
    const grader = slowGrader();
    Object.assign(context.writeUp, { grade: grader.grade });
    void handIn(writeUpStoresOf(context.port).debrief, context.writeUp, { markdown: '# x', claims: [] });
    grader.calls[0].failed(new Error('the debrief worker ran out of memory'));
    await waitFor(() => expect(getByRole(host, 'alert').textContent).toContain('ran out of memory'));
    await userEvent.click(getByRole(host, 'button', { name: 'Retry' }));
    grader.calls[1].done(DEBRIEF);
    await waitFor(() => expect(queryByRole(host, 'alert')).toBeNull());
  });

  it('ignores what an older hand-in still answers', async () => {
    const store = writeUpStoresOf({}).debrief;
    const grader = slowGrader();
    const first = handIn(store, grader, { markdown: '# one', claims: [] });
    void handIn(store, grader, { markdown: '# two', claims: [] });
    grader.calls[0].done(DEBRIEF);
    await first;
    expect(store.getState()).toMatchObject({ state: 'grading', handedIn: '# two', debrief: NOTHING });
  });

  it('leads to another play and back to the catalogue', async () => {
    const { host, context } = mounted(mountDebrief);
    await userEvent.click(getByRole(host, 'button', { name: 'Play again' }));
    await userEvent.click(getByRole(host, 'button', { name: 'Back to the catalogue' }));
    expect(context.visited).toEqual([{ kind: 'restart' }, { kind: 'home' }]);
  });

  it('exports the recording as a file', async () => {
    const { host } = mounted(mountDebrief, fixtureContext());
    const files: Blob[] = [];
    vi.spyOn(URL, 'createObjectURL').mockImplementation((file) => {
      files.push(file as Blob);
      return 'blob:x';
    });
    await userEvent.click(getByRole(host, 'button', { name: 'Export recording' }));
    await waitFor(() => expect(files).toHaveLength(1));
    expect(JSON.parse(await files[0].text())).toMatchObject({ format: 'brownout-recording/1' });
  });
});

describe('the report', () => {
  it('holds scores, reasons, story, runs and the postmortem', () => {
    const report = reportMarkdown('Playlists do not load', 20417, DEBRIEF, EPOCH, '# Mine');
    for (const part of [
      '## Response: 78 of 100',
      '### Harm of your own: 7 of 10',
      '- Would raise it: The update due 14:30',
      '## Postmortem: 81 of 100, minor edits',
      '- Trigger: `playlist`',
      '| do nothing | 231,800 | no |',
      '# Mine',
      'Seed 20417',
    ])
      expect(report).toContain(part);
  });

  it('leaves out what is not known', () => {
    expect(reportMarkdown('x', null, NOTHING, EPOCH, '')).not.toContain('##');
  });
});
