import type { MessageView } from '../contract/incident.ts';
import type { World } from '../engine/world.ts';
import type { ScenarioModel } from '../scenario/model/scenario.ts';

/** People outside the room write once users have been hurt for a while. Their numbers are the run's own. */
export interface Messages {
  due(world: World): MessageView[];
  snapshot(): unknown;
  restore(state: unknown): void;
}

export function createMessages(scenario: ScenarioModel): Messages {
  let sent = scenario.messages.map(() => false);
  return {
    due(world) {
      const { harm, nowUs } = world.s;
      const hurt = harm.failed + harm.slow;
      return scenario.messages.flatMap((message, at) => {
        if (sent[at] || nowUs - world.playStartUs < message.notBeforeUs || hurt < message.afterHurtActions) return [];
        sent[at] = true;
        return [{ atUs: nowUs, from: message.from, role: message.role, text: filled(world, message.text) }];
      });
    },
    snapshot: () => sent.slice(),
    restore: (state) => {
      sent = (state as boolean[]).slice();
    },
  };
}

/** {badPercent}, e.g. `18%`, of the worst SLI's actions in the last minute; {failedSoFar}, e.g. `12,315`; {route}. */
function filled(world: World, text: string): string {
  const { harm } = world.s;
  let worst = 0;
  const ratio = (sli: number): number => harm.windowBad[sli] / Math.max(1, harm.windowTotal[sli]);
  world.plan.slos.forEach((_, sli) => {
    if (ratio(sli) > ratio(worst)) worst = sli;
  });
  return text
    .replaceAll('{badPercent}', `${Math.round(ratio(worst) * 100)}%`)
    .replaceAll('{failedSoFar}', grouped(harm.failed))
    .replaceAll('{route}', world.plan.slos[worst]?.route ?? '');
}

/** A whole number with commas between thousands. */
function grouped(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}
