import type { Command } from '../command.ts';
import { COMPUTE_LIST_FLAGS, NAMES } from '../list-flags.ts';
import type { Column, Resource } from '../output/resource.ts';
import { backendService } from './backend-service.ts';

/** Source: command_lib/compute/backend_services/flags.py, DEFAULT_LIST_FORMAT. */
const TABLE: readonly Column[] = [
  { label: 'NAME', cell: ({ name }) => String(name) },
  { label: 'BACKENDS', cell: ({ backends }) => (backends as readonly Resource[]).map(({ group }) => String(group).replace(/^.*\/zones\//, '')).join(',') },
  { label: 'PROTOCOL', cell: ({ protocol }) => String(protocol) },
];

export const listBackendServices: Command = {
  name: 'list',
  summary: 'List Google Compute Engine backend services.',
  description: 'Displays all Google Compute Engine backend services in a project.',
  examples: [['To list all backend services in a project in table form, run:', 'gcloud compute backend-services list']],
  positionals: [NAMES],
  flags: COMPUTE_LIST_FLAGS,
  run: async ({ port }) => ({ resources: [backendService(await port.loadBalancer())], table: TABLE, counted: true }),
};
