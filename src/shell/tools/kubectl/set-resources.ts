import { parseQuantity } from '../../../kube/quantity.ts';
import type { Call } from './call.ts';
import { KubectlError, notSimulated } from './kubectl-error.ts';
import { deploymentTargets } from './set-targets.ts';
import { SELECTOR_FLAG, type Subcommand } from './subcommand.ts';

const HELP =
  "The resource requirement requests for this container.  For example, 'cpu=100m,memory=256Mi'.  Note that server side components may assign requests depending on the server configuration, such as limit ranges.";

/** Source: kubectl pkg/cmd/set/set_resources.go. */
export const setResources: Subcommand = {
  name: 'resources',
  summary: 'Update resource requests/limits on objects with pod templates',
  usage: '(-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]',
  examples: [
    [
      'Set a deployments nginx container cpu limits to "200m" and memory to "512Mi"',
      'kubectl set resources deployment nginx -c=nginx --limits=cpu=200m,memory=512Mi',
    ],
    [
      'Set the resource request and limits for all containers in nginx',
      'kubectl set resources deployment nginx --limits=cpu=200m,memory=512Mi --requests=cpu=100m,memory=256Mi',
    ],
    [
      'Remove the resource requests for resources on containers in nginx',
      'kubectl set resources deployment nginx --limits=cpu=0,memory=0 --requests=cpu=0,memory=0',
    ],
  ],
  flags: [
    SELECTOR_FLAG,
    {
      name: 'all',
      kind: 'bool',
      default: 'false',
      help: 'Select all resources, including uninitialized ones, in the namespace of the specified resource types',
    },
    {
      name: 'containers',
      short: 'c',
      kind: 'string',
      default: '*',
      help: 'The names of containers in the selected pod templates to change, all containers are selected by default - may use wildcards',
    },
    { name: 'limits', kind: 'string', default: '', help: HELP },
    { name: 'requests', kind: 'string', default: '', help: HELP },
  ],
  completes: 'deployments',
  run: runSetResources,
};

type Amounts = Partial<Record<'cpuRequestMilli' | 'cpuLimitMilli' | 'memoryRequestMiB' | 'memoryLimitMiB', number>>;

async function runSetResources(call: Call): Promise<number> {
  const [limits, requests] = [call.flags.text('limits'), call.flags.text('requests')];
  const targets = await deploymentTargets(call, call.args);
  if (limits === '' && requests === '') throw new KubectlError('error: you must specify an update to requests or limits (in the form of --requests/--limits)');
  const change: Amounts = { ...amounts(limits, 'cpuLimitMilli', 'memoryLimitMiB'), ...amounts(requests, 'cpuRequestMilli', 'memoryRequestMiB') };
  for (const { name, template } of targets) {
    const container = call.flags.text('containers');
    if (container !== template.container && container !== '*') throw new KubectlError(`error: unable to find container named ${container}`);
    const after: Amounts = { ...change };
    // the API server's default: a request that nobody states is the limit
    if (template.cpuRequestMilli === 0 && after.cpuRequestMilli === undefined && after.cpuLimitMilli !== undefined) after.cpuRequestMilli = after.cpuLimitMilli;
    if (template.memoryRequestMiB === 0 && after.memoryRequestMiB === undefined && after.memoryLimitMiB !== undefined)
      after.memoryRequestMiB = after.memoryLimitMiB;
    if (Object.entries(after).every(([key, value]) => template[key as keyof Amounts] === value)) continue;
    const result = await call.attempt({ kind: 'set-resources', service: name, ...after });
    if (!result.ok) throw new KubectlError(`error: failed to patch resources update to pod template ${result.refusal.message}`);
    call.print(`deployment.apps/${name} resource requirements updated\n`);
  }
  return 0;
}

/** `cpu=200m,memory=512Mi`. Words: kubectl pkg/generate/versioned populateResourceListV1, apimachinery's ErrFormatWrong. */
function amounts(spec: string, cpu: keyof Amounts, memory: keyof Amounts): Amounts {
  const change: Amounts = {};
  for (const statement of spec === '' ? [] : spec.split(',')) {
    const parts = statement.split('=');
    if (parts.length !== 2) throw new KubectlError(`error: Invalid argument syntax ${statement}, expected <resource>=<value>`);
    const quantity = parseQuantity(parts[1]);
    if (quantity === null) throw new KubectlError("error: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'");
    if (parts[0] === 'cpu') change[cpu] = wholeUp(quantity * 1000);
    else if (parts[0] === 'memory') change[memory] = wholeUp(quantity / 1_048_576);
    else throw notSimulated(`the resource ${parts[0]}; cpu and memory can be set here`);
  }
  return change;
}

/** Rounded up as quantities are, but not for what a binary fraction adds: 1.1 cores are 1100m. */
function wholeUp(amount: number): number {
  return Math.ceil(amount - 1e-6);
}
