import type { Command } from '../command.ts';
import { GcloudError, notSimulated } from '../gcloud-error.ts';
import { INSTANCE_FLAG, instanceMeant } from './sql-users.ts';

export const setUserPassword: Command = {
  name: 'set-password',
  summary: "Changes a user's password in a given instance.",
  description: "Changes a user's password in a given instance. Connections that are open stay open; the Secrets of the clusters stay as they are.",
  examples: [['To change the password of a user, run:', 'gcloud sql users set-password USER --instance=INSTANCE --password=PASSWORD']],
  positionals: [{ name: 'USERNAME', required: true, help: 'Cloud SQL username.' }],
  flags: [
    INSTANCE_FLAG,
    { name: 'password', kind: 'string', metavar: 'PASSWORD', help: 'Cloud SQL user password.' },
    { name: 'prompt-for-password', kind: 'none', metavar: '', help: '' },
    { name: 'async', kind: 'none', metavar: '', help: '' },
    { name: 'retain-password', kind: 'none', metavar: '', help: '' },
  ],
  async run(call) {
    const [user] = call.args;
    const { instance, secrets } = await instanceMeant(call);
    if (instance.wal?.replicaOf != null) throw new GcloudError('HTTPError 400: The requested operation is not valid for a replica instance.');
    const secret = secrets.find((one) => one.user === user);
    if (secret === undefined)
      throw notSimulated(`passwords of ${user} on ${instance.name}; those that Secrets hold are: ${secrets.map((one) => one.user).join(', ') || 'none'}`);
    const known = secret.versions.findIndex(({ password }) => password === call.flags.text('password'));
    // one that no version has is nobody's
    const version = known < 0 ? NOBODYS : known + 1;
    const result = await call.execute({ kind: 'set-password', secret: secret.name, version });
    if (!result.ok) throw new GcloudError(`HTTPError 400: ${result.refusal.message}`);
    call.say('Updating Cloud SQL user...done.\n');
    return null;
  },
};

const NOBODYS = 1_000_000;
