import { WARN } from '../../contract/records.ts';
import { logTemplateIndex } from '../../contract/log-templates.ts';
import type { BulkheadModel } from '../../scenario/model/protection.ts';
import type { ConfigState } from '../control/config-maps.ts';
import { RUNTIME, type SitePlan } from '../plan/plan.ts';
import { FLAG, INT } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { OUTCOME } from '../world.ts';
import { deadlineOf } from './deadline.ts';

/** Of a calling pod, by bulkhead: places taken, places there are, and calls refused. */
export interface Bulkheads {
  readonly inUse: Int32Array;
  readonly most: Int32Array;
  readonly refused: Float64Array;
}

export function createBulkheads(models: readonly BulkheadModel[], config: ConfigState | null): Bulkheads {
  const bulkheads = {
    inUse: new Int32Array(models.length),
    most: Int32Array.from(models, ({ maxConcurrent }) => maxConcurrent),
    refused: new Float64Array(models.length),
  };
  resizeBulkheads(bulkheads, models, config?.data ?? {});
  return bulkheads;
}

/** Keys of a ConfigMap. */
export function bulkheadData(models: readonly BulkheadModel[]): Record<string, string> {
  return Object.fromEntries(models.map(({ name, maxConcurrent }) => [`bulkhead_${name}`, String(maxConcurrent)]));
}

/** What a ConfigMap says; a key that is missing or no number leaves its bulkhead as it is. @returns whether something is different */
export function resizeBulkheads(bulkheads: Bulkheads, models: readonly BulkheadModel[], data: Readonly<Record<string, string>>): boolean {
  const before = Int32Array.from(bulkheads.most);
  models.forEach(({ name }, at) => {
    const written = data[`bulkhead_${name}`] ?? '';
    if (/^\d{1,6}$/.test(written)) bulkheads.most[at] = Number(written);
  });
  return bulkheads.most.some((most, at) => most !== before[at]);
}

/** Whether a guarded call may leave: in time, and with a place in its bulkhead, which it takes. @returns OUTCOME.ok, or why not */
export function holdBack(world: World, row: number, site: SitePlan): number {
  const { s } = world;
  const { ints } = s.attempts;
  if (deadlineOf(world, row) <= s.nowUs) return OUTCOME.timeout;
  if (site.bulkhead < 0) return OUTCOME.ok;
  const number = ints[ints[row + INT.parent] + INT.pod];
  const { bulkheads, life } = s.pods[number];
  if (bulkheads === undefined) return OUTCOME.ok;
  if (bulkheads.inUse[site.bulkhead] >= bulkheads.most[site.bulkhead]) {
    bulkheads.refused[site.bulkhead]++;
    logFull(world, row, number, site);
    return OUTCOME.bulkheadFull;
  }
  bulkheads.inUse[site.bulkhead]++;
  ints[row + INT.flags] |= FLAG.inBulkhead;
  ints[row + INT.callerPod] = number;
  ints[row + INT.callerLife] = life;
  return OUTCOME.ok;
}

/** The caller's end of a call is over, whether or not its server's is. */
export function leaveBulkhead(world: World, row: number, site: SitePlan): void {
  const { ints } = world.s.attempts;
  if ((ints[row + INT.flags] & FLAG.inBulkhead) === 0) return;
  ints[row + INT.flags] &= ~FLAG.inBulkhead;
  const { bulkheads, life } = world.s.pods[ints[row + INT.callerPod]];
  if (bulkheads !== undefined && life === ints[row + INT.callerLife]) bulkheads.inUse[site.bulkhead]--;
}

const LAYOUTS: Readonly<Record<number, number | undefined>> = {
  [RUNTIME.node]: logTemplateIndex('routineJson'),
  [RUNTIME.java]: logTemplateIndex('routineSpring'),
  [RUNTIME.go]: logTemplateIndex('routineGo'),
};

/** resilience4j's words (BulkheadFullException); an Envoy writes access lines only. */
function logFull(world: World, row: number, pod: number, site: SitePlan): void {
  const { runtime, bulkheads } = world.plan.services[site.from];
  const template = LAYOUTS[runtime];
  if (template === undefined) return;
  const { ints } = world.s.attempts;
  const text = world.words.of(`Bulkhead '${bulkheads[site.bulkhead].name}' is full and does not permit further calls`);
  world.recorder.log(world.s.nowUs, world.s.pods[pod].source, WARN, template, ints[row + INT.keyHi], ints[row + INT.keyLo], text, 0, 0, 0, 0);
}
