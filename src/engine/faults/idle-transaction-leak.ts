import type { IdleTransactionLeak } from '../../contract/faults/idle-transaction-leak.ts';
import { BEHAVIOUR } from '../fleet/pod.ts';

/**
 * Changes one parameter of the pods of some versions: whether a transaction is ended, and its connection given back, when a call made
 * inside it has timed out. The handler is parked on the connection's socket: when the server ends the session, the socket closes,
 * the handler unwinds and the pool drops the broken connection.
 *
 * Models transactions held open across remote calls, e.g. GoCardless 2015 and the many "idle in transaction" incidents in
 * danluu/post-mortems; PostgreSQL's idle_in_transaction_session_timeout exists for it.
 */
export function idleTransactionLeak(fault: IdleTransactionLeak, service: string, version: string): number {
  return fault.service === service && fault.versions.includes(version) ? BEHAVIOUR.leavesTransactionOpen : 0;
}
