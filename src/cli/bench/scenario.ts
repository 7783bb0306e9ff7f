import type { FleetModel } from '../../scenario/model/fleet.ts';
import type { ScenarioModel } from '../../scenario/model/scenario.ts';
import { createSession } from '../../session/session.ts';
import { type Spread, spreadOf } from './spread.ts';

export interface ScenarioBench {
  readonly scenario: string;
  readonly pods: number;
  readonly simulatedSeconds: number;
  /** Events that changed state, the same in every run. */
  readonly events: number;
  readonly eventsPerRequest: number;
  readonly callsPerRequest: number;
  readonly eventsPerSecond: Spread;
  /** Simulated seconds a second. */
  readonly speed: Spread;
}

const RUNS = 3;
/** Warm-up and as much of play: enough for the code to be compiled and the fault to show. */
const PLAYED_US = 20 * 60_000_000;

/** Times a whole session: telemetry, alerts and harm on, nobody doing anything. */
export function benchScenario(scenario: ScenarioModel, seed: number, pods: number | undefined, onRun: (done: number, of: number) => void): ScenarioBench {
  const model = pods === undefined ? scenario : { ...scenario, fleet: grown(scenario.fleet, pods) };
  const endUs = model.warmupUs + PLAYED_US;
  const rates: number[] = [];
  const speeds: number[] = [];
  let outcome: ReturnType<ReturnType<typeof createSession>['outcome']> | undefined;
  for (let run = 0; run < RUNS; run++) {
    onRun(run, RUNS);
    const session = createSession(model, seed);
    const began = performance.now();
    session.advance(endUs);
    const seconds = (performance.now() - began) / 1000;
    outcome = session.outcome();
    rates.push(Math.round(outcome.events / seconds));
    speeds.push(endUs / 1e6 / seconds);
  }
  return {
    scenario: model.id,
    pods: podsOf(model.fleet),
    simulatedSeconds: endUs / 1e6,
    events: outcome?.events ?? 0,
    eventsPerRequest: outcome?.eventsPerRequest ?? 0,
    callsPerRequest: outcome?.callsPerRequest ?? 0,
    eventsPerSecond: spreadOf(rates),
    speed: spreadOf(speeds),
  };
}

/** The same traffic on a fleet of about `pods` pods, with the nodes to hold them. */
function grown(fleet: FleetModel, pods: number): FleetModel {
  const factor = pods / podsOf(fleet);
  return {
    ...fleet,
    services: fleet.services.map((service) => ({ ...service, replicas: Math.max(1, Math.round(service.replicas * factor)) })),
    nodePools: fleet.nodePools.map((pool) => ({ ...pool, nodesPerZone: Math.max(1, Math.ceil(pool.nodesPerZone * Math.max(1, factor))) })),
  };
}

function podsOf(fleet: FleetModel): number {
  return fleet.services.reduce((sum, service) => sum + service.replicas, 0);
}
