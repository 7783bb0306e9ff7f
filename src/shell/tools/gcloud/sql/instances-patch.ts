import type { FleetCommand } from '../../../../contract/commands.ts';
import type { DatabaseInspection } from '../../../../contract/inspection.ts';
import type { Call } from '../call.ts';
import type { Command } from '../command.ts';
import { GcloudError, notSimulated } from '../gcloud-error.ts';
import { findInstance, projectOf, selfLink } from './sql-instance.ts';

export const patchInstance: Command = {
  name: 'patch',
  summary: 'Updates the settings of a Cloud SQL instance.',
  description: 'Updates the settings of a Cloud SQL instance. Here it is the activation policy and the storage that can be changed.',
  examples: [
    ['To stop an instance, run:', 'gcloud sql instances patch INSTANCE --activation-policy=NEVER'],
    ['To start it again, run:', 'gcloud sql instances patch INSTANCE --activation-policy=ALWAYS'],
    ['To give it more storage, which it keeps for good, run:', 'gcloud sql instances patch INSTANCE --storage-size=200GB'],
  ],
  positionals: [{ name: 'INSTANCE', required: true, help: 'Cloud SQL instance ID.' }],
  flags: [
    {
      name: 'activation-policy',
      kind: 'string',
      metavar: 'ACTIVATION_POLICY',
      help: 'Activation policy for this instance: always or never. This specifies when the instance should be activated.',
    },
    {
      name: 'storage-size',
      kind: 'string',
      metavar: 'STORAGE_SIZE',
      help: 'Amount of storage allocated to the instance. Must be an integer number of GB. It can be increased, and not decreased.',
    },
    {
      name: 'storage-auto-increase',
      kind: 'bool',
      metavar: '',
      help: 'Storage size can be increased, but it cannot be decreased; storage increases are permanent for the life of the instance. With this setting enabled, a spike in storage requirements can result in permanently increased storage costs for your instance.',
    },
    { name: 'no-storage-auto-increase', kind: 'bool', metavar: '', help: 'Disables --storage-auto-increase.' },
    { name: 'async', kind: 'none', metavar: '', help: '' },
    { name: 'diff', kind: 'none', metavar: '', help: '' },
    ...['availability-type', 'database-flags', 'tier', 'storage-auto-increase-limit', 'edition'].map((name) => ({
      name,
      kind: 'none' as const,
      metavar: '',
      help: '',
    })),
  ],
  completes: 'sql-instance',
  async run(call) {
    const policy = policyOf(call);
    const storage = storageOf(call);
    if (policy === null && storage === null) throw notSimulated('patching anything but --activation-policy, --storage-size and --storage-auto-increase');
    const instance = await findInstance(call);
    const { name } = instance;
    const project = await projectOf(call.port);
    call.say(`The following message will be used for the patch API method.\n`);
    call.say(`{"name": "${name}", "project": "${project}", "settings": {${settingsOf(policy, storage)}}}\n`);
    for (const command of commandsOf(instance, policy, storage)) {
      const result = await call.execute(command);
      if (!result.ok) throw new GcloudError(`HTTPError 400: ${result.refusal.message}`);
    }
    call.say(`Patching Cloud SQL instance...done.\nUpdated [${selfLink(project, name)}].\n`);
    return null;
  },
};

interface Storage {
  readonly sizeGb?: number;
  readonly autoResize?: boolean;
}

function policyOf({ flags }: Call): 'ALWAYS' | 'NEVER' | null {
  const given = flags.text('activation-policy');
  const policy = given.toUpperCase();
  if (given === '') return null;
  if (policy !== 'ALWAYS' && policy !== 'NEVER')
    throw new GcloudError(`argument --activation-policy: Invalid choice: '${given}'.\n\nValid choices are [always, never].`, 2);
  return policy;
}

/** Source of the words: googlecloudsdk/calliope/arg_parsers.py, BinarySize; command_lib/sql/flags.py, AddStorageSize. */
function storageOf({ flags }: Call): Storage | null {
  const given = flags.text('storage-size');
  const match = /^(\d+)\s*(?:(G|T)(?:i?B)?)?$/i.exec(given);
  if (given !== '' && match === null)
    throw new GcloudError(
      `argument --storage-size: given value must be of the form INTEGER[UNIT] where units can be one of GB, GiB, TB, TiB; received: ${given}`,
      2,
    );
  const autoResize = flags.given('storage-auto-increase') ? true : flags.given('no-storage-auto-increase') ? false : undefined;
  if (match === null && autoResize === undefined) return null;
  return {
    ...(match === null ? {} : { sizeGb: Number(match[1]) * (match[2]?.toUpperCase() === 'T' ? 1024 : 1) }),
    ...(autoResize === undefined ? {} : { autoResize }),
  };
}

/** As the API names them, in the order of their names. */
function settingsOf(policy: string | null, storage: Storage | null): string {
  return [
    ...(policy === null ? [] : [`"activationPolicy": "${policy}"`]),
    ...(storage?.sizeGb === undefined ? [] : [`"dataDiskSizeGb": "${storage.sizeGb}"`]),
    ...(storage?.autoResize === undefined ? [] : [`"storageAutoResize": ${storage.autoResize}`]),
  ].join(', ');
}

/** Storage first: an instance that starts needs it. */
function commandsOf({ name, activationPolicy }: DatabaseInspection, policy: string | null, storage: Storage | null): FleetCommand[] {
  return [
    ...(storage === null ? [] : [{ kind: 'set-disk' as const, database: name, ...storage }]),
    ...(policy === null || policy === activationPolicy
      ? []
      : [{ kind: policy === 'NEVER' ? ('stop-database' as const) : ('start-database' as const), database: name }]),
  ];
}
