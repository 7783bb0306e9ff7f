import { child, itemsOf, type Located, textAt } from '../document/located.ts';
import { durationAt, numberAt } from './amounts.ts';
import { checkExpression } from './check-alerts.ts';
import { type FleetNames, names } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

/** Components of the organisation rather than of the fleet. */
const ORGANISATION = ['alerting', 'delivery'];

/** The truth graph: components exist, edges join claims, weights make a whole. */
export function checkTruth(remarks: Remarks, scenario: Located, fleet: FleetNames, edgeName: string | null): void {
  const truth = child(scenario, 'truth');
  const claims = itemsOf(truth, 'claims');
  const herrings = itemsOf(truth, 'redHerrings');
  const components = [
    ...fleet.services,
    ...fleet.databases,
    ...fleet.poolers,
    ...fleet.caches,
    ...fleet.externals,
    ...(edgeName === null ? [] : [edgeName]),
    ...ORGANISATION,
  ];
  remarks.distinct([...claims, ...herrings], 'id', 'claim');
  // Without a fleet there is nothing to compare with, and that is said already.
  if (fleet.services.length > 0) for (const item of [...claims, ...herrings]) remarks.known(item, 'component', components, 'component', 'Components');
  if (fleet.services.length > 0) {
    const others = [...claims.flatMap((claim) => itemsOf(claim, 'accepts')), ...itemsOf(truth, 'vocabulary')];
    for (const item of others) remarks.known(item, 'component', components, 'component', 'Components');
  }
  for (const claim of claims) checkExpression(remarks, child(child(claim, 'seenBy'), 'expr'));
  const ids = names(claims, 'id');
  for (const edge of itemsOf(truth, 'edges')) {
    for (const end of ['from', 'to']) remarks.known(edge, end, ids, 'claim', 'Claims');
    const to = child(edge, 'to');
    if (to !== null && textAt(edge, 'from') !== null && textAt(edge, 'from') === textAt(edge, 'to')) remarks.error(to, 'a claim cannot lead to itself');
  }
  checkWeights(remarks, truth, claims);
  if (claims.length > 0 && !claims.some((claim) => textAt(claim, 'role') === 'trigger'))
    remarks.error(child(truth, 'claims') ?? claims[0], 'no claim has the role trigger');
  for (const action of itemsOf(truth, 'reference')) {
    const at = durationAt(action, 'at');
    if (at !== null && at < 0) remarks.error(child(action, 'at') ?? action, 'lies before play begins');
  }
}

function checkWeights(remarks: Remarks, truth: Located | null, claims: readonly Located[]): void {
  const weights = claims.map((claim) => numberAt(claim, 'weight'));
  const list = child(truth, 'claims');
  if (list === null || claims.length === 0 || weights.includes(null)) return;
  const sum = weights.reduce<number>((total, weight) => total + (weight ?? 0), 0);
  if (Math.abs(sum - 1) > 1e-6) remarks.error(list, `the claims' weights add up to ${Number(sum.toFixed(4))}; expected 1`);
}
