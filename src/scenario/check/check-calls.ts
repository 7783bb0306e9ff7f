import type { Micros } from '../../contract/time.ts';
import { child, descend, itemsOf, type Located, shown, textAt } from '../document/located.ts';
import { formatDuration } from '../schema/quantity.ts';
import { durationAt, numberAt } from './amounts.ts';
import type { FleetNames } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

/** Calls between services as a graph: cycles, and callees that wait longer than their callers do. */
export function checkCalls(remarks: Remarks, root: Located, fleet: FleetNames): void {
  const graph = callGraph(fleet);
  reportCycles(remarks, graph);
  for (const calls of graph.values()) {
    for (const call of calls) {
      const limit = patienceOf(call, 'try');
      if (limit === null) continue;
      for (const inner of graph.get(keyOf(textAt(call, 'service'), textAt(call, 'route'))) ?? []) {
        warnIfLonger(remarks, inner, limit, `gives up after ${formatDuration(limit)} (${call.place.file}:${call.place.line})`);
      }
    }
  }
  const edge = child(root, 'loadBalancer');
  const limit = durationAt(edge, 'timeout');
  if (limit === null) return;
  for (const [key, calls] of graph) {
    if (key.split(' ')[0] !== textAt(edge, 'service')) continue;
    for (const call of calls) warnIfLonger(remarks, call, limit, `the load balancer, gives up after ${formatDuration(limit)}`);
  }
}

function warnIfLonger(remarks: Remarks, call: Located, limit: Micros, why: string): void {
  const patience = patienceOf(call, 'all');
  if (patience === null || patience <= limit) return;
  const at = child(call, 'overallTimeout') ?? child(call, 'timeout') ?? call;
  remarks.warn(at, `waits up to ${formatDuration(patience)} with retries, but its caller ${why}`);
}

/** How long a call may take: one try as its callee sees it, or all of them as its caller does. null: without end. */
function patienceOf(call: Located, what: 'try' | 'all'): Micros | null {
  const perTry = durationAt(call, 'timeout');
  const overall = durationAt(call, 'overallTimeout');
  const tries = what === 'try' ? 1 : (numberAt(call, 'retries') ?? 0) + 1;
  if (perTry === null) return overall;
  return overall === null ? perTry * tries : Math.min(overall, perTry * tries);
}

type CallGraph = ReadonlyMap<string, readonly Located[]>;

function keyOf(service: string | null, route: string | null): string {
  return `${service} ${route}`;
}

function callGraph(fleet: FleetNames): CallGraph {
  const graph = new Map<string, Located[]>();
  for (const [name, service] of fleet.service) {
    for (const endpoint of itemsOf(service, 'endpoints')) graph.set(keyOf(name, textAt(endpoint, 'route')), callsIn(itemsOf(endpoint, 'steps')));
  }
  return graph;
}

/** Calls of a program, branches and inner steps included. */
export function callsIn(steps: readonly Located[]): Located[] {
  return steps.flatMap((step) => [
    ...[child(step, 'call')].filter((call) => call !== null),
    ...itemsOf(step, 'parallel'),
    ...callsIn(itemsOf(child(step, 'transaction'), 'steps')),
    ...callsIn(itemsOf(child(step, 'sometimes'), 'steps')),
    ...callsIn(itemsOf(child(step, 'cache'), 'onMiss')),
  ]);
}

/** All calls of a service: those of its endpoints, and those it makes for a record. */
export function callsOf(service: Located): Located[] {
  return [...itemsOf(service, 'endpoints'), child(service, 'consumes')].flatMap((program) => callsIn(itemsOf(program, 'steps')));
}

/** What stands under a key of calls belongs to the called service of the fleet, not to the call: all calls of it by one service must say the same. */
export function sameForTarget(remarks: Remarks, service: Located, fleet: FleetNames, key: string, why: string): void {
  for (const call of callsOf(service)) {
    const value = child(call, key);
    const target = textAt(call, 'service') ?? '';
    if (value !== null && fleet.externals.includes(target)) remarks.error(value, `is for calls of the fleet's own services; ${target} is an external`);
  }
  sayTheSame(remarks, callsOf(service), key, why);
}

/** Of the calls given, those of one target must have the same under a key. */
export function sayTheSame(remarks: Remarks, calls: readonly Located[], key: string, why: string): void {
  const first = new Map<string, { readonly said: string; readonly at: Located }>();
  for (const call of calls) {
    const target = textAt(call, 'service') ?? '';
    const value = child(call, key);
    const said = saidOf(value);
    const known = first.get(target);
    if (known === undefined) first.set(target, { said, at: value ?? call });
    else if (known.said !== said) {
      const { file, line, column } = known.at.place;
      remarks.error(value ?? call, `${key} must be as at ${file}:${line}:${column}: ${why}, so its calls must say the same`);
    }
  }
}

function saidOf(value: Located | null): string {
  if (value?.kind !== 'map') return 'nothing';
  return [...value.entries]
    .map(([key, entry]) => `${key} ${shown(entry.value)}`)
    .sort()
    .join(', ');
}

/** A request that calls back into its own route would never end. Depth first; each cycle is told once, at the call that closes it. */
function reportCycles(remarks: Remarks, graph: CallGraph): void {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (key: string): void => {
    if (done.has(key)) return;
    path.push(key);
    for (const call of graph.get(key) ?? []) {
      const next = keyOf(textAt(call, 'service'), textAt(call, 'route'));
      const start = path.indexOf(next);
      if (start >= 0) remarks.error(descend(call, 'service') ?? call, `calls go in a circle: ${[...path.slice(start), next].join(' → ')}`);
      else visit(next);
    }
    path.pop();
    done.add(key);
  };
  for (const key of graph.keys()) visit(key);
}
