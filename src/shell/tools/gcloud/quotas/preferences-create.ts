import { jsonText } from '../../../../kube/json.ts';
import type { Command } from '../command.ts';
import { GcloudError, notSimulated } from '../gcloud-error.ts';
import { usageText } from '../usage.ts';

const SERVICE = 'compute.googleapis.com';
const QUOTA_ID = 'CPUS-per-project-region';

/** Asks for another quota: the Cloud Quotas API grants it later. Source: surface/quotas/preferences/create.py, Google Cloud SDK 528. */
export const createQuotaPreference: Command = {
  name: 'create',
  summary: 'Create a new QuotaPreference that declares the desired value for a quota.',
  description: `Create a new QuotaPreference that declares the desired value for a quota. Here it is ${QUOTA_ID} of ${SERVICE}.`,
  examples: [
    [
      'To ask for 100 vCPUs in region us-central1, run:',
      `gcloud beta quotas preferences create --service=${SERVICE} --project=my-project --quota-id=${QUOTA_ID} --preferred-value=100 --dimensions=region=us-central1`,
    ],
  ],
  positionals: [],
  flags: [
    { name: 'service', kind: 'string', metavar: 'SERVICE', help: 'Name of the service in which the quota is defined.' },
    { name: 'quota-id', kind: 'string', metavar: 'QUOTA_ID', help: 'Id of the quota, which is unqiue within the service.' },
    { name: 'preferred-value', kind: 'int', metavar: 'PREFERRED_VALUE', help: 'Preferred value. Must be greater than or equal to -1.' },
    { name: 'dimensions', kind: 'string', metavar: 'KEY=VALUE', help: 'Dimensions of the quota.' },
    { name: 'preference-id', kind: 'string', metavar: 'PREFERENCE_ID', help: 'Id of the Quota Preference object, must be unique under its parent.' },
    { name: 'justification', kind: 'string', metavar: 'JUSTIFICATION', help: 'A short statement to justify quota increase requests.' },
    { name: 'email', kind: 'string', metavar: 'EMAIL', help: 'An email address that can be used to contact the user.' },
    ...['folder', 'organization', 'allow-high-percentage-quota-decrease', 'allow-quota-decrease-below-usage'].map(
      (name) => ({ name, kind: 'none', metavar: '', help: '' }) as const,
    ),
  ],
  async run(call) {
    const { flags } = call;
    const usage = usageText(['beta', 'quotas', 'preferences', 'create'], createQuotaPreference);
    const missing = ['preferred-value', 'quota-id', 'service'].filter((name) => !flags.given(name));
    if (missing.length > 0) throw new GcloudError(`argument ${missing.map((name) => `--${name}`).join(' ')}: Must be specified.\n${usage}`, 2);
    if (!flags.given('project')) throw new GcloudError(`Exactly one of (--folder | --organization | --project) must be specified.\n${usage}`, 2);
    const region = /^region=(.+)$/.exec(flags.text('dimensions'))?.[1];
    if (flags.given('dimensions') && !flags.text('dimensions').includes('='))
      throw new GcloudError(
        `argument --dimensions: Bad syntax for dict arg: [${flags.text('dimensions')}]. Please see \`gcloud topic flags-file\` or \`gcloud topic escaping\` for information on providing list or dictionary flag values with special characters.\n${usage}`,
        2,
      );
    if (flags.text('service') !== SERVICE || flags.text('quota-id') !== QUOTA_ID || region === undefined)
      throw notSimulated(`other quotas than --service=${SERVICE} --quota-id=${QUOTA_ID} --dimensions=region=REGION`);
    const cluster = (await call.port.clusters()).find((candidate) => candidate.region === region);
    const { project, cpuQuota } = await call.port.fleet(cluster?.name);
    const preferred = flags.int('preferred-value') ?? 0;
    const result = await call.execute({ kind: 'set-quota', region, cpus: preferred });
    if (!result.ok) throw new GcloudError(`INVALID_ARGUMENT: ${result.refusal.message}`);
    const id = flags.text('preference-id') || `compute_googleapis_com-${QUOTA_ID}-region_${region}`;
    const created = {
      dimensions: { region },
      name: `projects/${project}/locations/global/quotaPreferences/${id}`,
      quotaConfig: { grantedValue: String(cpuQuota?.limit ?? 0), preferredValue: String(preferred), stateDetail: 'Quota increase request is being processed.' },
      quotaId: QUOTA_ID,
      reconciling: true,
      service: SERVICE,
    };
    call.say(jsonText(created));
    return null;
  },
};
