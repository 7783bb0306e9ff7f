import type { Command } from '../command.ts';
import { COMPUTE_LIST_FLAGS, NAMES } from '../list-flags.ts';
import type { Column } from '../output/resource.ts';
import { urlMap } from './url-map.ts';

/** Source: command_lib/compute/url_maps/flags.py, DEFAULT_LIST_FORMAT. */
const TABLE: readonly Column[] = [
  { label: 'NAME', cell: ({ name }) => String(name) },
  { label: 'DEFAULT_SERVICE', cell: ({ defaultService }) => String(defaultService).split('/').slice(-2).join('/') },
];

export const listUrlMaps: Command = {
  name: 'list',
  summary: 'List Google Compute Engine URL maps.',
  description: 'Displays all Google Compute Engine URL maps in a project.',
  examples: [['To list all URL maps in a project in table form, run:', 'gcloud compute url-maps list']],
  positionals: [NAMES],
  flags: COMPUTE_LIST_FLAGS,
  run: async ({ port }) => ({ resources: [urlMap(await port.loadBalancer())], table: TABLE, counted: true }),
};
