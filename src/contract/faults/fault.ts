/** A fault changes a parameter of a component and nothing else. One schema a file beside this one, one implementation a file in `engine/faults`. */
import type { IdleTransactionLeak } from './idle-transaction-leak.ts';
import type { MemoryGrowth } from './memory-growth.ts';
import type { PoisonRecord } from './poison-record.ts';
import type { RequestFailure } from './request-failure.ts';

export type Fault = IdleTransactionLeak | MemoryGrowth | PoisonRecord | RequestFailure;
export type FaultKind = Fault['kind'];
export const FAULT_KINDS: readonly FaultKind[] = ['idle-transaction-leak', 'memory-growth', 'poison-record', 'request-failure'];
