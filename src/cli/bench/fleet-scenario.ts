import { loadScenario } from '../../scenario/load-scenario.ts';
import type { ScenarioModel } from '../../scenario/model/scenario.ts';
import { formatProblem } from '../../scenario/problem.ts';
import type { RateStep } from './rate-table.ts';
import { UsageError } from '../usage-error.ts';

/** The shortest the loader takes; fleets made for measuring let nobody arrive in it, so every run starts empty. */
const WARM_UP = '10m';

/** A fleet's text as a scenario in which nothing breaks, read by the ordinary loader. @throws UsageError with the loader's words when it is no fleet */
export function fleetScenario(fleet: string): ScenarioModel {
  const files = new Map([
    ['bench/measured.yaml', SCENARIO],
    ['bench/fleets/measured.yaml', fleet],
  ]);
  const loaded = loadScenario({ read: (path) => files.get(path) ?? null }, 'bench/measured.yaml');
  if (!loaded.ok) throw new UsageError(loaded.problems.map(formatProblem).join('\n'));
  return loaded.scenario;
}

/** A client class's `curve`: nothing before the start, then each rate from its moment on. @param most its rate at factor 1, per second */
export function rateCurve(rates: readonly RateStep[], most: number): string {
  const points = rates.flatMap(({ atSeconds, perSecond }, step) => {
    const us = Math.round(atSeconds * 1e6);
    const before = step === 0 ? 0 : (rates[step - 1]?.perSecond ?? 0);
    return [`{at: ${us}us, factor: ${before / most}}`, `{at: ${us + 1}us, factor: ${perSecond / most}}`];
  });
  return `[${points.join(', ')}]`;
}

const SCENARIO = `schemaVersion: 1
id: measured
title: A fleet to measure
brief: Nothing breaks; the engine is measured, or held against theory.
incident: BENCH-1
difficulty: 1
minutes: 1
playStart: 2026-01-01T00:00:00Z
warmup: ${WARM_UP}
fleet: measured
truth:
  claims: [{id: none, role: trigger, component: entry, condition: traffic-spike, title: Nothing is wrong, weight: 1, says: [[[nothing]]]}]
  story: Nothing breaks here.
`;
