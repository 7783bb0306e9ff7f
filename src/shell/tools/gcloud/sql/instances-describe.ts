import type { Command } from '../command.ts';
import { GcloudError } from '../gcloud-error.ts';
import { projectOf, sqlInstance } from './sql-instance.ts';

export const describeInstance: Command = {
  name: 'describe',
  summary: 'Displays configuration and metadata about a Cloud SQL instance.',
  description: 'Displays configuration and metadata about a Cloud SQL instance.',
  examples: [['To see what is known of an instance, run:', 'gcloud sql instances describe INSTANCE']],
  positionals: [{ name: 'INSTANCE', required: true, help: 'Cloud SQL instance ID.' }],
  flags: [],
  completes: 'sql-instance',
  async run({ port, args }) {
    const project = await projectOf(port);
    const [name] = args;
    // the API answers 403 for an instance that does not exist. Source: surface/sql/instances/describe.py
    if (!(await port.databases()).includes(name))
      throw new GcloudError(`There was no instance found at projects/${project}/instances/${name} or you are not authorized to access it.`);
    return { resources: [sqlInstance(await port.database(name), project)], single: true };
  },
};
