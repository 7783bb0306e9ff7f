import type { LoadBalancerInspection } from '../../../../contract/inspection-load-balancer.ts';
import type { Command } from '../command.ts';
import { LIST_FLAGS, URI_FLAG } from '../list-flags.ts';
import type { Resource } from '../output/resource.ts';
import { findBackendService, groupLink } from './backend-service.ts';
import { link, zonalName } from './links.ts';
import { globalFlag, regionFlag } from './scope-flags.ts';

export const getHealth: Command = {
  name: 'get-health',
  summary: 'Get backend health statuses from a backend service.',
  description:
    'Requests the current health status of endpoints in a backend service. Every group in the service is checked and the health status of each endpoint ' +
    'is printed. Those listed as HEALTHY are able to receive load-balanced traffic. Those marked as UNHEALTHY are either failing the health check or not responding to it.',
  examples: [['To see which endpoints receive traffic, run:', 'gcloud compute backend-services get-health NAME --global']],
  positionals: [{ name: 'BACKEND_SERVICE_NAME', required: true, help: 'Name of the backend service to operate on.' }],
  flags: [globalFlag('backend service'), regionFlag('backend service'), ...LIST_FLAGS, ...URI_FLAG],
  exclusive: ['global', 'region'],
  completes: 'backend-service',
  async run(call) {
    const { project, groups } = await findBackendService(call);
    return { resources: groups.map((group) => groupHealth(project, group)), counted: true };
  },
};

/** A group without endpoints has no `healthStatus`. */
function groupHealth(project: string, group: LoadBalancerInspection['groups'][number]): Resource {
  const healthStatus = group.endpoints.map(({ ip, port, node, healthy }) => ({
    healthState: healthy ? 'HEALTHY' : 'UNHEALTHY',
    instance: link(zonalName(project, group.zone, 'instances', node)),
    ipAddress: ip,
    port,
  }));
  return {
    backend: groupLink(project, group),
    status: { ...(healthStatus.length > 0 ? { healthStatus } : {}), kind: 'compute#backendServiceGroupHealth' },
  };
}
