import type { Command } from '../command.ts';
import { LIST_FLAGS, URI_FLAG } from '../list-flags.ts';
import type { Column, Resource } from '../output/resource.ts';
import { projectOf, sqlInstance } from './sql-instance.ts';

/** Source: command_lib/sql/flags.py, INSTANCES_FORMAT_COLUMNS. */
const TABLE: readonly Column[] = [
  { label: 'NAME', cell: ({ name }) => String(name) },
  { label: 'DATABASE_VERSION', cell: ({ databaseVersion }) => String(databaseVersion) },
  { label: 'LOCATION', cell: ({ gceZone, region }) => String(gceZone ?? region) },
  { label: 'TIER', cell: ({ settings }) => String((settings as Resource).tier) },
  { label: 'PRIMARY_ADDRESS', cell: () => '-' },
  { label: 'PRIVATE_ADDRESS', cell: ({ ipAddresses }) => String((ipAddresses as readonly Resource[])[0].ipAddress) },
  { label: 'STATUS', cell: ({ state }) => String(state) },
];

export const listInstances: Command = {
  name: 'list',
  summary: 'Lists Cloud SQL instances in a given project.',
  description: 'Lists Cloud SQL instances in a given project in the alphabetical order of the instance name.',
  examples: [['To list the instances of the project, run:', 'gcloud sql instances list']],
  positionals: [],
  flags: [...LIST_FLAGS, ...URI_FLAG],
  async run({ port }) {
    const project = await projectOf(port);
    const databases = await Promise.all([...(await port.databases())].sort().map((name) => port.database(name)));
    return { resources: databases.map((database) => sqlInstance(database, project)), table: TABLE };
  },
};
