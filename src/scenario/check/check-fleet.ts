import { itemsOf, type Located } from '../document/located.ts';
import type { ScenarioProblem } from '../problem.ts';
import { checkCalls } from './check-calls.ts';
import { checkCdn } from './check-cdn.ts';
import { checkCapacity, checkNodePools } from './check-capacity.ts';
import { checkNetwork } from './check-network.ts';
import { checkConnections } from './check-connections.ts';
import { checkDns } from './check-dns.ts';
import { checkRegions } from './check-regions.ts';
import { checkResourceQuotas } from './check-resource-quotas.ts';
import { checkSecrets } from './check-secrets.ts';
import { checkDataStores, checkService } from './check-service.ts';
import { checkTraffic } from './check-traffic.ts';
import { fleetNames } from './fleet-names.ts';
import { Remarks } from './remarks.ts';

/** Sense of a fleet, merged with a scenario's overrides: names that lead nowhere, amounts that contradict each other. */
export function checkFleet(root: Located): ScenarioProblem[] {
  const remarks = new Remarks();
  const fleet = fleetNames(root);
  for (const service of itemsOf(root, 'services')) checkService(remarks, service, fleet);
  checkDataStores(remarks, root, fleet);
  checkCalls(remarks, root, fleet);
  checkConnections(remarks, root, fleet);
  checkDns(remarks, root, fleet);
  checkSecrets(remarks, root, fleet);
  checkRegions(remarks, root, fleet);
  checkNetwork(remarks, root, fleet);
  checkTraffic(remarks, root, fleet);
  checkCdn(remarks, root, fleet);
  checkNodePools(remarks, root);
  checkCapacity(remarks, root);
  checkResourceQuotas(remarks, root);
  return remarks.problems;
}
