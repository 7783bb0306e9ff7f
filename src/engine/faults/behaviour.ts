import type { Fault } from '../../contract/faults/fault.ts';
import type { Plan } from '../plan/plan.ts';
import { idleTransactionLeak } from './idle-transaction-leak.ts';

/** What the code of a version does differently, as BEHAVIOUR bits: the faults that name it, put together. */
export function behaviourOf(plan: Plan, service: number, version: string): number {
  const name = plan.services[service].model.name;
  return plan.scenario.faults.reduce((bits, fault) => bits | behaviourOfFault(fault, name, version), 0);
}

function behaviourOfFault(fault: Fault, service: string, version: string): number {
  switch (fault.kind) {
    case 'idle-transaction-leak':
      return idleTransactionLeak(fault, service, version);
  }
}
