import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { openScenario } from '../../src/cli/scenario-choice.ts';
import { SIM_VERSION } from '../../src/session/sim-version.ts';

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'brownout-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

const scenario = openScenario('playlist-hangs');
const RECORDING = {
  format: 'brownout-recording/1',
  simVersion: SIM_VERSION,
  scenario: scenario.id,
  scenarioHash: scenario.hash,
  seed: 417,
  untilUs: 1_000_000,
  postmortem: '',
  commands: [],
  observations: [],
  digests: [],
};

function replay(change: object, ...flags: string[]) {
  const file = join(folder, 'recording.json');
  writeFileSync(file, JSON.stringify({ ...RECORDING, ...change }));
  const run = spawnSync(process.execPath, ['bin/brownout.mjs', 'replay', file, ...flags], { cwd: ROOT, encoding: 'utf8' });
  return { code: run.status, out: run.stdout.replaceAll(file, 'FILE'), err: run.stderr.replaceAll(file, 'FILE') };
}

describe('replay', () => {
  it('does not call a recording without digests the same', () => {
    expect(replay({})).toEqual({ code: 1, out: 'FILE: nothing to compare: it holds no digest (one is made each simulated minute)\n', err: '' });
    expect(JSON.parse(replay({}, '--json').out)).toMatchObject({ same: false });
  });

  it.each([
    [{ digests: [7] }, 'digests[0].atUs'],
    [{ commands: [{}] }, 'commands[0].seq'],
    [{ untilUs: -1 }, 'untilUs'],
    [{ untilUs: 9e15 }, 'untilUs'],
    [{ postmortem: undefined }, 'postmortem'],
  ])('refuses a damaged recording and names the place: %j', (change, place) => {
    const { code, out, err } = replay(change);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`FILE is not a whole recording. ${place}: expected `);
    expect(err.trim().split('\n')).toHaveLength(1);
  });
});
