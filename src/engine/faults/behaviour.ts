import type { Fault } from '../../contract/faults/fault.ts';
import type { Plan } from '../plan/plan.ts';
import { idleTransactionLeak } from './idle-transaction-leak.ts';
import { memoryGrowth, type Retention } from './memory-growth.ts';
import { type Failing, requestFailure } from './request-failure.ts';

/** What the code of a version does differently, as BEHAVIOUR bits: the faults that name it, put together. */
export function behaviourOf(plan: Plan, service: number, version: string): number {
  const name = plan.services[service].model.name;
  return plan.scenario.faults.reduce((bits, fault) => bits | behaviourOfFault(fault, name, version), 0);
}

function behaviourOfFault(fault: Fault, service: string, version: string): number {
  switch (fault.kind) {
    case 'idle-transaction-leak':
      return idleTransactionLeak(fault, service, version);
    case 'memory-growth':
    case 'poison-record':
    case 'request-failure':
      return 0; // more than a bit: see retentionOf and failingOf
  }
}

/** What the code of a version keeps of each request; null when it keeps nothing. */
export function retentionOf(plan: Plan, service: number, version: string): Retention | null {
  const name = plan.services[service].model.name;
  for (const fault of plan.scenario.faults) {
    const retention = fault.kind === 'memory-growth' ? memoryGrowth(plan, fault, name, version) : null;
    if (retention !== null) return retention;
  }
  return null;
}

/** Requests that the code of a version cannot answer; null when it can answer all. */
export function failingOf(plan: Plan, service: number, version: string): readonly Failing[] | null {
  const failing = plan.scenario.faults.flatMap((fault) => (fault.kind === 'request-failure' ? requestFailure(plan, fault, service, version) : []));
  return failing.length === 0 ? null : failing;
}
