import type { Command } from '../command.ts';
import { backendService, findBackendService } from './backend-service.ts';
import { globalFlag, regionFlag } from './scope-flags.ts';

export const describeBackendService: Command = {
  name: 'describe',
  summary: 'Display detailed information about a backend service.',
  description: 'Displays all data associated with a backend service in a project.',
  examples: [['To get details about a global backend service, run:', 'gcloud compute backend-services describe NAME --global']],
  positionals: [{ name: 'BACKEND_SERVICE_NAME', required: true, help: 'Name of the backend service to describe.' }],
  flags: [globalFlag('backend service'), regionFlag('backend service')],
  exclusive: ['global', 'region'],
  completes: 'backend-service',
  run: async (call) => ({ resources: [backendService(await findBackendService(call))], single: true }),
};
