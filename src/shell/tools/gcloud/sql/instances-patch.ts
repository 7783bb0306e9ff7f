import type { Command } from '../command.ts';
import { GcloudError, notSimulated } from '../gcloud-error.ts';
import { findInstance, projectOf, selfLink } from './sql-instance.ts';

export const patchInstance: Command = {
  name: 'patch',
  summary: 'Updates the settings of a Cloud SQL instance.',
  description: 'Updates the settings of a Cloud SQL instance. Here it is the activation policy that can be changed.',
  examples: [
    ['To stop an instance, run:', 'gcloud sql instances patch INSTANCE --activation-policy=NEVER'],
    ['To start it again, run:', 'gcloud sql instances patch INSTANCE --activation-policy=ALWAYS'],
  ],
  positionals: [{ name: 'INSTANCE', required: true, help: 'Cloud SQL instance ID.' }],
  flags: [
    {
      name: 'activation-policy',
      kind: 'string',
      metavar: 'ACTIVATION_POLICY',
      help: 'Activation policy for this instance: always or never. This specifies when the instance should be activated.',
    },
    { name: 'async', kind: 'none', metavar: '', help: '' },
    { name: 'diff', kind: 'none', metavar: '', help: '' },
    ...['availability-type', 'database-flags', 'tier', 'storage-size', 'edition'].map((name) => ({ name, kind: 'none' as const, metavar: '', help: '' })),
  ],
  completes: 'sql-instance',
  async run(call) {
    const given = call.flags.text('activation-policy');
    const policy = given.toUpperCase();
    if (given === '') throw notSimulated('patching anything but --activation-policy');
    if (policy !== 'ALWAYS' && policy !== 'NEVER')
      throw new GcloudError(`argument --activation-policy: Invalid choice: '${given}'.\n\nValid choices are [always, never].`, 2);
    const { name, activationPolicy } = await findInstance(call);
    const project = await projectOf(call.port);
    call.say(`The following message will be used for the patch API method.\n`);
    call.say(`{"name": "${name}", "project": "${project}", "settings": {"activationPolicy": "${policy}"}}\n`);
    if (policy !== activationPolicy) {
      const result = await call.execute({ kind: policy === 'NEVER' ? 'stop-database' : 'start-database', database: name });
      if (!result.ok) throw new GcloudError(`HTTPError 400: ${result.refusal.message}`);
    }
    call.say(`Patching Cloud SQL instance...done.\nUpdated [${selfLink(project, name)}].\n`);
    return null;
  },
};
