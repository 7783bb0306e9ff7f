import { child, itemsOf, type Located, textAt } from '../document/located.ts';
import { DEFAULT_BULKHEAD } from '../schema/step.ts';
import { numberAt } from './amounts.ts';
import { callsIn } from './check-calls.ts';
import { type FleetNames, routesOf } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

/** Whom a rate limit is for, and amounts of it that contradict each other. */
export function checkProtection(remarks: Remarks, service: Located, fleet: FleetNames): void {
  checkBulkheads(remarks, service);
  const limit = child(service, 'rateLimit');
  if (limit === null) return;
  remarks.known(limit, 'route', routesOf(service), 'route', 'Routes', textAt(service, 'name') ?? '');
  remarks.known(limit, 'client', fleet.clients, 'client class', 'Clients');
  const [most, perFill] = [numberAt(limit, 'maxTokens'), numberAt(limit, 'tokensPerFill')];
  const at = child(limit, 'tokensPerFill');
  if (at !== null && most !== null && perFill !== null && perFill > most) remarks.warn(at, `a bucket never holds more than maxTokens, ${most}`);
}

/** Calls that name the same bulkhead share it: one size. */
function checkBulkheads(remarks: Remarks, service: Located): void {
  const first = new Map<string, { readonly size: number; readonly at: Located }>();
  for (const call of itemsOf(service, 'endpoints').flatMap((endpoint) => callsIn(itemsOf(endpoint, 'steps')))) {
    const bulkhead = child(call, 'bulkhead');
    if (bulkhead === null) continue;
    const name = textAt(bulkhead, 'name') ?? textAt(call, 'service') ?? '';
    const size = numberAt(bulkhead, 'maxConcurrent') ?? DEFAULT_BULKHEAD;
    const at = child(bulkhead, 'maxConcurrent') ?? bulkhead;
    const known = first.get(name);
    if (known === undefined) first.set(name, { size, at });
    else if (known.size !== size) {
      const { file, line, column } = known.at.place;
      remarks.error(at, `expected ${known.size} places, as bulkhead "${name}" has at ${file}:${line}:${column}: calls that share it must say the same`);
    }
  }
}
