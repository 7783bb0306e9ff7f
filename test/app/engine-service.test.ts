import { describe, expect, it } from 'vitest';
import { createEngineService } from '../../src/app/engine-service.ts';
import type { HostTime } from '../../src/app/play-clock.ts';
import type { ShippedCheckpoint } from '../../src/app/open-session.ts';
import { scenarioById } from '../../src/app/scenario-library.ts';
import { recordingUntil } from '../../src/session/recording-until.ts';
import type { Storage, StoredPlay } from '../../src/app/storage.ts';
import type { SessionCheckpoint } from '../../src/session/session-api.ts';
import { createSession } from '../../src/session/session.ts';
import type { BestRun } from '../../src/stores/saved-play.ts';

/** Storage in memory, behind the same clone that IndexedDB makes; `full` makes it refuse. */
function memory(): Storage & { full: boolean; readonly plays: Map<string, StoredPlay> } {
  const plays = new Map<string, StoredPlay>();
  const checkpoints = new Map<string, SessionCheckpoint>();
  const best = new Map<string, BestRun>();
  const store = {
    full: false,
    plays,
    savePlay: async (play: StoredPlay) => {
      if (store.full) throw new Error('the storage for this page is full');
      plays.set(play.summary.scenarioId, structuredClone(play));
    },
    play: async (id: string) => plays.get(id) ?? null,
    summaries: async () => [...plays.values()].map((play) => play.summary),
    dropPlay: async (id: string) => {
      plays.delete(id);
      checkpoints.delete(id);
    },
    saveCheckpoint: async (id: string, checkpoint: SessionCheckpoint) => void checkpoints.set(id, structuredClone(checkpoint)),
    checkpoint: async (id: string) => checkpoints.get(id) ?? null,
    saveBest: async (run: BestRun) => void best.set(run.scenarioId, run),
    best: async () => [...best.values()],
  };
  return store;
}

/** Time that stands still: the session moves by steps only. */
const STILL: HostTime = { now: () => 0, later: () => () => undefined };
const warm = new Map<string, SessionCheckpoint>();
/** Where play begins, as a site ships it; warmed up once for all tests. */
const shippedHere: ShippedCheckpoint = async (scenarioId, seed) => {
  const key = `${scenarioId}-${seed}`;
  const ready = warm.get(key) ?? atPlayStart(scenarioId, seed);
  warm.set(key, ready);
  return structuredClone(ready);
};
function atPlayStart(scenarioId: string, seed: number): SessionCheckpoint {
  const session = createSession(scenarioById(scenarioId), seed);
  session.advance(session.epoch.playStartUs);
  return session.checkpoint();
}
const NOTHING_SHIPPED: ShippedCheckpoint = async () => null;
const service = (storage: Storage, shipped = shippedHere) =>
  createEngineService({ storage, shipped, time: STILL, wallNow: () => 1000, breathe: async () => undefined });

describe('the engine service', () => {
  it('after a crash takes the saved play when it knows a command more, and only then', async () => {
    const storage = memory();
    const first = service(storage);
    const scenarioId = (await first.catalogue()).scenarios[0].id;
    await first.open({ scenarioId, seed: 5, from: 'start' }, () => undefined);
    await first.step();
    const heard = await first.recording();
    await first.execute({ kind: 'scale', service: 'playlist', replicas: 5 }, 'kubectl scale deployment/playlist --replicas=5');
    await first.save();

    const restarted = service(storage);
    await restarted.open({ scenarioId, seed: 5, from: heard, orSavedSince: true }, () => undefined);
    expect((await restarted.recording()).commands.at(-1)?.command).toMatchObject({ kind: 'scale', replicas: 5 });

    const imported = service(storage);
    await imported.open({ scenarioId, seed: 5, from: heard }, () => undefined);
    expect((await imported.recording()).commands.at(-1)?.command.kind).not.toBe('scale');
  }, 300_000);

  it('lists scenarios without their truth', async () => {
    const { scenarios, broken } = await service(memory()).catalogue();
    expect(broken).toEqual([]);
    expect(scenarios.length).toBeGreaterThan(0);
    expect(JSON.stringify(scenarios)).not.toMatch(/"truth"|"faults"|redHerrings|idle-transaction-leak/);
  });

  it('opens where play begins, keeps commands, and resumes to the same digests after the tab was closed', async () => {
    const storage = memory();
    const first = service(storage, NOTHING_SHIPPED);
    const scenarioId = (await first.catalogue()).scenarios[0].id;
    const stages = new Set<string>();
    const opened = await first.open({ scenarioId, seed: 5, from: 'start' }, (progress) => stages.add(progress.stage));
    expect([...stages]).toEqual(['loading', 'warming-up']);
    expect(opened.frame.tUs).toBe(opened.epoch.playStartUs);
    for (let step = 0; step < 5; step += 1) await first.step();
    expect(await first.execute({ kind: 'set-severity', severity: 'SEV-2' }, 'severity SEV-2')).toEqual({ ok: true });
    await first.step();
    await first.savePostmortem('# draft');
    const before = await first.recording();
    await first.close();
    expect(storage.plays.get(scenarioId)?.summary).toMatchObject({ seed: 5, severity: 'SEV-2', resolved: false });

    const second = service(storage);
    const resumed = await second.open({ scenarioId, seed: 5, from: 'saved' }, () => undefined);
    expect(resumed.differsAtUs).toBeNull();
    expect(await second.recording()).toEqual(before);

    const replayed = service(memory());
    const again = await replayed.open({ scenarioId, seed: 5, from: before }, () => undefined);
    expect(again.differsAtUs).toBeNull();
    expect((await replayed.recording()).digests).toEqual(before.digests);
  }, 300_000);

  it('plays on from just before something that was done, without warming up or replaying all of it', async () => {
    const engine = service(memory());
    const scenarioId = 'playlist-hangs';
    await engine.open({ scenarioId, seed: 5, from: 'start' }, () => undefined);
    const step = async (times: number): Promise<void> => {
      for (let at = 0; at < times; at += 1) await engine.step();
    };
    await step(18);
    await engine.execute({ kind: 'scale', service: 'playlist', replicas: 8 }, 'kubectl scale deployment/playlist --replicas=8');
    await step(6);
    const all = await engine.recording();
    const scaled = all.commands.find(({ command }) => command.kind === 'scale');
    expect(scaled).toBeDefined();
    const before = recordingUntil(all, scaled?.atUs ?? 0);
    const stages: string[] = [];
    const opened = await engine.open({ scenarioId, seed: 5, from: before }, ({ stage, ratio }) => stages.push(`${stage} ${Math.round(ratio)}`));
    expect(opened.frame.tUs).toBe(scaled?.atUs);
    expect(opened.differsAtUs).toBeNull();
    expect([...new Set(stages)]).toEqual(['loading 0', 'replaying 0', 'replaying 1']);
    await engine.execute({ kind: 'rollout-undo', service: 'playlist' }, 'kubectl rollout undo deployment/playlist');
    await step(4);
    const branch = await engine.recording();
    expect(branch.commands.slice(0, before.commands.length)).toEqual(before.commands);
    expect(branch.commands.map(({ command }) => command.kind)).not.toContain('scale');
    // four minutes later there is a checkpoint on the way: what follows it has other digests than the play before
    expect(branch.digests.filter(({ atUs }) => atUs <= before.untilUs)).toEqual(before.digests);
    const late = branch.digests.at(-1);
    expect(all.digests.find(({ atUs }) => atUs === late?.atUs)?.digest).not.toBe(late?.digest);
  }, 300_000);

  it('says that storage is full, plays on, and still gives the recording', async () => {
    const storage = memory();
    const engine = service(storage);
    const notices: string[] = [];
    engine.onNotice((notice) => notices.push(notice));
    const scenarioId = (await engine.catalogue()).scenarios[0].id;
    await engine.open({ scenarioId, seed: 5, from: 'start' }, () => undefined);
    storage.full = true;
    await engine.execute({ kind: 'set-severity', severity: 'SEV-1' }, 'severity SEV-1');
    await engine.save();
    expect(notices[notices.length - 1]).toBe('This play is not kept: the storage for this page is full. Play goes on; export the recording to keep it.');
    expect((await engine.recording()).commands.at(-1)?.command).toEqual({ kind: 'set-severity', severity: 'SEV-1' });
    storage.full = false;
    await engine.step();
    await engine.save();
    expect(notices[notices.length - 1]).toBe('');
  }, 300_000);

  it.each([
    ['checkpoint', 'The checkpoint kept here cannot be read: this browser blocks storage. Everything is replayed instead.'],
    ['dropPlay', 'The play kept before cannot be removed: this browser blocks storage. Play goes on.'],
    ['best', 'This score is not kept: this browser blocks storage. Export the recording to keep the play.'],
    ['saveBest', 'This score is not kept: this browser blocks storage. Export the recording to keep the play.'],
  ] as const)(
    'says so when storage fails at %s',
    async (method, expected) => {
      const failing = async (): Promise<never> => {
        throw new Error('this browser blocks storage');
      };
      const engine = service({ ...memory(), [method]: failing });
      const notices: string[] = [];
      engine.onNotice((notice) => notices.push(notice));
      const scenarioId = 'playlist-hangs';
      const opened = await engine.open({ scenarioId, seed: 5, from: 'start' }, () => undefined);
      if (method === 'checkpoint') await engine.open({ scenarioId, seed: opened.seed, from: await engine.recording() }, () => undefined);
      if (method === 'best' || method === 'saveBest') await engine.saveBest(50);
      expect(notices).toContain(expected);
    },
    120_000,
  );

  it('rejects what is asked before an incident is open', async () => {
    await expect(service(memory()).now()).rejects.toThrow('no incident is open');
  });
});
