import { INT } from '../requests/attempt-table.ts';
import { assert } from '../../base/assert.ts';
import { WARN } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import { BREAKER, ensureRow, fire } from '../machines/lifecycle.ts';
import { EVENT, PRIORITY } from '../queue/event-kinds.ts';
import { pushEvent } from '../queue/event-queue.ts';
import { growColumns } from '../columns.ts';
import type { SitePlan } from '../plan/plan.ts';
import type { BreakerTable, World } from '../world.ts';

/** Circuit breakers in callers: the request path reads a state number and counts; the machine decides every change of state. */
export function createBreakerTable(): BreakerTable {
  const capacity = 32;
  return {
    count: 0,
    pod: new Int32Array(capacity),
    breaker: new Int32Array(capacity),
    calls: new Uint32Array(capacity),
    failures: new Uint32Array(capacity),
    windowStartUs: new Float64Array(capacity),
    trials: new Uint32Array(capacity),
    guard: new Uint32Array(capacity),
  };
}

export function addBreaker(world: World, pod: number, breaker: number): number {
  const table = world.s.breakers;
  if (table.count === table.pod.length) growColumns(table, table.pod.length);
  const row = table.count++;
  table.pod[row] = pod;
  table.breaker[row] = breaker;
  ensureRow(world.s.lifecycles, 'breaker', row);
  return row;
}

/** The breaker's row for a caller's site that has one. */
export function breakerRow(world: World, caller: number, site: SitePlan): number {
  const pod = world.s.attempts.ints[caller + INT.pod];
  return world.s.pods[pod].firstBreaker + (site.breaker - world.words.firstBreaker[site.from]);
}

export function breakerAllows(world: World, row: number): boolean {
  const state = world.s.lifecycles.breaker.state[row];
  if (state === BREAKER.closed) return true;
  if (state === BREAKER.open) return false;
  const model = world.plan.breakers[world.s.breakers.breaker[row]];
  if (world.s.breakers.trials[row] >= model.halfOpenCalls) return false;
  world.s.breakers.trials[row]++;
  return true;
}

export function breakerCounts(world: World, row: number, failed: boolean): void {
  const table = world.s.breakers;
  const model = world.plan.breakers[table.breaker[row]];
  const state = world.s.lifecycles.breaker.state[row];
  if (state === BREAKER.halfOpen) {
    if (failed) change(world, row, 'TRIAL_FAILED');
    else if (++table.calls[row] >= model.halfOpenCalls) change(world, row, 'TRIALS_PASSED');
    return;
  }
  if (state === BREAKER.open) return; // an answer to a call made before it opened
  if (world.s.nowUs - table.windowStartUs[row] >= model.windowUs) {
    table.windowStartUs[row] = world.s.nowUs;
    table.calls[row] = 0;
    table.failures[row] = 0;
  }
  table.calls[row]++;
  if (failed) table.failures[row]++;
  if (table.calls[row] >= model.minimumCalls && table.failures[row] >= model.failureRatio * table.calls[row]) change(world, row, 'TRIPPED');
}

/** The open period is over. */
export function breakerCooled(world: World, row: number): void {
  change(world, row, 'COOLED');
}

/** Name of the service that a breaker guards its pod against. */
export function guardedService(world: World, row: number): string {
  const breaker = world.s.breakers.breaker[row];
  const site = world.plan.sites.find((candidate) => candidate.breaker === breaker);
  assert(site !== undefined, `breaker ${breaker} has a site`);
  return site.address;
}

const BREAKER_STATE = logTemplateIndex('breakerState');

function change(world: World, row: number, event: string): void {
  const { s } = world;
  const actions = fire(s.lifecycles, 'breaker', row, event);
  if (actions === null) return;
  const table = s.breakers;
  const model = world.plan.breakers[table.breaker[row]];
  for (const action of actions) {
    if (action === 'startCooling') pushEvent(s.queue, s.nowUs + model.openUs, PRIORITY[EVENT.breaker], EVENT.breaker, row, ++table.guard[row]);
    table.trials[row] = 0;
    table.calls[row] = 0;
    table.failures[row] = 0;
    table.windowStartUs[row] = s.nowUs;
  }
  const state = ['closed', 'open', 'half_open'][s.lifecycles.breaker.state[row]];
  const name = guardedService(world, row);
  world.recorder.log(s.nowUs, s.pods[table.pod[row]].source, WARN, BREAKER_STATE, 0, 0, world.words.of(name), world.words.of(state), 0, 0, 0);
}
