import type { FleetModel } from '../model/fleet.ts';
import type { ScenarioModel } from '../model/scenario.ts';
import type { ScenarioWords } from '../schema/scenario.ts';

/** A validated scenario as written to the model; the timeline in order of time, ties as written. */
export function resolveScenario(words: ScenarioWords, fleet: FleetModel): Omit<ScenarioModel, 'hash'> {
  return {
    id: words.id,
    title: words.title,
    brief: words.brief,
    incidentId: words.incident,
    difficulty: words.difficulty,
    minutes: words.minutes,
    practises: words.practises,
    playStartUnixMs: words.playStart,
    warmupUs: words.warmup,
    defaultSeed: words.seed,
    fleet,
    faults: words.faults,
    timeline: words.timeline
      .map((entry) => ({ atUs: entry.at, actor: entry.actor, command: entry.command, noise: entry.noise }))
      .sort((a, b) => a.atUs - b.atUs),
    alertRules: words.alertRules,
    runbooks: words.runbooks,
    messages: words.messages.map((message) => ({
      from: message.from,
      role: message.role,
      text: message.text,
      afterHurtActions: message.afterHurtActions,
      notBeforeUs: message.notBefore,
    })),
    truth: words.truth,
  };
}
