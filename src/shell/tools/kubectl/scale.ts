import { findWorkload } from '../../../kube/cluster.ts';
import { objectName } from '../../../kube/resource-types.ts';
import type { Call } from './call.ts';
import { KubectlError, notSimulated } from './kubectl-error.ts';
import { NOTHING_PROVIDED, parseResourceArguments, selectObjects } from './resource-arguments.ts';
import { ALL_NAMESPACES_FLAG, SELECTOR_FLAG, type Subcommand } from './subcommand.ts';

export const scale: Subcommand = {
  name: 'scale',
  summary: 'Set a new size for a deployment, replica set, or replication controller',
  usage: '[--resource-version=version] [--current-replicas=count] --replicas=COUNT (-f FILENAME | TYPE NAME) [options]',
  examples: [
    ["Scale a replica set named 'foo' to 3", 'kubectl scale --replicas=3 rs/foo'],
    ["If the deployment named mysql's current size is 2, scale mysql to 3", 'kubectl scale --current-replicas=2 --replicas=3 deployment/mysql'],
  ],
  flags: [
    SELECTOR_FLAG,
    ALL_NAMESPACES_FLAG,
    { name: 'all', kind: 'bool', default: 'false', help: 'Select all resources in the namespace of the specified resource types' },
    {
      name: 'current-replicas',
      kind: 'int',
      default: '-1',
      help: 'Precondition for current size. Requires that the current size of the resource match this value in order to scale. -1 (default) for no condition.',
    },
    { name: 'replicas', kind: 'int', default: '0', help: 'The new desired number of replicas. Required.' },
    { name: 'timeout', kind: 'duration', default: '0s', help: "The length of time to wait before giving up on a scale operation, zero means don't wait." },
  ],
  completes: 'deployments',
  run: runScale,
};

async function runScale(call: Call): Promise<number> {
  const { flags } = call;
  if (!flags.changed('replicas')) throw new KubectlError('error: required flag(s) "replicas" not set');
  const replicas = flags.int('replicas');
  if (replicas < 0) throw new KubectlError('error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
  const requests = parseResourceArguments(call.args, NOTHING_PROVIDED);
  const whole = flags.bool('all') || flags.changed('selector');
  if (!whole && requests.some((request) => request.names === null)) throw new KubectlError('error: resource(s) were provided, but no name was specified');
  const cluster = await call.cluster();
  const { selections, missing } = selectObjects(cluster, requests, { namespace: call.namespace(cluster), labels: flags.text('selector'), fields: '' });
  if (missing.length > 0) throw new KubectlError(`error: no objects passed to scale ${missing[0].message.replace('Error from server (NotFound): ', '')}`);
  for (const { type, objects } of selections) {
    for (const { metadata } of objects) {
      if (type.kind === 'ReplicaSet')
        throw notSimulated(`scaling ${objectName(type, metadata.name)} by itself; its owner would set it back at once. Scale the deployment or rollout`);
      if (type.kind !== 'Deployment' && type.kind !== 'Rollout')
        throw new KubectlError('Error from server (NotFound): the server could not find the requested resource');
      const size = findWorkload(cluster, metadata.name)?.replicas;
      if (flags.int('current-replicas') >= 0 && size !== flags.int('current-replicas')) {
        throw new KubectlError(`error: Expected replicas to be ${flags.int('current-replicas')}, was ${size}`);
      }
      await call.execute({ kind: 'scale', service: metadata.name, replicas });
      call.print(`${objectName(type, metadata.name)} scaled\n`);
    }
  }
  return 0;
}
