import { child, type Located, textAt } from '../document/located.ts';
import { numberAt } from './amounts.ts';
import { type FleetNames, routesOf } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

/** Whom a rate limit is for, and amounts of it that contradict each other. */
export function checkProtection(remarks: Remarks, service: Located, fleet: FleetNames): void {
  const limit = child(service, 'rateLimit');
  if (limit === null) return;
  remarks.known(limit, 'route', routesOf(service), 'route', 'Routes', textAt(service, 'name') ?? '');
  remarks.known(limit, 'client', fleet.clients, 'client class', 'Clients');
  const [most, perFill] = [numberAt(limit, 'maxTokens'), numberAt(limit, 'tokensPerFill')];
  const at = child(limit, 'tokensPerFill');
  if (at !== null && most !== null && perFill !== null && perFill > most) remarks.warn(at, `a bucket never holds more than maxTokens, ${most}`);
}
