import { child, type Located, textAt } from '../document/located.ts';
import type { ScenarioProblem } from '../problem.ts';
import { checkAlerts } from './check-alerts.ts';
import { checkFaults, checkTimeline } from './check-timeline.ts';
import { checkTruth } from './check-truth.ts';
import { fleetNames } from './fleet-names.ts';
import { Remarks } from './remarks.ts';

/** Sense of a scenario against its fleet. Without a fleet (missing or unreadable) names in it cannot be checked. */
export function checkScenario(scenario: Located, fleetRoot: Located | null): ScenarioProblem[] {
  const remarks = new Remarks();
  const fleet = fleetNames(fleetRoot);
  const edge = child(fleetRoot, 'loadBalancer');
  checkAlerts(remarks, scenario);
  if (fleetRoot !== null) {
    checkTimeline(remarks, scenario, fleet, textAt(edge, 'service'));
    checkFaults(remarks, scenario, fleet);
  }
  checkTruth(remarks, scenario, fleet, textAt(edge, 'name'));
  return remarks.problems;
}
