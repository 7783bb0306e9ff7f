import type { FleetInspection } from '../../../contract/inspection.ts';
import type { Call } from './call.ts';
import { KubectlError, notSimulated } from './kubectl-error.ts';
import { NOTHING_PROVIDED, parseResourceArguments, selectObjects } from './resource-arguments.ts';
import type { Subcommand } from './subcommand.ts';

export const autoscale: Subcommand = {
  name: 'autoscale',
  summary: 'Auto-scale a deployment, replica set, stateful set, or replication controller',
  usage: '(-f FILENAME | TYPE NAME | TYPE/NAME) [--min=MINPODS] --max=MAXPODS [--cpu-percent=CPU] [options]',
  examples: [
    [
      'Auto scale a deployment "foo", with the number of pods between 2 and 10, no target CPU utilization specified so a default autoscaling policy will be used',
      'kubectl autoscale deployment foo --min=2 --max=10',
    ],
  ],
  flags: [
    {
      name: 'cpu-percent',
      kind: 'int',
      default: '-1',
      help: "The target average CPU utilization (represented as a percent of requested CPU) over all the pods. If it's not specified or negative, a default autoscaling policy will be used.",
    },
    { name: 'max', kind: 'int', default: '-1', help: 'The upper limit for the number of pods that can be set by the autoscaler. Required.' },
    {
      name: 'min',
      kind: 'int',
      default: '-1',
      help: "The lower limit for the number of pods that can be set by the autoscaler. If it's not specified or negative, the server will apply a default value.",
    },
    {
      name: 'name',
      kind: 'string',
      default: '',
      help: 'The name for the newly created object. If not specified, the name of the input resource will be used.',
    },
  ],
  completes: 'deployments',
  run: runAutoscale,
};

/** Source: kubectl 1.32 pkg/cmd/autoscale. */
async function runAutoscale(call: Call): Promise<number> {
  const { flags } = call;
  if (!flags.changed('max')) throw new KubectlError('error: required flag(s) "max" not set');
  const [max, min, cpu] = [flags.int('max'), flags.int('min'), flags.int('cpu-percent')];
  if (max < 1) throw new KubectlError(`error: --max=MAXPODS is required and must be at least 1, max: ${max}`);
  if (max < min) throw new KubectlError(`error: --max=MAXPODS must be larger or equal to --min=MINPODS, max: ${max}, min: ${min}`);
  const requests = parseResourceArguments(call.args, NOTHING_PROVIDED);
  if (requests.some((request) => request.names === null)) throw new KubectlError('error: resource(s) were provided, but no name was specified');
  const cluster = await call.cluster();
  const { selections, missing } = selectObjects(cluster, requests, { namespace: call.namespace(cluster), labels: '', fields: '' });
  if (missing.length > 0) throw missing[0];
  for (const { type, objects } of selections) {
    if (type.kind !== 'Deployment') throw notSimulated(`scaling ${type.name} automatically; deployments can be`);
    for (const { metadata } of objects) await create(call, cluster.fleet, metadata.name, { min, max, cpu });
  }
  return 0;
}

async function create(call: Call, fleet: FleetInspection, service: string, { min, max, cpu }: { min: number; max: number; cpu: number }): Promise<void> {
  const name = call.flags.text('name') || service;
  if (fleet.autoscalers.some((autoscaler) => autoscaler.name === name))
    throw new KubectlError(`Error from server (AlreadyExists): horizontalpodautoscalers.autoscaling ${JSON.stringify(name)} already exists`);
  if (name !== service) throw notSimulated('an autoscaler of another name than its deployment');
  await call.execute({
    kind: 'set-autoscaler',
    service,
    maxReplicas: max,
    ...(min < 1 ? {} : { minReplicas: min }),
    ...(cpu < 1 ? {} : { targetCpu: cpu }),
  });
  call.print(`horizontalpodautoscaler.autoscaling/${name} autoscaled\n`);
}
