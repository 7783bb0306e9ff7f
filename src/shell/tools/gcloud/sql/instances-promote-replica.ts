import type { Command } from '../command.ts';
import { confirm } from '../confirmation.ts';
import { GcloudError } from '../gcloud-error.ts';
import { findInstance, projectOf, selfLink } from './sql-instance.ts';

/** As textwrap.fill breaks it, at 70 columns. Source: surface/sql/instances/promote_replica.py. */
const WARNING = `Promoting a read replica stops replication and converts the instance
to a standalone primary instance with read and write capabilities.
This can't be undone. To avoid loss of data, before promoting the
replica, you should verify that the replica has applied all
transactions received from the primary.

Learn more:
https://cloud.google.com/sql/docs/postgres/replication/manage-replicas#promote-replica

`;

export const promoteReplica: Command = {
  name: 'promote-replica',
  summary: 'Promotes Cloud SQL read replica to a stand-alone instance.',
  description: 'Promotes Cloud SQL read replica to a stand-alone instance.',
  examples: [['To make a replica a primary of its own, run:', 'gcloud sql instances promote-replica REPLICA']],
  positionals: [{ name: 'REPLICA', required: true, help: 'Cloud SQL read replica ID.' }],
  flags: [
    { name: 'async', kind: 'none', metavar: '', help: '' },
    { name: 'failover', kind: 'none', metavar: '', help: '' },
  ],
  completes: 'sql-instance',
  async run(call) {
    const { name } = await findInstance(call);
    call.say(WARNING);
    confirm(call, '', call.stdin);
    const result = await call.execute({ kind: 'promote-database', database: name });
    if (!result.ok) throw new GcloudError(`HTTPError 400: ${result.refusal.message}`);
    call.say(`Promoting Cloud SQL replica...done.\nPromoted [${selfLink(await projectOf(call.port), name)}].\n`);
    return null;
  },
};
