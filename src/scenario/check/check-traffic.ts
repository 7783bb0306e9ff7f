import { child, itemsOf, type Located, textAt } from '../document/located.ts';
import { DEFAULT_EDGE_EJECTION_PERCENT } from '../schema/protection.ts';
import { durationAt, numberAt, shareAt } from './amounts.ts';
import { mostPodsOf } from './check-protection.ts';
import { type FleetNames, routesOf } from './fleet-names.ts';
import type { Remarks } from './remarks.ts';

/** Who calls from outside, and what they are promised. */
export function checkTraffic(remarks: Remarks, root: Located, fleet: FleetNames): void {
  const edge = child(root, 'loadBalancer');
  remarks.known(edge, 'service', fleet.services, 'service', 'Services');
  const front = textAt(edge, 'service') ?? '';
  const routes = routesOf(fleet.service.get(front));
  const served = fleet.service.has(front);
  checkEjections(remarks, child(edge, 'outlierDetection'), fleet.service.get(front));
  checkRouteRules(remarks, itemsOf(edge, 'routes'), served ? routes : null, front);
  for (const client of itemsOf(root, 'clients')) {
    for (const arrivals of itemsOf(client, 'routes')) if (served) remarks.known(arrivals, 'route', routes, 'route', 'Routes', front);
    checkCurve(remarks, itemsOf(client, 'curve'));
    const asked = itemsOf(client, 'routes').flatMap((arrivals) => ((textAt(arrivals, 'method') ?? 'GET') === 'GET' ? (textAt(arrivals, 'route') ?? []) : []));
    remarks.known(child(client, 'cache'), 'route', asked, 'route asked for by GET', 'Routes', textAt(client, 'name') ?? '');
  }
  for (const slo of itemsOf(root, 'slos')) {
    if (served) remarks.known(slo, 'route', routes, 'route', 'Routes', front);
    checkSlo(remarks, slo);
  }
  checkRegionShares(remarks, root);
}

/** Where one backend is more than may be ejected, none ever is. */
function checkEjections(remarks: Remarks, detection: Located | null, front: Located | undefined): void {
  const pods = mostPodsOf(front);
  if (detection === null || pods === null) return;
  const percent = numberAt(detection, 'maxEjectionPercent') ?? DEFAULT_EDGE_EJECTION_PERCENT;
  if (100 > percent * pods)
    remarks.warn(
      child(detection, 'maxEjectionPercent') ?? detection,
      `nothing can be ejected: ${percent}% of ${pods} ${pods === 1 ? 'pod' : 'pods'} is less than one; raise maxEjectionPercent`,
    );
}

/** @param routes of the service behind the load balancer; null: it is not known */
function checkRouteRules(remarks: Remarks, rules: readonly Located[], routes: readonly string[] | null, front: string): void {
  const named = rules.map((rule) => textAt(rule, 'route'));
  rules.forEach((rule, at) => {
    if (routes !== null) remarks.known(rule, 'route', routes, 'route', 'Routes', front);
    if (named[at] !== null && named.indexOf(named[at]) < at) remarks.error(child(rule, 'route') ?? rule, `there is a rule for ${named[at]} already`);
  });
}

function checkCurve(remarks: Remarks, points: readonly Located[]): void {
  let last: number | null = null;
  for (const point of points) {
    const at = durationAt(point, 'at');
    if (at !== null && last !== null && at <= last) remarks.error(child(point, 'at') ?? point, 'must come after the point before it');
    last = at ?? last;
  }
}

function checkSlo(remarks: Remarks, slo: Located): void {
  const objective = shareAt(slo, 'objective');
  const objectiveAt = child(slo, 'objective');
  if (objectiveAt !== null && (objective === 0 || objective === 1))
    remarks.error(objectiveAt, 'must lie between 0% and 100%, neither included: an SLO needs some budget');
  const kind = textAt(slo, 'kind');
  const threshold = child(slo, 'threshold');
  if (kind === 'latency' && threshold === null) remarks.error(slo, 'a latency SLO needs a threshold such as 400ms');
  if (kind === 'availability' && threshold !== null) remarks.error(threshold, 'an availability SLO has no threshold');
}

function checkRegionShares(remarks: Remarks, root: Located): void {
  checkShares(remarks, root, 'regions', "the regions' shares");
  for (const region of itemsOf(root, 'regions')) checkShares(remarks, region, 'pointsOfPresence', "the points of presence's shares");
}

function checkShares(remarks: Remarks, parent: Located, key: string, whose: string): void {
  const shares = itemsOf(parent, key).map((item) => shareAt(item, 'share'));
  const list = child(parent, key);
  if (list === null || shares.length === 0 || shares.includes(null)) return;
  const sum = shares.reduce<number>((total, part) => total + (part ?? 0), 0);
  if (Math.abs(sum - 1) > 1e-6) remarks.error(list, `${whose} add up to ${Number(sum.toFixed(4))}; expected 1`);
}
