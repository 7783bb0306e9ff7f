import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runProse } from '../../src/cli/prose.ts';
import { queryVerb } from '../../src/cli/query.ts';
import { describeRun, type RunReport } from '../../src/cli/run-report.ts';
import { runScore } from '../../src/cli/score.ts';
import { UsageError } from '../../src/cli/usage-error.ts';

const folder = mkdtempSync(join(tmpdir(), 'brownout-input-'));
afterAll(() => rmSync(folder, { recursive: true }));

function fileOf(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('input that says nothing', () => {
  it('is refused by score --texts and prose --texts', async () => {
    const texts = fileOf('empty.jsonl', '\n');
    const problem = new UsageError(`${texts}: holds no texts; expected lines of {"id": …, "text": …}`);
    await expect(runScore({ scenario: 'playlist-hangs', texts })).rejects.toThrow(problem);
    expect(() => runProse({ texts })).toThrow(problem);
  });

  it('is refused by query when a range ends before it starts, in flags and in a batch', async () => {
    const series = fileOf('series.ndjson', '{"labels":{"__name__":"up"},"samples":[[1000,1]]}\n');
    const batch = fileOf('batch.ndjson', '{"id":1,"expr":"up","start":20,"end":10,"step":1}\n');
    await expect(queryVerb('up', { series, start: 20, end: 10, step: 1 })).rejects.toThrow(new UsageError('--end: 10 lies before --start 20'));
    await expect(queryVerb(undefined, { series, batch })).rejects.toThrow(new UsageError(`${batch}:1: "end" 10 lies before "start" 20`));
  });
});

describe('the text of a run', () => {
  it('names what was refused and what failed', () => {
    const report: RunReport = {
      scenario: 's',
      seed: 1,
      simVersion: '1',
      digest: 'd',
      simulatedSeconds: 120,
      wallSeconds: 1,
      events: 1,
      eventsPerSecond: 1,
      slos: [],
      harm: { failedRequests: 0, slowRequests: 0, badSeconds: 0 },
      callsPerRequest: 0,
      eventsPerRequest: 0,
      alerts: [],
      recoveredAt: null,
      actions: [
        { at: 60, actor: 'player', command: 'mark-resolved', exitCode: 1, refused: 'users are still hurt' },
        { at: 61, actor: 'player', sh: 'kubectl get nope', exitCode: 1, error: 'error: no such type' },
        { at: 62, actor: 'player', sh: 'kubectl get pods', exitCode: 0 },
      ],
    };
    const [, done] = describeRun(report).split('Done:\n');
    expect(done).toBe(
      '  1:00 player: mark-resolved: refused: users are still hurt\n' +
        '  1:01 player: kubectl get nope: failed with exit code 1: error: no such type\n' +
        '  1:02 player: kubectl get pods\n\ndigest d\n',
    );
  });
});
