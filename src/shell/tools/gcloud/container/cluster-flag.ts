import type { Call } from '../call.ts';
import type { FlagSpec } from '../flags.ts';
import { GcloudError } from '../gcloud-error.ts';

export const CLUSTER_FLAG: FlagSpec = { name: 'cluster', kind: 'string', metavar: 'CLUSTER', help: 'The name of the cluster.' };

/** @throws GcloudError without one: the terminal's configuration sets no `container/cluster`. Source: core/properties.py RequiredPropertyError. */
export function clusterNamed({ flags }: Call): string {
  const name = flags.text('cluster');
  if (name !== '') return name;
  throw new GcloudError(
    'The required property [cluster] is not currently set.\nIt can be set on a per-command basis by re-running your command with the [--cluster] flag.\n\n' +
      'You may set it for your current workspace by running:\n\n  $ gcloud config set container/cluster VALUE\n\n' +
      'or it can be set temporarily by the environment variable [CLOUDSDK_CONTAINER_CLUSTER]',
  );
}
