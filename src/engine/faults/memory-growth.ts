import type { MemoryGrowth } from '../../contract/faults/memory-growth.ts';
import type { Plan } from '../plan/plan.ts';

/** What a pod's code keeps of each request it answers. */
export interface Retention {
  readonly perRequestKiB: number;
  /** Feature flag under which it does so, -1 always. */
  readonly flag: number;
}

/**
 * Changes one parameter of the pods of some versions: memory kept per answered request. When what a pod needs passes its limit, the kernel kills it
 * (second/second.ts), and the pods that are left carry more requests each, and fill faster.
 */
export function memoryGrowth(plan: Plan, fault: MemoryGrowth, service: string, version: string): Retention | null {
  if (fault.service !== service || !fault.versions.includes(version)) return null;
  return { perRequestKiB: fault.perRequestKiB, flag: fault.flag === undefined ? -1 : (plan.flagIndex.get(fault.flag) ?? -1) };
}
