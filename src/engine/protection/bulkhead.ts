import type { BulkheadModel } from '../../scenario/model/protection.ts';
import type { ConfigState } from '../control/config-maps.ts';
import type { SitePlan } from '../plan/plan.ts';
import { FLAG, INT } from '../requests/attempt-table.ts';
import type { World } from '../world.ts';
import { warn } from './process-log.ts';

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

const SIZE = /^\d{1,6}$/;

/**
 * What a ConfigMap says. A key that is missing leaves its bulkhead as it is, and so does one that cannot be read.
 * @param refused called with the bulkhead's number and what cannot be read @returns whether something is different
 */
export function resizeBulkheads(
  { most }: Bulkheads,
  models: readonly BulkheadModel[],
  data: Readonly<Record<string, string>>,
  refused: (bulkhead: number, written: string) => void = () => undefined,
): boolean {
  let isChanged = false;
  models.forEach(({ name }, at) => {
    const written = data[`bulkhead_${name}`];
    if (written === undefined || Number(written) === most[at]) return;
    if (SIZE.test(written)) {
      most[at] = Number(written);
      isChanged = true;
    } else refused(at, written);
  });
  return isChanged;
}

/** Takes a place for a call; false when all are taken. @param number of the calling pod */
export function enterBulkhead(world: World, row: number, site: SitePlan, number: number): boolean {
  const { s } = world;
  const { ints } = s.attempts;
  const { bulkheads, life } = s.pods[number];
  if (bulkheads === undefined) return true;
  if (bulkheads.inUse[site.bulkhead] >= bulkheads.most[site.bulkhead]) {
    bulkheads.refused[site.bulkhead]++;
    logFull(world, row, number, site);
    return false;
  }
  bulkheads.inUse[site.bulkhead]++;
  ints[row + INT.flags] |= FLAG.inBulkhead;
  ints[row + INT.callerPod] = number;
  ints[row + INT.callerLife] = life;
  return true;
}

/** The caller's end of a call is over, whether or not its server's is. */
export function leaveBulkhead(world: World, row: number, site: SitePlan): void {
  const { ints } = world.s.attempts;
  if ((ints[row + INT.flags] & FLAG.inBulkhead) === 0) return;
  ints[row + INT.flags] &= ~FLAG.inBulkhead;
  const { bulkheads, life } = world.s.pods[ints[row + INT.callerPod]];
  if (bulkheads !== undefined && life === ints[row + INT.callerLife]) bulkheads.inUse[site.bulkhead]--;
}

/** resilience4j's words (BulkheadFullException). */
function logFull(world: World, row: number, pod: number, site: SitePlan): void {
  const { ints } = world.s.attempts;
  const { name } = world.plan.services[site.from].bulkheads[site.bulkhead];
  warn(world, pod, `Bulkhead '${name}' is full and does not permit further calls`, ints[row + INT.keyHi], ints[row + INT.keyLo]);
}

/** A process takes up what its ConfigMap says; what it cannot read it tells, and goes on with the size it has. @returns whether something is different */
export function applyBulkheads(world: World, pod: number, bulkheads: Bulkheads, data: Readonly<Record<string, string>>): boolean {
  const models = world.plan.services[world.s.pods[pod].service].bulkheads;
  return resizeBulkheads(bulkheads, models, data, (at, written) =>
    warn(world, pod, `Bulkhead '${models[at].name}': invalid size '${written}', keeping ${bulkheads.most[at]}`, 0, 0),
  );
}
