import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { MICROS_PER_MINUTE } from '../../src/contract/time.ts';
import { loadScenario } from '../../src/scenario/load-scenario.ts';
import type { ScenarioModel } from '../../src/scenario/model/scenario.ts';
import { createSession } from '../../src/session/session.ts';
import { ROOT } from '../../scripts/setup/install.mjs';
import { scenarioIds } from '../../src/cli/scenario-choice.ts';
import { phrasesIn, truthPhrases } from './truth-phrases.ts';

/** Invariant 8: nothing a player can read before the debrief holds the truth section's words. The DOM is looked through by the browser tests. */

function load(id: string): ScenarioModel {
  const loaded = loadScenario({ read: (path) => readFileSync(join(ROOT, path), 'utf8') }, `scenarios/${id}.yaml`);
  if (!loaded.ok) throw new Error(`${id} does not load`);
  return loaded.scenario;
}

/** Lines of the log read at a time: of all of them together there is no text. */
const LINES = 20_000;

/** Each thing a session shows, as text. */
function* shown(scenario: ScenarioModel): Generator<readonly [string, string]> {
  const session = createSession(scenario, scenario.defaultSeed);
  session.advance(session.epoch.playStartUs + 2 * MICROS_PER_MINUTE);
  yield ['title and brief', JSON.stringify([scenario.id, scenario.title, scenario.brief, scenario.incidentId, scenario.practises])];
  yield ['runbooks and alert rules', JSON.stringify([scenario.runbooks, scenario.alertRules])];
  yield ['frame', JSON.stringify(session.frame({ playing: true, speed: 1, achievedSpeed: 1 }))];
  yield ['fleet', JSON.stringify(session.fleet())];
  yield ['databases', JSON.stringify(session.databases().map((name) => session.database(name)))];
  yield ['poolers and caches', JSON.stringify([session.poolers().map((name) => session.pooler(name)), session.caches()])];
  yield ['changes', JSON.stringify(session.changes())];
  yield ['alerts and incident', JSON.stringify([session.alerts(), session.incident()])];
  yield ['metrics', JSON.stringify([session.metricNames(), session.query('count by (__name__, service, version, job, error_type) ({__name__=~".+"})')])];
  yield ['traces', JSON.stringify(session.traces({ limit: 300 }))];
  for (let lines = session.logs({ limit: LINES, take: 'oldest' }); lines.length > 0; ) {
    yield ['logs', lines.map(({ text }) => text).join('\n')];
    lines = session.logs({ afterId: lines[lines.length - 1].id, limit: LINES, take: 'oldest' });
  }
  yield ['commands of the timeline', JSON.stringify(session.commands().map(({ actor, intent }) => [actor, intent]))];
}

describe('ground truth', () => {
  it('would be noticed', () => {
    const scenario = load(scenarioIds()[0] ?? '');
    const phrases = truthPhrases(scenario);
    expect(phrases.length).toBeGreaterThan(8);
    expect(phrasesIn(`They said: ${scenario.truth.claims[0]?.title.toUpperCase()}.`, phrases)).toContain(scenario.truth.claims[0]?.title);
    expect(phrasesIn(JSON.stringify(scenario.truth), phrases).length).toBeGreaterThan(8);
  });

  for (const id of scenarioIds()) {
    it(`${id}: does not leak before the debrief`, { timeout: 300_000 }, () => {
      const scenario = load(id);
      const phrases = truthPhrases(scenario);
      const leaks = [...shown(scenario)].flatMap(([where, text]) => phrasesIn(text, phrases).map((phrase) => `${where}: ${phrase}`));
      expect(leaks).toEqual([]);
    });
  }
});
