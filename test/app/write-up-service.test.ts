import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { createForkSessions } from '../../src/app/fork-sessions.ts';
import { createWriteUpService } from '../../src/app/write-up-service.ts';
import type { Progress } from '../../src/contract/ports.ts';
import { MICROS_PER_MINUTE } from '../../src/contract/time.ts';
import type { Debrief } from '../../src/contract/write-up-port.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import type { ScenarioModel } from '../../src/scenario/model/scenario.ts';
import { runFacts } from '../../src/session/run-facts.ts';
import type { Session } from '../../src/session/session-api.ts';
import { createSession } from '../../src/session/session.ts';

const loaded = loadScenario({ read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null) }, 'scenarios/playlist-hangs.yaml');
if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
/** The real fleet and truth, but a calm and short run: what matters here is what is told when. */
const scenario: ScenarioModel = { ...loaded.scenario, warmupUs: 4 * MICROS_PER_MINUTE, timeline: [], minutes: 1 };
const breathe = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
const lines: string[] = [];
const service = createWriteUpService({
  scenario,
  create: createForkSessions(scenario, async () => null, breathe),
  runIntent: async (_session, line) => void lines.push(line),
  breathe,
});

describe('the write-up service', () => {
  let played: Session;
  beforeAll(() => {
    played = createSession(scenario, 7);
    played.advance(scenario.warmupUs + MICROS_PER_MINUTE / 2);
    played.observe('shell', 'kubectl get pods', 'player');
    played.execute({ kind: 'set-severity', severity: 'SEV-3' }, 'player', 'severity SEV-3');
  }, 300_000);

  it('answers nothing of the truth before the hand-in', async () => {
    const markdown = await service.template(runFacts(played));
    const text = `${markdown}\n\nWe looked at many things. Users waited. The database, the cache, the pool, a release and the network were looked at.`;
    const answers = JSON.stringify([markdown, await service.components(), await service.read(text), await service.remarks(text)]);
    const { truth } = scenario;
    for (const secret of [
      truth.story,
      ...truth.claims.map((claim) => claim.title),
      ...truth.redHerrings.map((herring) => herring.title),
      ...truth.reference.map((action) => action.sh),
      ...truth.claims.map((claim) => claim.seenBy?.where ?? truth.story),
    ]) {
      expect(answers).not.toContain(secret);
    }
    expect(await service.read(text)).toEqual([]);
  });

  it('names every service and store of the fleet as something a claim may be about', async () => {
    expect(await service.components()).toEqual(
      expect.arrayContaining([...scenario.fleet.services, ...scenario.fleet.databases, ...scenario.fleet.poolers].map((part) => part.name)),
    );
  });

  it('tells the postmortem score at once, then one run after the other, then the response', async () => {
    const told: { debrief: Debrief; progress: Progress | null }[] = [];
    const debrief = await service.grade(
      { markdown: await service.template(runFacts(played)), claims: [] },
      runFacts(played),
      played.recording(),
      (part, progress) => void told.push({ debrief: part, progress }),
    );
    expect(told[0].debrief.postmortem).not.toBeNull();
    expect(told[0].debrief.forks).toEqual([]);
    expect(debrief.forks.map((fork) => fork.id)).toEqual(['you', 'nothing', 'reference']);
    expect(told.find((one) => one.debrief.forks.length === 1)!.debrief.story).not.toBeNull();
    expect(told.filter((one) => one.debrief.response !== null)).toHaveLength(1);
    const ratios = told.map((one) => one.progress?.ratio ?? 1);
    expect(ratios).toEqual([...ratios].sort((a, b) => a - b));
    expect(debrief.story!.actions.map((action) => action.what).sort()).toEqual(['kubectl get pods', 'severity SEV-3']);
    expect(lines).toEqual(scenario.truth.reference.filter((action) => action.atUs <= MICROS_PER_MINUTE).map((action) => action.sh));
  }, 300_000);

  it('stops when cancelled and keeps what it knows', async () => {
    const stop = new AbortController();
    const debrief = await service.grade(
      { markdown: '# x', claims: [] },
      runFacts(played),
      played.recording(),
      (part) => {
        if (part.forks.length === 1) stop.abort();
      },
      stop.signal,
    );
    expect(debrief.forks.map((fork) => fork.id)).toEqual(['you']);
    expect(debrief.postmortem).not.toBeNull();
    expect(debrief.response).toBeNull();
  }, 300_000);

  it('starts every run of a debrief in the same world', async () => {
    const create = createForkSessions(scenario, async () => null, breathe);
    const digests = [];
    for (let run = 0; run < 3; run += 1) {
      const session = await create(7, () => undefined);
      session.advance(session.nowUs + 10e6);
      digests.push(session.digest());
    }
    expect(new Set(digests).size).toBe(1);
  }, 300_000);
});
