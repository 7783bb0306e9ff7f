import type { NodePoolInspection } from '../../../../contract/inspection.ts';
import type { Call } from '../call.ts';
import type { FlagSpec } from '../flags.ts';
import { GcloudError, notSimulated } from '../gcloud-error.ts';

/** Source: command_lib/container flags.AddClusterAutoscalingFlags, Google Cloud SDK 528. */
export const AUTOSCALING_FLAGS: readonly FlagSpec[] = [
  { name: 'enable-autoscaling', kind: 'bool', metavar: '', help: 'Enables autoscaling for a node pool.' },
  { name: 'max-nodes', kind: 'int', metavar: 'MAX_NODES', help: 'Maximum number of nodes per zone in the node pool.' },
  { name: 'min-nodes', kind: 'string', metavar: 'MIN_NODES', help: 'Minimum number of nodes per zone in the node pool.' },
  ...['no-enable-autoscaling', 'location-policy', 'total-max-nodes', 'total-min-nodes', 'async'].map(
    (name): FlagSpec => ({ name, kind: 'none', metavar: '', help: '' }),
  ),
];

/** Sends what differs from the pool's present limits. @throws GcloudError */
export async function updateAutoscaling(call: Call, { name, autoscaling }: NodePoolInspection, region: string, usage: string): Promise<void> {
  const { flags } = call;
  const min = flags.text('min-nodes');
  if (min !== '' && !/^\d+$/.test(min)) throw new GcloudError(`argument --min-nodes: invalid int value: '${min}'\n${usage}`, 2);
  const max = flags.int('max-nodes');
  if (!flags.given('enable-autoscaling') && max === null && min === '') throw notSimulated('updating anything but the autoscaling of a node pool');
  if (autoscaling === null && !flags.given('enable-autoscaling'))
    throw new GcloudError('ResponseError: code=400, message=Autoscaling is not enabled for the node pool.');
  if (autoscaling === null && max === null) throw new GcloudError('ResponseError: code=400, message=Autoscaling.max_node_count must be positive.');
  const result = await call.execute({
    kind: 'set-node-pool-limits',
    pool: name,
    region,
    ...(min === '' ? {} : { minNodes: Number(min) }),
    ...(max === null ? {} : { maxNodes: max }),
  });
  if (!result.ok) throw new GcloudError(`ResponseError: code=400, message=${result.refusal.message}`);
}
