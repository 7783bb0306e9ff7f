import type { Command } from '../command.ts';
import { LIST_FLAGS } from '../list-flags.ts';
import type { Column } from '../output/resource.ts';
import { INSTANCE_FLAG, instanceMeant } from './sql-users.ts';

/** Source: surface/sql/users/list.py. */
const TABLE: readonly Column[] = [
  { label: 'NAME', cell: ({ name }) => String(name) },
  { label: 'HOST', cell: () => '' },
  { label: 'TYPE', cell: ({ type }) => String(type) },
  { label: 'PASSWORD_POLICY', cell: () => '' },
];

export const listUsers: Command = {
  name: 'list',
  summary: 'Lists Cloud SQL users in a given instance.',
  description: 'Lists Cloud SQL users in a given instance in the alphabetical order of the user name.',
  examples: [['To list the users of an instance, run:', 'gcloud sql users list --instance=INSTANCE']],
  positionals: [],
  flags: [INSTANCE_FLAG, ...LIST_FLAGS],
  async run(call) {
    const { instance, secrets } = await instanceMeant(call);
    const names = [...new Set([...secrets.map(({ user }) => user), ...instance.sessions.map(({ user }) => user), 'postgres'])]
      .filter((name) => name !== '')
      .sort();
    return { resources: names.map((name) => ({ host: '', instance: instance.name, kind: 'sql#user', name, type: 'BUILT_IN' })), table: TABLE };
  },
};
