import type { DatabaseInspection } from '../../../../contract/inspection.ts';
import type { SecretInspection } from '../../../../contract/inspection-secret.ts';
import type { Call } from '../call.ts';
import { GcloudError } from '../gcloud-error.ts';

export const INSTANCE_FLAG = { name: 'instance', short: 'i', kind: 'string', metavar: 'INSTANCE', help: 'Cloud SQL instance ID.' } as const;

/** The instance of `--instance`, the primary for a replica, and the Secrets that hold passwords of its roles. @throws GcloudError in the API's words */
export async function instanceMeant(call: Call): Promise<{ readonly instance: DatabaseInspection; readonly secrets: readonly SecretInspection[] }> {
  const name = call.flags.text('instance');
  if (name === '') throw new GcloudError('argument --instance/-i: Must be specified.', 2);
  if (!(await call.port.databases()).includes(name)) throw new GcloudError('HTTPError 404: The Cloud SQL instance does not exist.');
  const instance = await call.port.database(name);
  const { secrets = [] } = await call.port.fleet();
  return { instance, secrets: secrets.filter(({ database }) => database === name) };
}
